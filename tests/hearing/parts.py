"""Other implementations of the ports of hearing, and sounds for them."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.settings import HearingSettings
from voice_rom.errors import RecogniserFailed
from voice_rom.ports import HearingSignal, Listener, RecognisedWord, SecondLook
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Samples, level_dbfs

SETTINGS: HearingSettings = load_settings(PACKAGED).hearing


class LevelDetector:
    """A voice is whatever is louder than -40 dBFS. Counts what it was asked."""

    def __init__(self) -> None:
        self.chunks = 0
        self.resets = 0

    def probability(self, chunk: Samples) -> float:
        self.chunks += 1
        return 1.0 if level_dbfs(chunk) > -40.0 else 0.0

    def reset(self) -> None:
        self.resets += 1


class ScriptedRecogniser:
    """Says `words(seconds)` of whatever it is given; keeps the samples of every recognition."""

    def __init__(self, words: Callable[[float], Sequence[RecognisedWord]]) -> None:
        self._words = words
        self.second_look = SecondLook((), 0.0)
        """What every second look gives."""
        self.sentences: tuple[tuple[RecognisedWord, ...], ...] = ()
        self.openly: tuple[RecognisedWord, ...] = ()
        """What is heard where sentences, and where anything at all, is listened for."""
        self.recognitions: list[Samples] = []
        self.alive = True
        self.fails = False
        """Whether every recognition goes wrong."""
        self.on_close: Callable[[], None] | None = None

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        if self.fails:
            raise RecogniserFailed("It was told to fail.")
        self.recognitions.append(samples)
        return tuple(self._words(len(samples) / SAMPLE_RATE))

    def look_again(self, samples: Samples) -> SecondLook:
        assert len(samples) > 0
        return self.second_look

    def recognise_sentence(self, samples: Samples) -> tuple[tuple[RecognisedWord, ...], ...]:
        assert len(samples) > 0
        return self.sentences

    def recognise_openly(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        assert len(samples) > 0
        return self.openly

    def close(self) -> None:
        if self.on_close is not None:
            self.on_close()


def saying(text: str) -> ScriptedRecogniser:
    """A recogniser that hears `text` in everything, from 0.5 s on, in words of 0.3 s."""
    words = [
        RecognisedWord(word, 0.5 + 0.3 * place, 0.8 + 0.3 * place, 1.0)
        for place, word in enumerate(text.split())
    ]
    return ScriptedRecogniser(lambda _: words)


def tone(seconds: float, dbfs: float = -20.0) -> Samples:
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    amplitude = 32_768.0 * np.sqrt(2.0) * 10.0 ** (dbfs / 20.0)
    made: Samples = np.round(amplitude * np.sin(2.0 * np.pi * 300.0 * times)).astype(np.int16)
    return made


def hiss(seconds: float, dbfs: float, seed: int = 1) -> Samples:
    noise = np.random.default_rng(seed).standard_normal(round(seconds * SAMPLE_RATE))
    made: Samples = np.round(32_768.0 * 10.0 ** (dbfs / 20.0) * noise).astype(np.int16)
    return made


def nothing(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), dtype=np.int16)


def sound(*pieces: Samples) -> Samples:
    return np.concatenate(pieces)


def blocks(samples: Samples, start: float = 0.0) -> Iterable[Block]:
    """Whole blocks of `samples`, the first at `start` seconds."""
    for place in range(0, len(samples) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        yield Block(samples[place : place + BLOCK_SAMPLES], start + place / SAMPLE_RATE)


def hear(listener: Listener, samples: Samples, start: float = 0.0) -> list[HearingSignal]:
    """Everything that the listener tells about `samples`."""
    return [signal for block in blocks(samples, start) for signal in listener.feed(block)]
