"""The order of a session: every step and question, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voice_rom.core.assessment.content import Assessment, Question, Step, Test, Way
from voice_rom.core.assessment.findings import AnswerKey
from voice_rom.core.assessment.state import State

SCREENING: Final = "screening"
"""Stands in place of a test's id for the questions before the first test."""


@dataclass(frozen=True)
class Place:
    """One place on the way. `state` is STEP, QUESTION, SCREENED, NOTICED or SUMMARY."""

    state: State
    test: Test | None = None
    test_number: int = 0
    step: Step | None = None
    question: Question | None = None
    number: int = 0
    """Counted from 1 within the test; 0 for the way to its posture."""
    of: int = 0

    @property
    def name(self) -> str:
        """As whoever writes about a session calls it: `leg-lift.pain`, `to_floor`, `summary`."""
        if self.question is not None:
            return ".".join(self.key)
        if self.test is None:
            return str(self.state)
        if self.step is None:
            return f"{self.test.id}.{self.state}"
        if isinstance(self.step, Way):
            return self.step.text_id
        return f"{self.test.id}.{self.step.id}"

    @property
    def posture(self) -> str | None:
        return None if self.test is None else self.test.posture

    @property
    def in_test(self) -> Test:
        """The test that this place is in. Raises LookupError where there is none: the summary."""
        if self.test is None:
            raise LookupError(f"there is no test in state {self.state}")
        return self.test

    @property
    def key(self) -> AnswerKey:
        """Where the answer to the question here is kept. Raises LookupError where none is asked."""
        return (SCREENING if self.test is None else self.test.id), self.asked.id

    @property
    def asked(self) -> Question:
        """The question that is asked here. Raises LookupError where none is."""
        if self.question is None:
            raise LookupError(f"there is no question in state {self.state}")
        return self.question


def chosen_tests(assessment: Assessment, ids: tuple[str, ...]) -> tuple[Test, ...]:
    """The tests with these ids, in the order of the ids; all of them for no ids.

    Raises KeyError with the id that no test has.
    """
    by_id = {test.id: test for test in assessment.tests}
    return tuple(by_id[test_id] for test_id in ids) if ids else assessment.tests


def lay_out(
    assessment: Assessment, tests: tuple[Test, ...], screening: Sequence[Question] = ()
) -> tuple[Place, ...]:
    """Every place of a session with these tests, the screening first and the summary last."""
    places = _screening_places(screening)
    posture: str | None = None
    for test_number, test in enumerate(tests, start=1):
        way = way_between(assessment, posture, test.posture)
        if way is not None:
            places.append(Place(State.STEP, test, test_number, step=way))
        places.extend(_places_of(test, test_number))
        posture = test.posture
    return (*places, Place(State.SUMMARY))


def _screening_places(screening: Sequence[Question]) -> list[Place]:
    if not screening:
        return []
    asked = [
        Place(State.QUESTION, question=question, number=number, of=len(screening))
        for number, question in enumerate(screening, start=1)
    ]
    return [*asked, Place(State.SCREENED)]


def way_between(assessment: Assessment, before: str | None, after: str) -> Way | None:
    """The way that leads from one posture to the next; None where nothing needs to be said.

    `before` is None at the beginning, when nobody knows how the person is.
    """
    if before == after:
        return None
    return next((way for way in assessment.ways if way.leads(before, after)), None)


def _places_of(test: Test, test_number: int) -> list[Place]:
    steps = [
        Place(State.STEP, test, test_number, step=step, number=number, of=len(test.steps))
        for number, step in enumerate(test.steps, start=1)
    ]
    questions = [
        Place(
            State.QUESTION,
            test,
            test_number,
            question=question,
            number=number,
            of=len(test.questions),
        )
        for number, question in enumerate(test.questions, start=1)
    ]
    return [*steps, *questions, Place(State.NOTICED, test, test_number)]
