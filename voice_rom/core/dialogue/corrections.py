"""Taking back an answer that was just taken: "no wait", "sorry, left".

An answer is taken as soon as the person has finished, and stays open for revision while the next
sentence is being said. Only what begins with a word of correction, and soon after the answer, can
change it; and "stop" or "pause" in it goes before. Where "no" cannot be an answer, it is such a
word: "left" (the voice: "Left."), "no, right". "Wait" alone is a pause, or the beginning of a
correction: what follows it tells.
"""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.given import LastAnswer
from voice_rom.core.language.meanings import INTERRUPTIONS, Meaning
from voice_rom.core.language.phrases import PartKind
from voice_rom.core.language.understanding import Reason, Understanding, parts_of, understand
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.language.vocabulary import Vocabulary

_NOTHING_IN_ITS_PLACE: Final = (Reason.FILLER, Reason.UNCERTAIN, Reason.TWO_ANSWERS)
_BADLY_HEARD: Final = 1
_INSTEAD: Final = "takes the place of the answer before"
_TAKEN_BACK: Final = "takes back the answer before"
_MAY_PAUSE: Final = "a pause, unless another answer follows"


class Corrections:
    """Finds the corrections among what is heard."""

    def __init__(self, talk: Conversation, vocabulary: Vocabulary, seconds: float) -> None:
        """`seconds`: how soon after an answer was taken a correction begins."""
        self._talk = talk
        self._vocabulary = vocabulary
        self._seconds = seconds

    def understand(self, utterance: Utterance, *, after_wait: bool = False) -> Understanding | None:
        """What takes the place of the last answer; None when this is no correction of it.

        The result has no meaning (`Reason.UNCERTAIN`) when the answer is only taken back.
        `after_wait`: "wait" was said in time, so an answer alone is a correction too.
        """
        last = self._talk.last_answer
        if last is None or not (after_wait or self._is_soon_after(last, utterance)):
            return None
        expected = last.turn.expected
        correction = understand_correction(utterance, self._vocabulary, expected)
        if correction is not None or not after_wait:
            return correction
        answer = understand(utterance, self._vocabulary, expected, instead=True)
        return None if answer.meaning is None else replace(answer, rule=_INSTEAD)

    def wait(self, utterance: Utterance) -> Understanding | None:
        """A pause, or the first word of a correction of the last answer; None if neither."""
        last = self._talk.last_answer
        if last is None or not self._is_soon_after(last, utterance):
            return None
        parts = parts_of(utterance, self._vocabulary, INTERRUPTIONS)
        if not all(part.may_correct for part in parts):
            return None
        understanding = understand(utterance, self._vocabulary, INTERRUPTIONS)
        if understanding.meaning is not Meaning.PAUSE:
            return None
        return replace(understanding, meaning=None, reason=Reason.UNCERTAIN, rule=_MAY_PAUSE)

    def _is_soon_after(self, last: LastAnswer, utterance: Utterance) -> bool:
        heard = last.evidence.utterance
        return heard.end <= utterance.start <= heard.decided + self._seconds


def understand_correction(
    utterance: Utterance, vocabulary: Vocabulary, expected: AbstractSet[Meaning]
) -> Understanding | None:
    """What `utterance` puts in place of an answer that was one of `expected`.

    None when it is no correction: it begins with no word of one, holds an interruption or several
    foreign words, or corrects something else. One foreign word is an answer badly heard, as happens
    over the voice: better ask again than keep what was taken back. Never raises.
    """
    parts = parts_of(utterance, vocabulary, expected, instead=True)
    if utterance.too_long or not parts or not parts[0].may_correct:
        return None
    foreign = sum(part.kind is PartKind.FOREIGN for part in parts)
    if foreign > _BADLY_HEARD:
        return None
    if understand(utterance, vocabulary, INTERRUPTIONS).meaning is not None:
        return None
    understanding = understand(utterance, vocabulary, expected, instead=True)
    if understanding.meaning is not None:
        return replace(understanding, rule=_INSTEAD)
    if foreign or understanding.reason in _NOTHING_IN_ITS_PLACE:
        return replace(understanding, reason=Reason.UNCERTAIN, rule=_TAKEN_BACK)
    return None
