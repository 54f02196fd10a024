"""What a question of the assessment asks for, as far as it decides what a sentence means there."""

from dataclasses import replace
from typing import Final

from voice_rom.core.assessment.content import Question
from voice_rom.core.language.meanings import COMPLAINTS, Meaning, Meant
from voice_rom.core.language.slots import AskedFor

_LEFT_OR_RIGHT: Final[frozenset[Meant]] = frozenset({Meaning.LEFT, Meaning.RIGHT})
_TWO: Final = 2


def asked_for(question: Question) -> AskedFor:
    """What `question` is about, and which answer says that there is such a thing, or none.

    Where several answers do, no sentence stands for one of them. A side can be given with the
    answer that would be asked for its side. Where "the same" answers too, a difference is asked
    about: both sides cannot differ from each other, so "both" is no answer.
    """
    sides: frozenset[Meant] = frozenset()
    if question.side is not None:
        differs = Meaning.NEITHER in question.counts_as
        sides = _LEFT_OR_RIGHT if differs else _LEFT_OR_RIGHT | {Meaning.BOTH}
    others = [answer for answer in question.answers if answer not in question.concern]
    plain = len(question.answers) == _TWO and len(others) == 1
    return AskedFor(
        kind=question.sign,
        about=question.sign,
        finding=question.concern[0] if plain else None,
        nothing=others[0] if plain else None,
        sides=sides if plain else frozenset(),
        same_as={
            other: answer for other, answer in question.counts_as.items() if other in COMPLAINTS
        },
    )


def side_asked_for(question: Question) -> AskedFor:
    """What is asked for by "which side?", after `question`."""
    return AskedFor(kind="side", about=question.sign)


def asked_to_confirm(question: Question, *, finding: bool) -> AskedFor:
    """What is asked for where an answer to `question` was said back.

    `finding`: it was one that says that there is such a thing. Who says so again agrees with that,
    and may add the side; to any other answer it says no.
    """
    asked = replace(asked_for(question), kind="confirmation")
    if not finding:
        return replace(
            asked, finding=Meaning.NO, nothing=Meaning.YES, sides=frozenset(), same_as={}
        )
    agrees = dict.fromkeys(asked.same_as, Meaning.YES)
    return replace(asked, finding=Meaning.YES, nothing=Meaning.NO, same_as=agrees)
