"""A report as CSV: a line for each question, and for what hurt."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.outcome.report import (
    Report,
    ReportedComplaint,
    ReportedHearing,
    ReportedQuestion,
)
from voice_rom.storage.times import text_of

COLUMNS: Final = (
    "session",
    "started_at",
    "complete",
    "test",
    "question",
    "text",
    "status",
    "answer",
    "side",
    "source",
    "confirmed",
    "noticed",
    "heard",
    "side_heard",
    "room",
)
"""Those of an exported history, but for when each answer was recorded, which no report has."""


def to_csv(report: Report, session_id: str, room: str) -> str:
    """Every question of `report`, asked or not, with names in the first line. Times are in UTC."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    started = "" if report.started_at is None else text_of(report.started_at)
    for line in _lines(report):
        table.writerow([session_id, started, _yes_no(value=report.complete), *line, room])
    return text.getvalue()


def _lines(report: Report) -> Iterator[list[str]]:
    if report.screening is not None:
        for question in report.screening.questions:
            yield _question(SCREENING, question)
    for test in report.tests:
        for question in test.questions:
            yield _question(test.id, question)
    for complaint in report.complaints:
        yield _complaint(complaint)


def _question(test_id: str, question: ReportedQuestion) -> list[str]:
    return [
        test_id,
        question.id,
        question.text,
        question.status.value,
        question.answer or "",
        question.side or "",
        question.source.value,
        _yes_no(value=question.confirmed),
        _yes_no(value=question.concerning),
        _heard(question.heard),
        _heard(question.side_heard),
    ]


def _complaint(complaint: ReportedComplaint) -> list[str]:
    """Named as it is in an exported history; its text is the finding, as nobody asked for it."""
    return [
        complaint.test,
        f"{complaint.kind.value}_{complaint.where}",
        complaint.finding,
        Status.ANSWERED.value,
        complaint.kind.value,
        complaint.side or "",
        complaint.source.value,
        _yes_no(value=complaint.confirmed),
        _yes_no(value=True),
        _heard(complaint.heard),
        "",
    ]


def _heard(hearing: ReportedHearing | None) -> str:
    return "" if hearing is None else hearing.words


def _yes_no(*, value: bool) -> str:
    return "yes" if value else "no"
