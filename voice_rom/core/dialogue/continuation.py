"""Whoever goes on speaking after an answer: what came before the pause and after it is one thing.

An answer is taken 0.2 s after its last word. "Yes" may yet be the beginning of "yes, the left
one", or of something said to somebody else ("yes, it's very pretty"). So when speech as loud as
the answer begins soon after it, both are read as one: what that means takes the answer's place,
and if it means nothing, it was no answer.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from voice_rom.core.assessment.settings import HearingSettings
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.slots import AskedFor
from voice_rom.core.language.utterance import Utterance


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer that was taken just now, as far as it may be the beginning of more."""

    utterance: Utterance
    expected: AbstractSet[Meant]
    asked: AskedFor
    settings: HearingSettings


def continued(answer: Answered, more: Utterance) -> Utterance | None:
    """Both in one; None when `more` does not belong to it. Never raises.

    It does when the same person may be going on: soon, as loud, and with more than a sound.
    """
    first, settings = answer.utterance, answer.settings
    pause = more.start - first.end
    fall = first.level_dbfs - more.level_dbfs
    if (
        not 0 <= pause <= settings.goes_on_seconds
        or fall > settings.goes_on_softer_db
        or more.seconds < settings.goes_on_least_seconds
    ):
        return None
    return replace(more, words=(*first.words, *more.words), start=first.start)
