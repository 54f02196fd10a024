"""What somebody means to answer in a whole session, drawn at random."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from voice_rom.core.assessment.content import Question, ScreeningQuestion, Side
from voice_rom.core.assessment.places import Place
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.evaluation.mixing import seed_of

T = TypeVar("T")

SIDE_MEANINGS: Final[Mapping[Side, Meant]] = {
    Side.LEFT: Meaning.LEFT,
    Side.RIGHT: Meaning.RIGHT,
    Side.BOTH: Meaning.BOTH,
}
"""What is said for each side."""

_SEVERAL: Final = 2


@dataclass(frozen=True)
class ChosenAnswer:
    """The answer to one question, with its side where that is asked for."""

    meaning: Meant
    side: Side | None = None

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.meaning, self.side) if part is not None)


def choose_answers(
    places: Iterable[Place], sayable: Container[Meant], name: str
) -> dict[str, ChosenAnswer]:
    """An answer to each question at these places, by the question's moment.

    Each answer is as likely as any other. What the person cannot say is among them only where
    there are not two that they can: a key then says it. The questions before the first test get
    the plain answer, as otherwise most tests would be left out. Chance is seeded by `name`.
    """
    chance = np.random.default_rng(seed_of(name, "answers"))
    return {
        place.name: _choose(place.asked, sayable, chance)
        for place in places
        if place.question is not None
    }


def _choose(
    question: Question, sayable: Container[Meant], chance: np.random.Generator
) -> ChosenAnswer:
    if isinstance(question, ScreeningQuestion):
        plain = [answer for answer in question.answers if answer not in question.concern]
        return ChosenAnswer(plain[0])
    meaning = _one_of(_sayable(question.answers, sayable), chance)
    if question.side is None or meaning not in question.concern:
        return ChosenAnswer(meaning)
    sides = {meaning: side for side, meaning in SIDE_MEANINGS.items()}
    return ChosenAnswer(meaning, sides[_one_of(_sayable(tuple(sides), sayable), chance)])


def _sayable(answers: Sequence[T], sayable: Container[T]) -> Sequence[T]:
    can_be_said = [answer for answer in answers if answer in sayable]
    return can_be_said if len(can_be_said) >= _SEVERAL else answers


def _one_of(several: Sequence[T], chance: np.random.Generator) -> T:
    return several[int(chance.integers(len(several)))]
