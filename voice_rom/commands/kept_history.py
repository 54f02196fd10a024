"""What `voice-rom history` does."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from voice_rom.commands.opened_history import opened
from voice_rom.errors import NoSuchSession, ReportNotWritable, UsageMistake

if TYPE_CHECKING:
    from voice_rom.history.opening import Kept
    from voice_rom.history.question_outcome import Dated
    from voice_rom.history.trend import Course
    from voice_rom.history.wording import HistoryWording
    from voice_rom.storage.kept_sessions import KeptSession

_EXPORTS: Final = (".json", ".csv")


def list_sessions(data: str | None, settings_file: Path | None) -> None:
    """Print a line a session."""
    from voice_rom.history.telling import list_line

    with opened(data, settings_file) as kept:
        for session in kept.sessions:
            click.echo(list_line(session, kept.dated(session), kept.wording))
        _tell_where(kept)


def show_session(beginning: str, data: str | None, settings_file: Path | None) -> None:
    """Print the report of a session."""
    from voice_rom.display.console import console_on
    from voice_rom.history.telling import list_line
    from voice_rom.reporting.screen import show_report

    with opened(data, settings_file) as kept:
        session = kept.find(beginning)
        dated = kept.dated(session)
        click.echo(list_line(session, dated, kept.wording))
        show_report(dated.report, console_on(sys.stdout))


def compare_sessions(then: str, now: str, data: str | None, settings_file: Path | None) -> None:
    """Print what changed from the earlier to the later of two sessions."""
    from voice_rom.history.comparing import compare
    from voice_rom.history.telling import comparison_lines

    with opened(data, settings_file) as kept:
        sessions = [kept.find(then), kept.find(now)]
        if sessions[0].id == sessions[1].id:
            raise UsageMistake(
                f"{then} and {now} are the same session; choose two. Type: voice-rom history list"
            )
        before, after = map(kept.dated, sorted(sessions, key=lambda each: each.started_at))
        compared = compare(before.report, after.report)
        for line in comparison_lines(before, after, compared, kept.wording):
            click.echo(line)


def show_trend(
    tests: Sequence[str],
    plot_file: Path | None,
    report_file: Path | None,
    data: str | None,
    settings_file: Path | None,
) -> None:
    """Print, and draw, how the answer to each question went."""
    from voice_rom.history.plotting import plot
    from voice_rom.history.telling import trend_lines
    from voice_rom.history.trend import courses
    from voice_rom.plot_file import require_plot
    from voice_rom.reporting.write import PAGE_FORMATS, check_writable

    if plot_file is not None:
        require_plot(plot_file)
    if report_file is not None:
        check_writable(report_file, PAGE_FORMATS)
    with opened(data, settings_file) as kept:
        sessions = [kept.dated(session) for session in kept.sessions]
        found = courses(sessions)
        _refuse_unknown(tests, {course.key[0] for course in found})
        chosen = [course for course in found if not tests or course.key[0] in tests]
        for line in trend_lines(chosen, kept.wording):
            click.echo(line)
        if plot_file is not None:
            plot(chosen, plot_file, kept.wording)
            click.echo(kept.wording.chart_written.format(file=plot_file), err=True)
        if not kept.sessions and report_file is None:
            _tell_where(kept)
    if report_file is not None:
        _write_trend_page(chosen, sessions, report_file, kept)


def _write_trend_page(
    chosen: "Sequence[Course]", sessions: "Sequence[Dated]", file: Path, kept: "Kept"
) -> None:
    """Once the file of answers is closed: a session need not wait until a PDF is printed."""
    from voice_rom.history.notices import not_readable, where_saved
    from voice_rom.history.trend_page import to_html
    from voice_rom.reporting.write import write_page

    wording, settings = kept.wording, kept.settings
    if kept.unreadable:
        click.echo(not_readable(kept.unreadable, wording), err=True)
    if not sessions:
        any_saved = bool(kept.unreadable)
        raise NoSuchSession(where_saved(kept.where, wording, any_saved=any_saved))
    if not chosen:
        raise NoSuchSession(wording.page_nothing)
    render = partial(to_html, chosen, sessions, wording, settings.session.language)
    write_page(render, file, paper=settings.report.paper)
    click.echo(wording.page_written.format(file=file), err=True)


def export_sessions(
    file: Path,
    beginnings: Sequence[str],
    data: str | None,
    settings_file: Path | None,
    *,
    fhir: bool,
) -> None:
    """Write sessions to a file that only the owner may read."""
    from voice_rom.history.as_fhir import as_fhir
    from voice_rom.history.notices import not_readable, written
    from voice_rom.storage.private_files import write_private

    endings = _EXPORTS[:1] if fhir else _EXPORTS
    if file.suffix.lower() not in endings:
        raise UsageMistake(f"{file}: the name must end in {' or '.join(endings)}.")
    with opened(data, settings_file) as kept:
        sessions = [kept.find(each) for each in beginnings] if beginnings else kept.sessions
        exported = as_fhir(kept, sessions) if fhir else _as_told(kept, sessions, file)
        unreadable, wording = kept.unreadable, kept.wording
    try:
        write_private(file, exported)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable name"
        raise ReportNotWritable(
            f"{file} cannot be written ({reason}); choose another file."
        ) from error
    click.echo(written(len(sessions), file, wording), err=True)
    if unreadable and not beginnings:
        click.echo(not_readable(unreadable, wording), err=True)


def _as_told(kept: "Kept", sessions: "Sequence[KeptSession]", file: Path) -> str:
    """As JSON or CSV, as the file's name says."""
    from voice_rom.history.exporting import to_csv, to_json

    chosen = [(session, kept.dated(session)) for session in sessions]
    return to_json(chosen) if file.suffix.lower() == ".json" else to_csv(chosen)


