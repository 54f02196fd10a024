"""How the answer to each question went from session to session, side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voice_rom.history.question_outcome import (
    Dated,
    Key,
    QuestionOutcome,
    noticing_of,
    questions_of,
)

_SIDES: Final = (QuestionOutcome.LEFT, QuestionOutcome.RIGHT, QuestionOutcome.BOTH)


@dataclass(frozen=True, kw_only=True)
class Point:
    session: str
    started_at: datetime
    noticing: QuestionOutcome


@dataclass(frozen=True, kw_only=True)
class Course:
    """One question, over all sessions that had it, the oldest first."""

    key: Key
    test: str
    question: str
    points: tuple[Point, ...]

    @property
    def counts(self) -> Mapping[QuestionOutcome, int]:
        found = Counter(point.noticing for point in self.points)
        return {noticing: found[noticing] for noticing in QuestionOutcome}

    @property
    def sided(self) -> bool:
        """Whether a side was named in any session."""
        return any(point.noticing in _SIDES for point in self.points)

    @property
    def answered(self) -> int:
        return len(self.points) - self.counts[QuestionOutcome.OPEN]

    @property
    def noticed(self) -> int:
        return self.answered - self.counts[QuestionOutcome.NOTHING]


def courses(sessions: Sequence[Dated]) -> tuple[Course, ...]:
    """The course of every question, in the order of the latest session that had it."""
    points: dict[Key, list[Point]] = {}
    names: dict[Key, tuple[str, str]] = {}
    for session in sorted(sessions, key=lambda each: each.started_at):
        for key, (test, question) in questions_of(session.report).items():
            names[key] = (test, question.text)
            points.setdefault(key, []).append(
                Point(
                    session=session.id,
                    started_at=session.started_at,
                    noticing=noticing_of(question),
                )
            )
    return tuple(
        Course(key=key, test=names[key][0], question=names[key][1], points=tuple(points[key]))
        for key in points
    )
