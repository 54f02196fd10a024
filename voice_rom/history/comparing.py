"""Two sessions side by side: what each question came to then, and what it comes to now."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from voice_rom.core.outcome.report import Report
from voice_rom.history.question_outcome import QuestionOutcome, noticing_of, questions_of


class Change(StrEnum):
    CHANGED = "changed"
    SAME = "same"
    UNKNOWN = "unknown"
    """Open, or not asked, in one of them: nothing can be said."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One question. None: that session had no such question."""

    test: str
    question: str
    before: QuestionOutcome | None
    after: QuestionOutcome | None

    @property
    def change(self) -> Change:
        if {self.before, self.after} & {None, QuestionOutcome.OPEN}:
            return Change.UNKNOWN
        return Change.SAME if self.before is self.after else Change.CHANGED


def compare(before: Report, after: Report) -> tuple[Compared, ...]:
    """Every question of either session, in the order of the later one."""
    return tuple(_compared(before, after))


def _compared(before: Report, after: Report) -> Iterator[Compared]:
    then, now = questions_of(before), questions_of(after)
    for key in [*now, *(key for key in then if key not in now)]:
        test, question = now.get(key) or then[key]
        yield Compared(
            test=test,
            question=question.text,
            before=noticing_of(then[key][1]) if key in then else None,
            after=noticing_of(now[key][1]) if key in now else None,
        )
