"""Noises of a home, drawn from seeded chance: each a function of a generator and seconds.

Every one returns a signal of shape (samples,) with some level of its own; the caller sets it.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from audio_fixtures.make.signal import Signal, silence
from voice_rom.sound import SAMPLE_RATE

Chance = np.random.Generator
Noise = Callable[[Chance, float], Signal]

MAINS_HZ: Final = 50.0
LOWEST_HZ: Final = 20.0
"""Nothing lower reaches a microphone, and a falling slope would put all its power there."""


def white(chance: Chance, seconds: float) -> Signal:
    return chance.standard_normal(round(seconds * SAMPLE_RATE))


def pink(chance: Chance, seconds: float) -> Signal:
    """As much power in every octave: rain, traffic far away."""
    return _coloured(chance, seconds, slope=0.5)


def brown(chance: Chance, seconds: float) -> Signal:
    """Mostly low: wind, an engine behind a wall."""
    return _coloured(chance, seconds, slope=1.0)


def hum(_chance: Chance, seconds: float) -> Signal:
    """A transformer: the mains and its harmonics."""
    t = _times(seconds)
    total = silence(seconds)
    for harmonic in range(1, 9):
        total += np.sin(2.0 * np.pi * MAINS_HZ * harmonic * t) / harmonic
    return total


def fan(chance: Chance, seconds: float) -> Signal:
    """A fan or an extractor: soft air, and blades that beat in it."""
    beat = 1.0 + 0.3 * np.sin(2.0 * np.pi * 11.0 * _times(seconds))
    air = _band(white(chance, seconds), 80.0, 2500.0)
    return _even(brown(chance, seconds)) + _even(air) * beat


def clatter(chance: Chance, seconds: float) -> Signal:
    """Dishes: short rings of a few high tones, about six a second."""
    total = silence(seconds)
    for start in _starts(chance, seconds, every=0.16):
        ring = silence(0.25)
        t = _times(0.25)
        for _ in range(4):
            tone = chance.uniform(900.0, 6000.0)
            decay = chance.uniform(15.0, 60.0)
            ring += np.sin(2.0 * np.pi * tone * t) * np.exp(-decay * t)
        _add(total, ring * chance.uniform(0.2, 1.0), start)
    return total


def footsteps(chance: Chance, seconds: float) -> Signal:
    """Somebody walks by: a dull heel and a soft sole, not quite two steps a second."""
    total = silence(seconds)
    t = _times(0.18)
    for start in np.arange(0.1, seconds, 0.56):
        heel = np.sin(2.0 * np.pi * chance.uniform(70.0, 110.0) * t) * np.exp(-35.0 * t)
        sole = _band(white(chance, 0.18), 200.0, 1800.0) * np.exp(-45.0 * t) * 0.6
        _add(total, heel + sole, float(start) + chance.uniform(-0.02, 0.02))
    return total


def cough(chance: Chance, seconds: float) -> Signal:
    """Three bursts of breath through a throat, every second and a half."""
    total = silence(seconds)
    for start in np.arange(0.15, seconds - 0.9, 1.5):
        for burst in range(3):
            length = chance.uniform(0.14, 0.22)
            t = _times(length)
            breath = white(chance, length)
            throat = _band(breath, 300.0, 1100.0) + 0.5 * _band(breath, 1500.0, 3200.0)
            rise_and_fall = np.minimum(1.0, t / 0.012) * np.exp(-14.0 * t)
            _add(total, throat * rise_and_fall, float(start) + 0.3 * burst)
    return total


def music(chance: Chance, seconds: float) -> Signal:
    """A plucked instrument plays chords and a tune."""
    total = silence(seconds)
    chords = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))
    for beat in range(int(seconds / 0.25)):
        chord = chords[beat // 4 % len(chords)]
        notes = chord if beat % 4 == 0 else (int(chance.choice(chord)) + 12,)
        for note in notes:
            _add(total, _pluck(220.0 * 2.0 ** (note / 12.0)), beat * 0.25)
    return total


def water(chance: Chance, seconds: float) -> Signal:
    """A tap runs: a steady hiss that bubbles."""
    hiss = _band(white(chance, seconds), 500.0, 7500.0)
    swell = 1.0 + 0.4 * _even(_band(white(chance, seconds), 1.0, 9.0))
    return hiss * np.maximum(swell, 0.1)


def telephone(_chance: Chance, seconds: float) -> Signal:
    """A telephone rings: two tones in turn, a second on, a second off."""
    t = _times(seconds)
    second_tone = np.floor(t / 0.04) % 2.0
    ring = np.sin(2.0 * np.pi * np.cumsum(1000.0 + 250.0 * second_tone) / SAMPLE_RATE)
    silent = np.floor(t) % 2.0
    return ring * (1.0 - silent)


def kitchen(chance: Chance, seconds: float) -> Signal:
    """Somebody does the dishes: water and an extractor all the time, clatter now and then."""
    steady = _even(pink(chance, seconds)) + 0.5 * _even(hum(chance, seconds))
    return steady + 0.8 * _even(clatter(chance, seconds))


def no_sound(seconds: float) -> Signal:
    """Nothing at all: a muted microphone."""
    return silence(seconds)


def _coloured(chance: Chance, seconds: float, slope: float) -> Signal:
    spectrum = np.fft.rfft(white(chance, seconds))
    hertz = np.fft.rfftfreq(round(seconds * SAMPLE_RATE), 1.0 / SAMPLE_RATE)
    shape = np.where(hertz < LOWEST_HZ, 0.0, np.maximum(hertz, LOWEST_HZ) ** -slope)
    return np.asarray(np.fft.irfft(spectrum * shape, round(seconds * SAMPLE_RATE)))


def _band(signal: Signal, low: float, high: float) -> Signal:
    spectrum = np.fft.rfft(signal)
    hertz = np.fft.rfftfreq(len(signal), 1.0 / SAMPLE_RATE)
    return np.fft.irfft(np.where((hertz >= low) & (hertz <= high), spectrum, 0.0), len(signal))


def _even(signal: Signal) -> Signal:
    """Bring to RMS 1, so that noises can be weighed against each other."""
    return np.asarray(signal / np.sqrt(np.mean(np.square(signal))))


def _times(seconds: float) -> Signal:
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _starts(chance: Chance, seconds: float, every: float) -> Signal:
    return np.sort(chance.uniform(0.0, seconds, max(1, round(seconds / every))))


def _pluck(hertz: float) -> Signal:
    t = _times(0.9)
    partials = [np.sin(2.0 * np.pi * hertz * n * t) * np.exp(-3.0 * n * t) / n for n in range(1, 6)]
    return np.asarray(np.sum(partials, axis=0) * np.minimum(1.0, t / 0.004))


def _add(total: Signal, part: Signal, start: float) -> None:
    first = max(0, round(start * SAMPLE_RATE))
    room = total[first : first + len(part)]
    room += part[: len(room)]
