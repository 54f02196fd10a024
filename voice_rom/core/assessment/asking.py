"""What a question of the assessment asks for, as far as it decides what a sentence means there."""

from typing import Final

from voice_rom.core.assessment.content import Question, Sign
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.slots import AskedFor

_LEFT_OR_RIGHT: Final = frozenset({Meaning.LEFT, Meaning.RIGHT})


def asked_for(question: Question) -> AskedFor:
    """What `question` is about, and which answer says that there is such a thing, or none.

    A side can be given with the answer that would be asked for its side. Both sides cannot differ
    from each other, so "both" answers no question about a difference.
    """
    sides: frozenset[Meaning] = frozenset()
    if question.side is not None:
        differs = question.sign is Sign.DIFFERENCE
        sides = _LEFT_OR_RIGHT if differs else _LEFT_OR_RIGHT | {Meaning.BOTH}
    first, second = question.kind.answers
    return AskedFor(
        kind=str(question.sign),
        finding=question.concern,
        nothing=second if question.concern is first else first,
        sides=sides,
        same_as={Meaning.PAIN: question.concern} if question.sign is Sign.PAIN else {},
    )
