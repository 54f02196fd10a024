"""What was answered, and which answers count as a finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voice_rom.core.assessment.content import Question, Side
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.understanding import Understanding

AnswerKey = tuple[str, str]
"""(test id, question id)"""


class Status(StrEnum):
    """What became of a question. Only ANSWERED says anything about the body; the others do not."""

    ANSWERED = "answered"
    UNSURE = "unsure"
    SKIPPED = "skipped"
    NOT_HEARD = "not_heard"
    WITHDRAWN = "withdrawn"
    """Said back by its meaning, and the person said that it was not so."""
    NOT_ASKED = "not_asked"


class Source(StrEnum):
    """How an answer came in."""

    VOICE = "voice"
    KEY = "key"
    NONE = "none"


SIDES: Final[Mapping[Meant | None, Side]] = {
    Meaning.LEFT: Side.LEFT,
    Meaning.RIGHT: Side.RIGHT,
    Meaning.BOTH: Side.BOTH,
}
"""The side that an answer names."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer to one question, with what it rests on."""

    test_id: str
    question_id: str
    status: Status
    meaning: Meant | None = None
    side: Side | None = None
    """Asked only after a concerning answer; UNKNOWN when the person is not sure of it."""
    source: Source = Source.NONE
    confirmed: bool = False
    """It was said back by its meaning and agreed to."""
    evidence: Understanding | None = None
    """What was heard and how it was understood, when it came by voice."""
    side_evidence: Understanding | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A concerning answer."""

    test_id: str
    question: Question
    side: Side
    answer: Answer

    @property
    def lines(self) -> tuple[str, ...]:
        """The finding in a sentence."""
        return self.question.finding.get(self.key, ())

    @property
    def key(self) -> str:
        """Which of the question's findings it is: that of the answer, or that of the side."""
        possible = (str(self.answer.meaning), str(self.side))
        return next((key for key in possible if key in self.question.finding), str(Side.UNKNOWN))


def finding_of(question: Question, answer: Answer) -> Finding | None:
    """The finding that `answer` is, or None: by its meaning, never by the bare word."""
    if answer.status is not Status.ANSWERED or answer.meaning not in question.concern:
        return None
    return Finding(
        test_id=answer.test_id,
        question=question,
        side=answer.side or SIDES.get(answer.meaning, Side.UNKNOWN),
        answer=answer,
    )


def is_open(answer: Answer) -> bool:
    """Whether the question behind `answer` is still open: never the same as "no finding"."""
    return answer.status is not Status.ANSWERED
