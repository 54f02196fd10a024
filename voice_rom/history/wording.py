"""What the history says: a file of each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voice_rom.content.load import HISTORY_FILE, load_words
from voice_rom.history.comparing import Change
from voice_rom.history.lanes import LaneMark
from voice_rom.history.question_outcome import QuestionOutcome


@dataclass(frozen=True, kw_only=True)
class HistoryWording:
    """`history.yaml`; the fields are its keys."""

    session: str
    session_in_room: str
    session_unreadable: str
    complete: str
    not_complete: str
    interrupted: str
    question: str
    then: str
    now: str
    heading: str
    same: str
    changed: str
    only_answers: str
    times: str
    times_by_side: str
    times_left: str
    times_right: str
    times_both: str
    times_noticed: str
    times_open: str
    one_session: str
    several_sessions: str
    with_damaged_file: str
    with_damaged_files: str
    saved_in: str
    none_saved: str
    not_readable: str
    written: str
    chart_written: str
    delete: str
    deleted: str
    to_clean: str
    expired: str
    expired_day: str
    chart_date: str
    chart_open: str
    outcomes: Mapping[QuestionOutcome, str]
    not_asked: str
    """In place of an outcome, where that session had no such question."""
    changes: Mapping[Change, str]
    page_title: str
    page_span: str
    page_about: str
    page_columns: str
    page_key: str
    page_picture: str
    """What a screen reader says in place of a picture: its list follows."""
    page_yours: str
    page_file: str
    page_delete: str
    page_written: str
    page_nothing: str
    lane_left: str
    lane_right: str
    marks: Mapping[LaneMark, str]
    """In the pictures, so as short as they can be."""
    marks_mean: Mapping[LaneMark, str]

    def outcome(self, outcome: QuestionOutcome | None) -> str:
        return self.not_asked if outcome is None else self.outcomes[outcome]

    def name_of(self, test: str, question: str) -> str:
        """The name of a question, to begin a line with."""
        return self.question.format(test=begun_large(test), question=question)


def begun_large(text: str) -> str:
    """`text` with a capital letter first, to begin a line with."""
    return f"{text[:1].upper()}{text[1:]}"


@cache
def history_wording(language: str, prompts: Path | None = None) -> HistoryWording:
    """The wording of `language`; raises ContentError like `load_content`."""
    return load_words(language, HISTORY_FILE, HistoryWording, prompts)
