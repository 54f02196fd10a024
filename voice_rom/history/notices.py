"""What is told beside the history: how many sessions, where they are, what was done with them."""

from pathlib import Path

from voice_rom.history.wording import HistoryWording


def counted(sessions: int, wording: HistoryWording, *, damaged: int = 0) -> str:
    """How many sessions, and how many `damaged` files that were set aside, if there are any."""
    told = wording.one_session if sessions == 1 else wording.several_sessions
    told = told.format(count=sessions)
    if not damaged:
        return told
    beside = wording.with_damaged_file if damaged == 1 else wording.with_damaged_files
    return beside.format(sessions=told, count=damaged)


def where_saved(where: str, wording: HistoryWording, *, any_saved: bool) -> str:
    """Where sessions are saved, or would be."""
    return (wording.saved_in if any_saved else wording.none_saved).format(file=where)


def not_readable(sessions: int, wording: HistoryWording) -> str:
    """That so many are there, and cannot be shown."""
    return wording.not_readable.format(sessions=counted(sessions, wording))


def written(sessions: int, file: Path, wording: HistoryWording) -> str:
    return wording.written.format(what=counted(sessions, wording), file=file)


def expired(sessions: int, days: int, wording: HistoryWording) -> str:
    """That so many were older than the settings keep them."""
    told = wording.expired_day if days == 1 else wording.expired
    return told.format(what=counted(sessions, wording), days=days)