def delete_chosen(
    beginnings: Sequence[str],
    data: str | None,
    settings_file: Path | None,
    *,
    everything: bool,
    yes: bool,
) -> None:
    """Delete sessions, or all, after asking."""
    if everything == bool(beginnings):
        raise UsageMistake("Give the ids of the sessions to delete, or --all.")
    from voice_rom.history.notices import counted
    from voice_rom.history.telling import list_line
    from voice_rom.storage.deleting import delete_set_aside
    from voice_rom.storage.setting_aside import all_set_aside

    with opened(data, settings_file, mend=everything) as kept:
        aside = all_set_aside(kept.file) if everything and kept.file is not None else []
        chosen = kept.sessions if everything else [kept.find(each) for each in beginnings]
        ids = list(dict.fromkeys(session.id for session in chosen))
        for session in kept.sessions:
            if session.id in ids and not everything:
                click.echo(list_line(session, kept.dated(session), kept.wording))
        if kept.delete is None and not aside:
            _tell_where(kept)
            return
        count = len(ids) + (kept.unreadable if everything else 0)
        wording = kept.wording
        what = counted(count, wording, damaged=len(aside))
        _confirm(what, wording, yes=yes)
        for_good = kept.delete is None or kept.delete(None if everything else ids)
        if aside and kept.file is not None:
            delete_set_aside(kept.file)
    click.echo(wording.deleted.format(what=what), err=True)
    if not for_good:
        click.echo(wording.to_clean, err=True)


def _tell_where(kept: "Kept") -> None:
    """On standard error: it is no session."""
    from voice_rom.history.notices import not_readable, where_saved

    if kept.unreadable:
        click.echo(not_readable(kept.unreadable, kept.wording), err=True)
    any_saved = bool(kept.sessions or kept.unreadable)
    click.echo(where_saved(kept.where, kept.wording, any_saved=any_saved), err=True)


def _refuse_unknown(tests: Sequence[str], known: set[str]) -> None:
    for test in tests:
        if test not in known:
            choice = f"choose from: {', '.join(sorted(known))}" if known else "none is saved"
            raise NoSuchSession(f"--test: no saved session has the test {test!r}; {choice}")


def _confirm(what: str, wording: "HistoryWording", *, yes: bool) -> None:
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageMistake(
            f"Nothing was deleted: to delete {what} without confirmation, add --yes."
        )
    if not click.confirm(wording.delete.format(what=what)):
        raise click.Abort
