"""Vosk behind `ports.Recogniser`."""

import ctypes
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from voice_rom.errors import ContentError, ModelDamaged, RecogniserFailed
from voice_rom.hearing.grammar import UNKNOWN_WORD
from voice_rom.hearing.vosk_model import load_model
from voice_rom.ports import PartialWords, RecognisedWord
from voice_rom.sound import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    import vosk


class _VoskWord(TypedDict):
    word: str
    start: float
    end: float
    conf: float


class VoskRecogniser:
    """One model, one grammar; one fresh Vosk recogniser a recognition (0.3 ms each).

    Not to be used by two threads at once: Vosk ends the process.
    """

    def __init__(self, model: "vosk.Model", grammar: Sequence[str]) -> None:
        """Use `load`, which checks both."""
        self._model = model
        self._grammar = json.dumps(list(grammar))
        self._recognition: vosk.KaldiRecognizer | None = None
        self._words: list[RecognisedWord] = []

    @classmethod
    def load(cls, model_path: Path, grammar: Sequence[str]) -> "VoskRecogniser":
        """Load the model (about 0.5 s, 160 MB) and check the grammar against it.

        May run in a thread of its own. Raises ModelMissing, ModelDamaged, and ContentError for
        words that the model does not know.
        """
        model = load_model(model_path)
        unknown = [
            word
            for word in dict.fromkeys(word for phrase in grammar for word in phrase.split())
            if word != UNKNOWN_WORD and model.vosk_model_find_word(word) < 0
        ]
        if unknown:
            raise ContentError(
                f"The speech model does not know: {', '.join(unknown)}. "
                "Take these words out of vocabulary.yaml, or write them in another way."
            )
        recogniser = cls(model, grammar)
        recogniser._check(model_path)
        return recogniser

    def _check(self, model_path: Path) -> None:
        """Parts that do not fit together show only now."""
        try:
            self.begin()
            self.finish()
        except RecogniserFailed as error:
            raise ModelDamaged(
                f"The speech model in {model_path} is damaged, or of another kind: its parts do "
                "not fit together. Type: voice-rom model get"
            ) from error

    def begin(self) -> None:
        """Start afresh, forgetting everything."""
        import vosk  # noqa: PLC0415 - takes 0.2 s, and `voice-rom --help` must not

        try:
            recognition = vosk.KaldiRecognizer(self._model, float(SAMPLE_RATE), self._grammar)
        except Exception as error:  # Vosk raises nothing more exact
            raise RecogniserFailed(
                "The recogniser does not start. Start voice-rom again."
            ) from error
        _seed_dither()
        recognition.SetMaxAlternatives(0)
        recognition.SetWords(True)  # noqa: FBT003 - Vosk's own signature
        self._recognition = recognition
        self._words = []

    def accept(self, samples: Samples) -> PartialWords:
        """Take more samples of shape (samples,) at SAMPLE_RATE. Raises RecogniserFailed."""
        recognition = self._running()
        try:
            ended = recognition.AcceptWaveform(samples.tobytes())
        except Exception as error:
            raise RecogniserFailed("The recogniser failed. Start voice-rom again.") from error
        if ended:  # Vosk's own end of utterance: what it has would be lost with the next samples
            self._words += _words(recognition.Result())
            return PartialWords(_joined(self._words))
        partial: str = json.loads(recognition.PartialResult()).get("partial", "")
        return PartialWords(" ".join([*(word.text for word in self._words), *partial.split()]))

    def finish(self) -> tuple[RecognisedWord, ...]:
        """End the recognition and return its words. Raises RecogniserFailed."""
        recognition = self._running()
        self._words += _words(recognition.FinalResult())
        self._recognition = None
        return tuple(self._words)

    def close(self) -> None:
        self._recognition = None

    def _running(self) -> "vosk.KaldiRecognizer":
        if self._recognition is None:
            raise RecogniserFailed("The recogniser was given samples before it was begun.")
        return self._recognition


def _words(result: str) -> list[RecognisedWord]:
    words: list[_VoskWord] = json.loads(result).get("result", [])
    return [
        RecognisedWord(word["word"], word["start"], word["end"], word["conf"]) for word in words
    ]


def _joined(words: Sequence[RecognisedWord]) -> str:
    return " ".join(word.text for word in words)


def _seed_dither() -> None:
    """Let the same samples give the same words, whatever was recognised before.

    Vosk adds a little noise (dither) from the C library's generator, whose state goes on from one
    recognition to the next. Where that library cannot be had so, results differ in the last digits.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).srand(1)
