"""The same words in worse rooms: soft, noisy, echoing, clipped."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from audio_fixtures.make.noises import Chance, Noise, fan, kitchen, white
from audio_fixtures.make.recording import Parameter, Recording
from audio_fixtures.make.signal import PEAK, Signal, gain, padded, rms, silence
from audio_fixtures.make.speech import speech
from audio_fixtures.make.spoken import Line
from voice_rom.sound import SAMPLE_RATE

NOISE_AROUND: Final = 0.15
"""Seconds of more noise on both sides: nobody's kitchen falls silent between words."""


class Condition(Protocol):
    """What happens to clean speech on its way."""

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """What the manifest says about it."""

    def make(self, speech: Signal, chance: Chance) -> Signal:
        """Speech without silence at its ends, to a whole recording."""


@dataclass(frozen=True)
class Softer:
    """Somebody speaks low, or from far away."""

    db: float

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        return {"gain_db": self.db}

    def make(self, speech: Signal, chance: Chance) -> Signal:
        del chance
        return padded(speech * gain(self.db))


@dataclass(frozen=True)
class Noisy:
    """A noise goes on, `snr_db` below the speech (both RMS, over the length of the speech)."""

    name: str
    noise: Noise
    snr_db: float

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        return {"noise": self.name, "snr_db": self.snr_db}

    def make(self, speech: Signal, chance: Chance) -> Signal:
        around = silence(NOISE_AROUND)
        whole = np.concatenate([around, padded(speech), around])
        noise = self.noise(chance, len(whole) / SAMPLE_RATE)
        mixed = whole + noise * (rms(speech) / gain(self.snr_db) / rms(noise))
        return mixed * min(1.0, PEAK / float(np.max(np.abs(mixed))))


@dataclass(frozen=True)
class Echoing:
    """A room whose echo is 60 dB down after `rt60` seconds, `ratio_db` below the voice itself.

    The echo is noise that decays evenly, from 5 ms after the voice: a room with no particular
    walls.
    """

    rt60: float
    ratio_db: float

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        return {"rt60_seconds": self.rt60, "direct_to_echo_db": self.ratio_db}

    def make(self, speech: Signal, chance: Chance) -> Signal:
        t = np.arange(round(self.rt60 * SAMPLE_RATE)) / SAMPLE_RATE
        response = white(chance, self.rt60) * gain(-60.0) ** (t / self.rt60)
        response[: round(0.005 * SAMPLE_RATE)] = 0.0
        response *= gain(-self.ratio_db) / np.sqrt(np.sum(np.square(response)))
        response[0] = 1.0
        heard = np.convolve(padded(speech), response)
        return heard * min(1.0, PEAK / float(np.max(np.abs(heard))))


@dataclass(frozen=True)
class ClippedStart:
    """The microphone opens `seconds` too late: the recording begins within the word."""

    seconds: float

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        return {"lost_seconds": self.seconds}

    def make(self, speech: Signal, chance: Chance) -> Signal:
        del chance
        kept = speech[round(self.seconds * SAMPLE_RATE) :]
        return np.concatenate([kept, padded(silence(0.0))])


def conditions(babble: Noise) -> Mapping[str, Condition]:
    """Every condition by its name; `babble` is other people's talk."""
    return {
        "quiet": Softer(-20.0),
        "kitchen_10db": Noisy("kitchen", kitchen, 10.0),
        "kitchen_5db": Noisy("kitchen", kitchen, 5.0),
        "fan_10db": Noisy("fan", fan, 10.0),
        "fan_5db": Noisy("fan", fan, 5.0),
        "babble_10db": Noisy("babble", babble, 10.0),
        "babble_5db": Noisy("babble", babble, 5.0),
        "hiss": Noisy("white", white, 15.0),
        "echo": Echoing(rt60=0.5, ratio_db=3.0),
        "clipped_start": ClippedStart(0.06),
    }


def chance_for(name: str) -> Chance:
    """The chance of one recording: its own, and the same every time."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def condition_recordings(lines: list[Line], babble: Noise) -> Iterator[Recording]:
    """Every line in each of its voices under each condition."""
    for line in lines:
        for voice in line.voices:
            clean = speech(line.parts, voice)
            for name, condition in conditions(babble).items():
                path = f"conditions/{name}/{line.name}/{voice.name}"
                signal = condition.make(clean, chance_for(path))
                yield Recording(path, voice, line.words, name, signal, condition.parameters)
