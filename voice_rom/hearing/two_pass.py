"""What an utterance says so far, and how long to wait for more of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voice_rom.core.assessment.settings import HearingSettings
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.language.phrases import parse
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.hearing.bandwidth import high_band_db, with_hiss_above
from voice_rom.hearing.levelling import amplified
from voice_rom.hearing.noise_reduction import without_noise
from voice_rom.hearing.patience import patience
from voice_rom.ports import RecognisedWord, Recogniser
from voice_rom.sound import Samples

_FEW_WORDS: Final = 2
"""More words than this are a sentence, and no answer badly heard."""

_MAY_BE_MISHEARD: Final = (COMMANDS - {Meaning.STOP}) | {Meaning.READY}
"""What a noisy "right" or "no" is taken for ("wait", "back", "help", "ready"), and so is
looked at again. "Stop" stands, whatever else it may have been."""


@dataclass(frozen=True)
class Judgement:
    """`wait`: seconds of silence that end an utterance of these words.

    `second_gain`: see `ports.SecondLook`; None when the words are those of the first look.
    """

    words: tuple[RecognisedWord, ...]
    wait: float
    second_gain: float | None = None


class TwoPassRecogniser:
    """Asks the recogniser, and a second time when the first gave nothing that is sure to count."""

    def __init__(
        self, settings: HearingSettings, vocabulary: Vocabulary, recogniser: Recogniser
    ) -> None:
        self._settings = settings
        self._vocabulary = vocabulary
        self._recogniser = recogniser

    def first_look(self, samples: Samples, loudest_dbfs: float) -> Judgement:
        """Judge samples of shape (samples,) whose loudest block has this level (dBFS, RMS)."""
        words = self._recogniser.recognise(self._levelled(samples, loudest_dbfs))
        return Judgement(words, self._wait(words))

    def judge(
        self, samples: Samples, loudest_dbfs: float, noise: Samples, noise_dbfs: float
    ) -> Judgement:
        """The same, with a second look where it may help: less the `noise` heard before.

        Words of the second look count when they fit about as well as anything that can be said, and
        stand out from the room, whose own level is `noise_dbfs`.
        """
        first = self.first_look(samples, loudest_dbfs)
        stands_out = loudest_dbfs - noise_dbfs >= self._settings.second_look_over_noise_db
        if not stands_out or not self._is_doubtful(first.words):
            return first
        cleaned = self._levelled(without_noise(samples, noise), loudest_dbfs)
        second = self._recogniser.look_again(cleaned)
        fits = second.gain >= -self._settings.second_look_loss
        if not fits or not self._is_one_answer(second.words):
            return first
        return Judgement(second.words, self._wait(second.words), second.gain)

    def _levelled(self, samples: Samples, loudest_dbfs: float) -> Samples:
        """Bring it to the level that the recogniser knows, and fill an empty upper band."""
        settings = self._settings
        gain = settings.speech_level_dbfs - loudest_dbfs
        levelled = amplified(samples, min(gain, settings.speech_most_gain_db))
        high = high_band_db(samples)
        if high is None or high >= settings.narrow_band_db:
            return levelled
        return with_hiss_above(levelled, settings.narrow_band_fill_dbfs)

    def _wait(self, words: Sequence[RecognisedWord]) -> float:
        return patience([word.text for word in words], self._vocabulary, self._settings)

    def _is_doubtful(self, words: Sequence[RecognisedWord]) -> bool:
        """Whether these may be an answer badly heard: few words, and none that must stand."""
        if len(words) > _FEW_WORDS:
            return False
        parts = parse([word.text for word in words], self._vocabulary)
        return all(_MAY_BE_MISHEARD.issuperset(part.meanings) for part in parts)

    def _is_one_answer(self, words: Sequence[RecognisedWord]) -> bool:
        return len(words) == 1 and words[0].text in self._vocabulary.second_look
