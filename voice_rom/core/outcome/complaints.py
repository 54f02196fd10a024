"""What was said to hurt, or to be numb or weak: how it is kept, and what of it is urgent.

It is kept as answers like any other: `pain_<where>` or `numb_<where>`, with the side; whether a
pain is sharp as `sharp_<where>`; whether to go on as `going-on_<where>`. What is told again at the
same place is kept beside it, as `pain-2_<where>`: a second complaint never undoes the first. No
question of the assessment has an underscore in its id, so none is ever mistaken for one of these.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from voice_rom.core.assessment.findings import Answer, AnswerKey, Status
from voice_rom.core.assessment.places import SCREENING, Place
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import COMPLAINTS, Meaning, Meant

SESSION: Final = "session"
"""In place of a test's id, for what comes after the tests: the summary, the goodbye."""

_SHARP: Final = "sharp"
_GOING_ON: Final = "going-on"

_WAITING: Final = (State.PAUSED, State.WELFARE, State.DEVICE_LOST)
"""Interrupted, and nobody has said that the movement ends."""


@dataclass(frozen=True)
class Interrupted:
    """A complaint, and what it came between."""

    kind: Meant
    """PAIN or NUMB."""
    test_id: str
    where: str
    """The id of the step or the question, or the state's name."""
    at: State
    """Where to return to when it was misheard."""
    index: int
    """The place; see `itinerary.py`."""
    interrupted: State | None
    """What had been interrupted then, when the session was paused or stopped."""
    number: int = 1
    """Counts what is told of this kind at this place."""
    within: "Interrupted | None" = None
    """The complaint that was being asked about when this one came."""

    @property
    def moving(self) -> bool:
        """Whether it came in a movement that nobody has been told to end yet."""
        waits = self.at in _WAITING
        return State.STEP in (self.at, self.interrupted if waits else None)

    @property
    def key(self) -> AnswerKey:
        return self._named(self.kind)

    @property
    def sharp_key(self) -> AnswerKey:
        return self._named(_SHARP)

    @property
    def going_on_key(self) -> AnswerKey:
        return self._named(_GOING_ON)

    def _named(self, what: str) -> AnswerKey:
        return (self.test_id, f"{what}{_suffix(self.number)}_{self.where}")


def _suffix(number: int) -> str:
    return "" if number == 1 else f"-{number}"


def numbered(told: Interrupted, answers: Mapping[AnswerKey, Answer]) -> Interrupted:
    """The same with the first number under which nothing stands."""
    for number in count(1):
        numbered = replace(told, number=number)
        before = answers.get(numbered.key)
        withdrawn = before is None or before.status is Status.WITHDRAWN
        if withdrawn and numbered.sharp_key not in answers:
            return numbered
    raise AssertionError  # `count` never ends


def where_of(place: Place | None, now: State) -> tuple[str, str]:
    """The test's id and the name of what was going on, for the record."""
    if place is None:
        return SCREENING, str(now)
    if place.question is not None:
        return place.key
    if place.test is None:
        return (SESSION if place.state is State.SUMMARY else SCREENING), str(place.state)
    return place.test.id, str(place.state) if place.step is None else place.step.id


def kind_of(answer: Answer) -> Meant | None:
    """The kind of complaint that `answer` keeps; None when it keeps something else."""
    named, underscore, _ = answer.question_id.partition("_")
    kind = named.partition("-")[0]
    return next((each for each in COMPLAINTS if underscore and each == kind), None)


def where_told(complaint: Answer) -> str:
    """The id of the step or the question, or the state's name, in which it was told."""
    return complaint.question_id.partition("_")[2]


@dataclass(frozen=True)
class Complained:
    """One complaint that stands."""

    answer: Answer
    sharp: Answer | None
    going_on: Answer | None

    @property
    def number(self) -> int:
        named = self.answer.question_id.partition("_")[0]
        return int(named.partition("-")[2] or 1)

    @property
    def where(self) -> str:
        """The id of the step or the question, or the state's name."""
        return where_told(self.answer)

    @property
    def is_sharp(self) -> bool:
        return self.sharp is not None and self.sharp.meaning is Meaning.YES

    @property
    def is_urgent(self) -> bool:
        """Sharp pain, numbness and weakness go before everything else."""
        return self.answer.meaning is Meaning.NUMB or self.is_sharp


def complaints(answers: Mapping[AnswerKey, Answer], test_id: str | None = None) -> list[Complained]:
    """Every complaint that was not taken back, in its order; those of one test, or all."""
    return [
        Complained(answer, _beside(_SHARP, answer, answers), _beside(_GOING_ON, answer, answers))
        for answer in answers.values()
        if answer.meaning in COMPLAINTS and answer.status is Status.ANSWERED
        if test_id in (None, answer.test_id)
    ]


def _beside(what: str, told: Answer, answers: Mapping[AnswerKey, Answer]) -> Answer | None:
    """What was answered about the complaint that was `told`."""
    named, _, where = told.question_id.partition("_")
    _, dash, number = named.partition("-")
    return answers.get((told.test_id, f"{what}{dash}{number}_{where}"))


def urgent_kinds(answers: Mapping[AnswerKey, Answer]) -> Iterator[Meaning]:
    """Each kind of complaint that needs urgent advice, once; what is numb or weak first."""
    kinds = {each.answer.meaning for each in complaints(answers) if each.is_urgent}
    yield from (kind for kind in (Meaning.NUMB, Meaning.PAIN) if kind in kinds)
