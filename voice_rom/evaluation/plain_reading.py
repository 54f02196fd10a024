"""What a baseline takes an utterance for: it has no phrases, no decoys and no doubts."""

from collections.abc import Set as AbstractSet
from typing import Final

from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.understanding import Reason, Understanding
from voice_rom.core.language.utterance import Utterance
from voice_rom.evaluation.folder import ANSWER_WORDS

_ANSWERS: Final = {word.value: word for word in ANSWER_WORDS}


def read_plainly(utterance: Utterance, expected: AbstractSet[Meant]) -> Understanding:
    """The one answer in it that is possible, or the last of several."""
    found = [_ANSWERS[word.text] for word in utterance.words if word.text in _ANSWERS]
    answers = [meaning for meaning in found if meaning in expected]
    meaning: Meant | None = answers[-1] if answers else None
    return Understanding(
        meaning=meaning,
        reason=Reason.EMPTY if meaning is None else Reason.UNDERSTOOD,
        rule="no answer in it" if meaning is None else "the last answer in it",
        utterance=utterance,
    )
