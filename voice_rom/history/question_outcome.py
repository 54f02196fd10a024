"""What one question of one session came to: noticed, where, not noticed, or open."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.outcome.report import Report, ReportedQuestion


class QuestionOutcome(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NOTICED = "noticed"
    """On no side, or on one that is not known."""
    NOTHING = "nothing"
    OPEN = "open"
    """Not answered: it says nothing either way."""


_BY_SIDE = {
    Side.LEFT: QuestionOutcome.LEFT,
    Side.RIGHT: QuestionOutcome.RIGHT,
    Side.BOTH: QuestionOutcome.BOTH,
}

Key = tuple[str, str]
"""(test id, question id)"""


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A report, with the id of its session and when that was begun."""

    id: str
    started_at: datetime
    report: Report


def noticing_of(question: ReportedQuestion) -> QuestionOutcome:
    if question.status is not Status.ANSWERED:
        return QuestionOutcome.OPEN
    if not question.concerning:
        return QuestionOutcome.NOTHING
    return (
        QuestionOutcome.NOTICED if question.side is None else _BY_SIDE.get(question.side, _UNSIDED)
    )


def questions_of(report: Report) -> dict[Key, tuple[str, ReportedQuestion]]:
    """Every question with the name of its test."""
    return {
        (test.id, question.id): (test.name, question)
        for test in report.tests
        for question in test.questions
    }


_UNSIDED = QuestionOutcome.NOTICED
