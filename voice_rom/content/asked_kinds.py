"""What can be asked, by name: a question of the assessment, or a kind that stands for several."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from voice_rom.core.assessment.asking import asked_for, side_asked_for
from voice_rom.core.assessment.content import Content, Question
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant
from voice_rom.core.language.slots import AskedFor

ANY: Final = "any"
"""A command, in a movement."""

_YES_NO: Final = frozenset({Meaning.YES, Meaning.NO, Meaning.UNSURE})
_SIDES: Final = frozenset({Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH})
_ELSEWHERE: Final = {
    "sound_check": {Meaning.YES},
    "welfare": {Meaning.YES, Meaning.NO, Meaning.READY},
    "choice": {*_YES_NO, Meaning.END},
    "resuming": {Meaning.YES, Meaning.NO},
    "paused": {Meaning.READY, Meaning.END},
    "stopped": {Meaning.END},
}
"""What is asked apart from the assessment, and what answers it."""
_MOVEMENT: Final = AskedFor(
    kind="step", same_as={Meaning.YES: Meaning.READY, Meaning.CONTINUE: Meaning.READY}
)


@dataclass(frozen=True, kw_only=True)
class AskedKind:
    """What was asked, and what can be answered to it, commands included."""

    asked: AskedFor
    expected: frozenset[Meant]


def asked_kinds(content: Content) -> Mapping[str, AskedKind]:
    """Everything that can be asked, by name: kinds, the ids of the questions, and their sides."""
    questions = dict(_questions(content))
    kinds = {
        content.assessment.signs.get(question.sign, question.sign): _of_question(question)
        for question in questions.values()
    }
    kinds["side"] = _kind(AskedFor(kind="side"), _SIDES | {Meaning.NEITHER, Meaning.UNSURE})
    kinds["step"] = kinds[ANY] = _kind(_MOVEMENT, frozenset({Meaning.READY}))
    kinds["confirm"] = _kind(
        AskedFor(kind="confirmation", finding=Meaning.YES, nothing=Meaning.NO, sides=_SIDES),
        _YES_NO,
    )
    kinds |= {
        name: _kind(AskedFor(kind=name), frozenset(answers)) for name, answers in _ELSEWHERE.items()
    }
    of_sides = {
        f"{name}.side": _kind(side_asked_for(question), kinds["side"].expected)
        for name, question in questions.items()
        if question.side is not None
    }
    return {**kinds, **{name: _of_question(each) for name, each in questions.items()}, **of_sides}


def _questions(content: Content) -> Iterator[tuple[str, Question]]:
    for test in content.assessment.tests:
        for question in test.questions:
            yield f"{test.id}.{question.id}", question
    screening = content.assessment.screening
    for question in () if screening is None else screening.questions:
        yield f"screening.{question.id}", question


def _of_question(question: Question) -> AskedKind:
    return _kind(asked_for(question), frozenset({*question.answers, Meaning.UNSURE}))


def meanings_in(kinds: Mapping[str, AskedKind]) -> frozenset[str]:
    """The name of everything that can be meant after one of these, or anywhere."""
    answers = {meaning for kind in kinds.values() for meaning in kind.expected}
    return frozenset(map(str, {*Meaning, *answers}))


def _kind(asked: AskedFor, answers: AbstractSet[Meant]) -> AskedKind:
    return AskedKind(asked=asked, expected=frozenset({*answers, *COMMANDS}))
