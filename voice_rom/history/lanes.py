"""A question as a picture shows it: a lane, or one a side, with a mark for each session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from voice_rom.history.question_outcome import Dated, QuestionOutcome
from voice_rom.history.trend import Course


class LaneMark(StrEnum):
    NOTICED = "noticed"
    NOT_NAMED = "not_named"
    """Noticed on the other side; this one was not named."""
    NO_SIDE = "no_side"
    """Noticed, but on which side is not known."""
    NOTHING = "nothing"
    OPEN = "open"
    NOT_ASKED = "not_asked"
    """That session had no such question."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One session in the picture of a question."""

    started_at: datetime
    outcome: QuestionOutcome | None
    """None: it had no such question."""
    marks: tuple[LaneMark, ...]
    """One; where a side was ever named, two: left, right."""


def columns_of(course: Course, sessions: Sequence[Dated]) -> tuple[Column, ...]:
    """A column for each of `sessions`, also those without this question, the oldest first."""
    outcomes = {point.session: point.noticing for point in course.points}
    marks = _IN_TWO_LANES if course.sided else _IN_ONE_LANE
    return tuple(
        Column(
            started_at=session.started_at,
            outcome=outcomes.get(session.id),
            marks=marks[outcomes.get(session.id)],
        )
        for session in sorted(sessions, key=lambda each: each.started_at)
    )


_IN_ONE_LANE: Final[Mapping[QuestionOutcome | None, tuple[LaneMark, ...]]] = {
    QuestionOutcome.NOTICED: (LaneMark.NOTICED,),
    QuestionOutcome.NOTHING: (LaneMark.NOTHING,),
    QuestionOutcome.OPEN: (LaneMark.OPEN,),
    None: (LaneMark.NOT_ASKED,),
}

_IN_TWO_LANES: Final[Mapping[QuestionOutcome | None, tuple[LaneMark, ...]]] = {
    QuestionOutcome.LEFT: (LaneMark.NOTICED, LaneMark.NOT_NAMED),
    QuestionOutcome.RIGHT: (LaneMark.NOT_NAMED, LaneMark.NOTICED),
    QuestionOutcome.BOTH: (LaneMark.NOTICED, LaneMark.NOTICED),
    QuestionOutcome.NOTICED: (LaneMark.NO_SIDE, LaneMark.NO_SIDE),
    QuestionOutcome.NOTHING: (LaneMark.NOTHING, LaneMark.NOTHING),
    QuestionOutcome.OPEN: (LaneMark.OPEN, LaneMark.OPEN),
    None: (LaneMark.NOT_ASKED, LaneMark.NOT_ASKED),
}
