"""What a driver wrote, as samples of ours; and whether it can be all of the text."""

from pathlib import Path
from typing import Final

import numpy as np

from voice_rom.sound import FULL_SCALE, SAMPLE_RATE, Samples
from voice_rom.speaking.loudness import trimmed

LETTERS_A_WORD: Final = 5.0
"""Rates are given in words a minute; this is the length of word that such rates assume."""

SHORTEST_PART: Final = 0.4
"""Of the time that a text should take by its letters. Measured with espeak-ng at 80 to 450 words a
minute: 0.66 for words of many silent letters ("through thoughtful thoroughness"), else 0.78 or
more; numbers take longer. Drivers may speak faster than asked: so less than the least measured."""


class UnusableRecordingError(Exception):
    """There is no file, no sound in it, or too little for the text."""


def load_codecs() -> None:
    """Import what reads and resamples; 0.1 s that can pass while a driver is at work."""
    import soundfile  # noqa: F401, PLC0415  heavy, and not needed for what is in the cache
    import soxr  # noqa: F401, PLC0415


def read_recording(path: Path, *, text: str, rate: int) -> Samples:
    """The speech in a WAV or AIFF file: shape (samples,), mono, at SAMPLE_RATE, silence trimmed.

    `rate` is in words a minute. Raises UnusableRecordingError.
    """
    samples = trimmed(_resampled(path))
    seconds = len(samples) / SAMPLE_RATE
    if seconds < shortest_seconds(text, rate):
        raise UnusableRecordingError(f"{seconds:.2f} s of sound for {len(text)} letters")
    return samples


def shortest_seconds(text: str, rate: int) -> float:
    """Nobody says the text in less, at `rate` words a minute."""
    letters = sum(character.isalnum() for character in text)
    return SHORTEST_PART * letters * 60.0 / (LETTERS_A_WORD * rate)


def _resampled(path: Path) -> Samples:
    import soundfile  # noqa: PLC0415  heavy, and not needed for what is in the cache
    import soxr  # noqa: PLC0415

    try:
        frames, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.SoundFileError) as problem:
        raise UnusableRecordingError("no readable sound file") from problem
    signal = frames.mean(axis=1)
    if rate != SAMPLE_RATE:
        signal = soxr.resample(signal, rate, SAMPLE_RATE, quality="HQ")
    # Resampling may overshoot a signal that was at full scale: turn it down, never clip it.
    scale = FULL_SCALE / max(1.0, float(np.abs(signal).max(initial=0.0)) * 1.001)
    return np.asarray(np.rint(signal * scale), dtype=np.int16)
