"""The order of a session: every step and question, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voice_rom.core.assessment.content import Assessment, Posture, Question, Step, Test
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
    """Counted from 1 within the test; 0 for the way to the floor or the chair."""
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
        return (
            name_of_way(self.test.posture) if self.number == 0 else f"{self.test.id}.{self.step.id}"
        )

    @property
    def posture(self) -> Posture | None:
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


def name_of_way(posture: Posture) -> str:
    """What the step is called that leads to `posture`."""
    return f"to_{posture}"


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
    posture: Posture | None = None
    for test_number, test in enumerate(tests, start=1):
        way = _way(assessment, posture, test.posture)
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


def _way(assessment: Assessment, before: Posture | None, after: Posture) -> Step | None:
    """The step that leads from one posture to the next, where one is needed.

    The chair's own first step says how to sit, so a session that begins there needs none.
    """
    if before is after:
        return None
    if after is Posture.FLOOR:
        return assessment.to_floor
    return None if before is None else assessment.to_chair


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
