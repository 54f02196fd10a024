"""Noises alone, and the talk of several people at once."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from audio_fixtures.make import noises
from audio_fixtures.make.conditions import chance_for
from audio_fixtures.make.noises import Chance, Noise
from audio_fixtures.make.recording import Parameter, Recording
from audio_fixtures.make.signal import PEAK, Signal, gain, rms
from audio_fixtures.make.speech import speech
from audio_fixtures.make.spoken import Line
from voice_rom.sound import SAMPLE_RATE

NOISE_SECONDS: Final = 4.0
"""Long enough to be taken for an utterance, short enough to keep the set small."""

BABBLERS: Final = 6

ALONE: Final[dict[str, tuple[Noise, float]]] = {
    "quiet_room": (noises.pink, -65.0),
    "pink": (noises.pink, -35.0),
    "brown": (noises.brown, -30.0),
    "hiss": (noises.white, -45.0),
    "hum": (noises.hum, -35.0),
    "fan": (noises.fan, -32.0),
    "clatter": (noises.clatter, -25.0),
    "footsteps": (noises.footsteps, -30.0),
    "cough": (noises.cough, -24.0),
    "music": (noises.music, -26.0),
    "running_water": (noises.water, -30.0),
    "telephone": (noises.telephone, -24.0),
    "kitchen": (noises.kitchen, -30.0),
}
"""Each noise and its RMS level in dBFS; speech has -20."""

BABBLE_DBFS: Final = -32.0


def noise_recordings(babble: Noise) -> Iterator[Recording]:
    """Every noise alone, and silence."""
    yield _noise("silence", noises.no_sound(NOISE_SECONDS), {})
    for name, (noise, level) in {**ALONE, "babble": (babble, BABBLE_DBFS)}.items():
        signal = noise(chance_for(f"noise/{name}"), NOISE_SECONDS)
        yield _noise(name, _at(signal, level), {"level_dbfs": level})


def babble_of(lines: list[Line]) -> Noise:
    """Several people talk at once: their sentences, laid over one another at chance places."""
    talks = [
        np.concatenate([speech(line.parts, voice) for line in lines]) for voice in lines[0].voices
    ]

    def babble(chance: Chance, seconds: float) -> Signal:
        count = round(seconds * SAMPLE_RATE)
        people = [talks[person % len(talks)] for person in range(BABBLERS)]
        cuts = [np.roll(talk, -int(chance.integers(len(talk))))[:count] for talk in people]
        return np.asarray(np.sum(cuts, axis=0))

    return babble


def _noise(name: str, signal: Signal, parameters: dict[str, Parameter]) -> Recording:
    return Recording(f"noise/{name}", None, "", "noise", signal, parameters)


def _at(signal: Signal, dbfs: float) -> Signal:
    """At this RMS level, or softer where the peaks would clip."""
    return signal * min(gain(dbfs) / rms(signal), PEAK / float(np.max(np.abs(signal))))
