"""What a report says around the answers: a file of each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voice_rom.content.load import REPORT_FILE, languages, load_words
from voice_rom.core.assessment.content import BodyPart, Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.language.meanings import Meant
from voice_rom.data_files import REFERENCE_LANGUAGE


@dataclass(frozen=True, kw_only=True)
class ReportWording:
    """`report.yaml`; the fields are its keys."""

    title: str
    date: str
    weekdays: tuple[str, ...]
    """From Monday on."""
    months: tuple[str, ...]
    complete: str
    incomplete: str
    took_minutes: str
    took_seconds: str
    urgent: str
    findings: str
    no_findings: str
    no_findings_so_far: str
    no_answers: str
    open: str
    open_meaning: str
    test_not_asked: str
    no_open: str
    questions: str
    professional: str
    """For whom the questions are listed one by one."""
    advice: str
    front: str
    back: str
    figure: str
    """What the marks on the figure mean, and what they do not."""
    figure_empty: str
    parts: Mapping[BodyPart, str]
    place: str
    place_sides: Mapping[Side, str]
    screening: str
    screening_clear: str
    screening_unfinished: str
    screening_careful: str
    screening_going_on: str
    screening_end: str
    screening_no_choice: str
    left_out: str
    question: str
    answer: str
    side: str
    how: str
    noticed: str
    nothing_noticed: str
    still_open: str
    heard: str
    side_heard: str
    other_words: str
    no_words: str
    key: str
    confirmed: str
    not_confirmed: str
    brief_heard: str
    brief_quoted: str
    brief_key: str
    brief_confirmed: str
    """As a professional's table says the same, about somebody else."""
    status: Mapping[Status, str]
    meanings: Mapping[Meant, str]
    """The answers; no command is the answer to a question."""
    sides: Mapping[Side, str]


@cache
def report_wording(language: str, prompts: Path | None = None) -> ReportWording:
    """The wording of `language`, or of English where that is gone: a saved report can be old.

    Raises ContentError like `load_content`.
    """
    there = language if language in languages(prompts) else REFERENCE_LANGUAGE
    return load_words(there, REPORT_FILE, ReportWording, prompts)
