"""How well the voice is understood: a recogniser without a grammar writes down what it says."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody
from voice_rom.evaluation.mixing import noise_at_ratio, seed_of, stretch
from voice_rom.hearing.vosk_model import free_recognition
from voice_rom.ports import Voice
from voice_rom.simulation.track import as_samples, as_wave
from voice_rom.sound import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    import vosk

_AROUND: Final = np.zeros(SAMPLE_RATE // 2, dtype=np.int16)
"""Half a second of silence before and after: nobody begins to listen with the first sound."""

_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)*")


@dataclass(frozen=True)
class Intelligibility:
    """What a listener made of all sentences, at one rate, in one condition."""

    rate: int
    snr_db: float | None
    """None: without noise."""
    words: int
    """How many were said, of those that the listener knows."""
    misheard: int
    seconds: float
    """How long the voice took, without the pauses between sentences."""

    @property
    def misheard_of_100(self) -> float:
        return 100.0 * self.misheard / max(1, self.words)


def sentences_of(texts: Iterable[Sequence[str]]) -> list[str]:
    """Each sentence once, in the order of the alphabet; none with a place to be filled."""
    every = {" ".join(line.split()) for lines in texts for line in lines if "{" not in line}
    return sorted(sentence for sentence in every if _words(sentence))


def intelligibility(  # noqa: PLR0913 - what is heard, by whom, and how
    sentences: Sequence[str],
    voice: Voice,
    listener: "WordListener",
    *,
    rate: int,
    gain_db: float,
    noises: Sequence[tuple[float, Path] | None],
) -> list[Intelligibility]:
    """What is understood of the sentences at `rate`, in each of the noises (None: in none).

    A noise is mixed in at its ratio (dB) of mean powers. Raises VoiceUnavailable,
    FolderNotEvaluable.
    """
    known = [0] * len(noises)
    right = [0] * len(noises)
    seconds = 0.0
    for sentence in sentences:
        (clip,) = voice.clips([Line("evaluated", sentence)], Prosody(rate, gain_db))
        seconds += clip.seconds
        said = [word for word in _words(sentence) if listener.knows(word)]
        for place, noise in enumerate(noises):
            heard = listener.words(_noisy(clip.samples, noise, sentence))
            known[place] += len(said)
            right[place] += in_common(said, heard)
    return [
        Intelligibility(rate, noise[0] if noise else None, words, words - found, seconds)
        for noise, words, found in zip(noises, known, right, strict=True)
    ]


class WordListener(Protocol):
    """Somebody who writes down what is said."""

    def knows(self, word: str) -> bool:
        """Whether it could be written down at all."""

    def words(self, samples: Samples) -> list[str]:
        """What is heard in samples of shape (samples,), in lower case."""


class FreeListener:
    """Implements `WordListener` by Vosk without a grammar: any word that it knows."""

    def __init__(self, model: "vosk.Model") -> None:
        self._model = model

    def knows(self, word: str) -> bool:
        found: int = self._model.vosk_model_find_word(word)
        return found >= 0

    def words(self, samples: Samples) -> list[str]:
        recognition = free_recognition(self._model)
        results = [
            recognition.Result()
            for part in _parts(samples)
            if recognition.AcceptWaveform(part.tobytes())
        ]
        results.append(recognition.FinalResult())
        return _words(" ".join(json.loads(result)["text"] for result in results))


def in_common(said: Sequence[str], heard: Sequence[str]) -> int:
    """How many of the words that were said were heard, in their order."""
    row = [0] * (len(heard) + 1)
    for word in said:
        above = row
        row = [0]
        for place, other in enumerate(heard):
            best = above[place] + 1 if word == other else max(row[-1], above[place + 1])
            row.append(best)
    return row[-1]


def _noisy(samples: Samples, noise: tuple[float, Path] | None, name: str) -> Samples:
    spoken = np.concatenate([_AROUND, samples, _AROUND])
    if noise is None:
        return spoken
    snr_db, file = noise
    wave = stretch(file, len(spoken), seed=seed_of(name, "noise"))
    scaled = noise_at_ratio(as_wave(samples), wave, snr_db)
    return as_samples(as_wave(spoken) + scaled)


def _parts(samples: Samples) -> Iterator[Samples]:
    step = SAMPLE_RATE // 5
    for start in range(0, len(samples), step):
        yield samples[start : start + step]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
