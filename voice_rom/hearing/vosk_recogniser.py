"""Vosk behind `ports.Recogniser`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

import numpy as np

from voice_rom.errors import ContentError, ModelDamaged, RecogniserFailed
from voice_rom.hearing.grammar import UNKNOWN_WORD, Grammars
from voice_rom.hearing.vosk_model import free_recognition, load_model, new_recognition
from voice_rom.ports import RecognisedWord, SecondLook
from voice_rom.sound import Samples

if TYPE_CHECKING:
    import vosk


_NO_PHRASES: Final = "[]"
"""A grammar without phrases ends the process."""


_READINGS: Final = 10
"""So many of the likeliest readings are asked for."""


class _VoskWord(TypedDict):
    word: str
    start: float
    end: float
    conf: float


class VoskRecogniser:
    """One model, three grammars or none; one fresh Vosk recogniser a recognition (0.3 ms each).

    Not to be used by two threads at once: Vosk ends the process.
    """

    def __init__(self, model: "vosk.Model", grammars: Grammars) -> None:
        """Use `load`, which checks both."""
        self._model = model
        self._first = json.dumps(grammars.first)
        self._second = json.dumps(grammars.second)
        self._sentences = json.dumps(_that_it_knows(model, grammars.sentences))
        self._open = True

    @property
    def alive(self) -> bool:
        """Until it is closed: it ends only with this process."""
        return self._open

    @classmethod
    def load(cls, model_path: Path, grammars: Grammars) -> "VoskRecogniser":
        """Load the model (about 0.5 s, 160 MB) and check the grammars against it.

        May run in a thread of its own. Raises ModelMissing, ModelDamaged, and ContentError for
        words that the model does not know.
        """
        model = load_model(model_path)
        phrases = (*grammars.first, *grammars.second)
        words = dict.fromkeys(word for phrase in phrases for word in phrase.split())
        unknown = [word for word in words if not _knows(model, word)]
        if unknown:
            raise ContentError(
                f"The speech model does not know these words: {', '.join(unknown)}. "
                "Remove them from vocabulary.yaml, or spell them differently."
            )
        recogniser = cls(model, grammars)
        recogniser._check(model_path)
        return recogniser

    def _check(self, model_path: Path) -> None:
        """Parts that do not fit together show only now."""
        try:
            self.recognise(np.zeros(0, dtype=np.int16))
        except RecogniserFailed as error:
            raise ModelDamaged(
                f"The speech model in {model_path} is damaged, or of a different kind: its parts "
                "do not fit together. Type: voice-rom model get"
            ) from error

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        """Return the words in samples of shape (samples,) at SAMPLE_RATE. Raises RecogniserFailed.

        Vosk may see the end of an utterance within them: then it gives its words in several parts.
        """
        return _all_words(self._results(self._first, samples, alternatives=0))

    def recognise_sentence(self, samples: Samples) -> tuple[tuple[RecognisedWord, ...], ...]:
        """The same with the words of sentences; see `ports.Recogniser`."""
        if self._sentences == _NO_PHRASES:
            return ()
        *before, last = self._results(self._sentences, samples, alternatives=_READINGS)
        begin = tuple(word for part in before for word in _words(_best(part)))
        alternatives: list[dict[str, Any]] = last.get("alternatives", [])
        return tuple(dict.fromkeys((*begin, *_words(one)) for one in alternatives))

    def recognise_openly(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        """The same without a grammar; see `ports.Recogniser`."""
        return _all_words(self._results(None, samples, alternatives=0))

    def look_again(self, samples: Samples) -> SecondLook:
        """See `ports.Recogniser`.

        The likelihoods are those of Vosk's best path, or, where that has no word, of its best one
        with any.
        """
        first = self._results(self._first, samples, alternatives=1)
        *before, last = self._results(self._second, samples, alternatives=_READINGS)
        words = [word for part in before for word in _words(_best(part))]
        ending = _best(last) if words else _best_with_words(last)
        words += _words(ending)
        second_likelihood = sum(map(_likelihood, (*map(_best, before), ending)))
        likelihood = sum(map(_likelihood, map(_best, first)))
        return SecondLook(tuple(words), second_likelihood - likelihood)

    def close(self) -> None:
        self._open = False

    def _results(
        self, grammar: str | None, samples: Samples, *, alternatives: int
    ) -> list[dict[str, Any]]:
        """`grammar`: phrases in JSON; None for every word that the model knows."""
        if not self._open:
            raise RecogniserFailed("The recogniser was given samples after it was closed.")
        try:
            recognition = (
                free_recognition(self._model)
                if grammar is None
                else new_recognition(self._model, grammar)
            )
            recognition.SetMaxAlternatives(alternatives)
            results = (
                [recognition.Result()] if recognition.AcceptWaveform(samples.tobytes()) else []
            )
            results.append(recognition.FinalResult())
        except Exception as error:  # Vosk raises nothing more exact
            raise RecogniserFailed("The recogniser broke down. Restart voice-rom.") from error
        return [json.loads(result) for result in results]


def _that_it_knows(model: "vosk.Model", phrases: Sequence[str]) -> list[str]:
    """Vosk would drop an unknown word from its phrase, and make another sentence of it."""
    words = {word for phrase in phrases for word in phrase.split()}
    known = {word for word in words if _knows(model, word)}
    return [phrase for phrase in phrases if known.issuperset(phrase.split())]


def _knows(model: "vosk.Model", word: str) -> bool:
    return word == UNKNOWN_WORD or model.vosk_model_find_word(word) >= 0


def _best(result: dict[str, Any]) -> dict[str, Any]:
    alternatives: list[dict[str, Any]] = result.get("alternatives", [])
    return alternatives[0] if alternatives else {}


def _best_with_words(result: dict[str, Any]) -> dict[str, Any]:
    """The best, where none has a word."""
    alternatives: list[dict[str, Any]] = result.get("alternatives", [])
    return next(filter(_words, alternatives), _best(result))


def _likelihood(reading: dict[str, Any]) -> float:
    likelihood: float = reading.get("confidence", 0.0)
    return likelihood


def _all_words(results: list[dict[str, Any]]) -> tuple[RecognisedWord, ...]:
    return tuple(word for result in results for word in _words(result))


def _words(result: dict[str, Any]) -> list[RecognisedWord]:
    words: list[_VoskWord] = result.get("result", [])
    return [
        RecognisedWord(word["word"], word["start"], word["end"], word.get("conf", 1.0))
        for word in words
    ]
