"""What an utterance says so far, and how long to wait for more of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from voice_rom.core.assessment.settings import HearingSettings
from voice_rom.core.language.clauses import are_sentences
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant
from voice_rom.core.language.phrases import PartKind, parse
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
"""What a noisy "right" or "no" is taken for ("wait", "back", "help", "ready"), and so is looked at
again unless the recogniser is sure of it. "Stop" stands, whatever else it may have been."""


@dataclass(frozen=True)
class Judgement:
    """`wait`: seconds of silence that end an utterance of these words.

    `second_gain`: see `ports.SecondLook`; None when the words are those of the first look.
    """

    words: tuple[RecognisedWord, ...]
    wait: float
    second_gain: float | None = None


def in_common(first: Sequence[str], second: Sequence[str]) -> float:
    """The share of words that two readings have in common, in their order: from 0 to 1."""
    matching = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matching) / max(len(first), len(second), 1)


class TwoPassRecogniser:
    """Asks the recogniser, and again when the first look gave nothing that is sure to count."""

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

    def sentence_look(self, samples: Samples, loudest_dbfs: float) -> Judgement:
        """The first look, and one for whole sentences where that settles nothing."""
        first = self.first_look(samples, loudest_dbfs)
        if self._is_settled(first.words):
            return first
        return self._sentence_look(samples, loudest_dbfs, first) or first

    def judge(
        self, samples: Samples, loudest_dbfs: float, noise: Samples, noise_dbfs: float
    ) -> Judgement:
        """The same, with further looks where they may help.

        A second look for few words alone, less the `noise` heard before: its words count when they
        fit about as well as anything that can be said. Then a look for whole sentences. For both,
        what was said must stand out from the room, whose own level is `noise_dbfs`.
        """
        first = self.first_look(samples, loudest_dbfs)
        if loudest_dbfs - noise_dbfs < self._settings.second_look_over_noise_db:
            return first
        if self._is_doubtful(first.words):
            cleaned = self._levelled(without_noise(samples, noise), loudest_dbfs)
            second = self._recogniser.look_again(cleaned)
            fits = second.gain >= -self._settings.second_look_loss
            if fits and self._is_answer_in(first.words, second.words):
                return Judgement(second.words, self._wait(second.words), second.gain)
        if self._is_settled(first.words):
            return first
        return self._sentence_look(samples, loudest_dbfs, first) or first

    def _sentence_look(
        self, samples: Samples, loudest_dbfs: float, first: Judgement
    ) -> Judgement | None:
        """Listen for whole sentences; None when it may be one or not.

        Whoever listens for sentences alone hears them in others, too: so it must be about what is
        heard when anything at all is listened for. Has it nothing in common with that, then that
        was said ("my left": "mark lived"), unless the first look is sure of the same words ("of
        course": "a farce").
        """
        levelled = self._levelled(samples, loudest_dbfs)
        readings = self._recogniser.recognise_sentence(levelled)
        words = next((one for one in readings if self._are_sentences(one)), None)
        if words is None:
            return None
        openly = self._recogniser.recognise_openly(levelled)
        share = in_common(_texts(words), _texts(openly))
        if share >= self._settings.sentence_in_common or self._are_sentences(openly):
            return Judgement(words, self._settings.end_after_sentence)
        if share or not openly or self._is_sure_of(first.words, words):
            return None
        return Judgement(openly, self._wait(openly))

    def _is_sure_of(self, first: Sequence[RecognisedWord], words: Sequence[RecognisedWord]) -> bool:
        sure = all(word.confidence >= self._settings.command_confidence for word in first)
        return sure and _texts(first) == _texts(words)

    def _are_sentences(self, words: Sequence[RecognisedWord]) -> bool:
        return are_sentences(_texts(words), self._vocabulary)

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
        return patience(_texts(words), self._vocabulary, self._settings)

    def _is_doubtful(self, words: Sequence[RecognisedWord]) -> bool:
        """Whether these may be an answer badly heard.

        Few words, and none that must stand; or two that settle nothing ("the left", in noise).
        """
        return self._is_misheard(words) or (
            len(words) == _FEW_WORDS and not self._is_settled(words)
        )

    def _is_misheard(self, words: Sequence[RecognisedWord]) -> bool:
        """Whether these may stand for any other word."""
        if len(words) > _FEW_WORDS:
            return False
        meant = [part.meanings for part in parse(_texts(words), self._vocabulary) if part.meanings]
        sure = min((word.confidence for word in words), default=0.0)
        if meant and sure >= self._settings.command_confidence:
            return False
        return all(map(_MAY_BE_MISHEARD.issuperset, meant))

    def _is_settled(self, words: Sequence[RecognisedWord]) -> bool:
        """Whether it is no sentence: no word, one that means something, a command, a correction.

        ("No wait" is near "no way", which is a sentence.)
        """
        if not words:
            return True
        parts = parse(_texts(words), self._vocabulary)
        if any(part.kind is PartKind.FOREIGN for part in parts):
            return False
        meant = [part.meanings for part in parts if part.meanings]
        if any(part.may_correct for part in parts):
            return True
        return (len(words) == len(meant) == 1) or any(map(_commands, meant))

    def _is_answer_in(
        self, first: Sequence[RecognisedWord], second: Sequence[RecognisedWord]
    ) -> bool:
        """Whether the second look heard one answer, which the first may well have been.

        Words that mean something are none but one of themselves: "not sure" is not "no".
        """
        if len(second) != 1 or second[0].text not in self._vocabulary.second_look:
            return False
        return self._is_misheard(first) or second[0].text in _texts(first)


def _texts(words: Sequence[RecognisedWord]) -> tuple[str, ...]:
    return tuple(word.text for word in words)


def _commands(meanings: Sequence[Meant]) -> bool:
    return not COMMANDS.isdisjoint(meanings)
