"""What a driver wrote, as samples of ours; and whether it can be all of the text."""

from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt

from voice_rom.sound import FULL_SCALE, SAMPLE_RATE, Samples
from voice_rom.speaking.loudness import trimmed

LETTERS_A_WORD: Final = 5.0
"""Rates are given in words a minute; this is the length of word that such rates assume."""

SHORTEST_PART: Final = 0.4
"""Of the time that a text should take by its letters. Measured with espeak-ng at 80 to 450 words a
minute: 0.66 for words of many silent letters ("through thoughtful thoroughness"), else 0.78 or
more; numbers take longer. Drivers may speak faster than asked: so less than the least measured."""

SILENT_END_SECONDS: Final = 0.002
"""espeak ends every text with silence: 230 ms after a sentence at 200 words a minute, 5 ms after an
abbreviation. Sound at the very end was cut off. Of 600 sentences cut off anywhere, their length
alone shows 43 %, both together 93 %; the others break off in a pause."""

SILENCE: Final = 0.001
"""Of full scale (-60 dB). What espeak ends with is silence to the last bit."""


class UnusableRecordingError(Exception):
    """There is no file, no sound in it, too little for the text, or it breaks off."""


def load_codecs() -> None:
    """Import what reads and resamples; 0.1 s that can pass while a driver is at work."""
    import soundfile  # noqa: F401, PLC0415  heavy, and not needed for what is in the cache
    import soxr  # noqa: F401, PLC0415


def read_recording(source: Path | BinaryIO, *, text: str, rate: int, ends_silent: bool) -> Samples:
    """The speech in a WAV or AIFF file: shape (samples,), mono, at SAMPLE_RATE, silence trimmed.

    `rate` is in words a minute. `ends_silent`: whoever wrote it always ends in silence, as espeak
    does. Raises UnusableRecordingError.
    """
    signal, frames_a_second = _read(source)
    if ends_silent and _breaks_off(signal, frames_a_second):
        raise UnusableRecordingError(f"it breaks off after {len(signal) / frames_a_second:.2f} s")
    samples = trimmed(_resampled(signal, frames_a_second))
    seconds = len(samples) / SAMPLE_RATE
    if seconds < shortest_seconds(text, rate):
        raise UnusableRecordingError(f"{seconds:.2f} s of sound for {len(text)} letters")
    return samples


def read_sound(source: Path | BinaryIO) -> Samples:
    """A whole sound file: shape (samples,), mono, at SAMPLE_RATE. Raises UnusableRecordingError."""
    return _resampled(*_read(source))


def shortest_seconds(text: str, rate: int) -> float:
    """Nobody says the text in less, at `rate` words a minute."""
    letters = sum(character.isalnum() for character in text)
    return SHORTEST_PART * letters * 60.0 / (LETTERS_A_WORD * rate)


def _read(source: Path | BinaryIO) -> tuple[npt.NDArray[np.float32], int]:
    """The mean of all channels, shape (frames,), and the frames a second."""
    import soundfile  # noqa: PLC0415  heavy, and not needed for what is in the cache

    try:
        frames, rate = soundfile.read(source, dtype="float32", always_2d=True)
    except (OSError, soundfile.SoundFileError) as problem:
        raise UnusableRecordingError("no readable sound file") from problem
    return frames.mean(axis=1), int(rate)


def _breaks_off(signal: npt.NDArray[np.float32], rate: int) -> bool:
    end = signal[-round(SILENT_END_SECONDS * rate) :]
    return bool(np.abs(end).max(initial=0.0) > SILENCE)


def _resampled(signal: npt.NDArray[np.float32], rate: int) -> Samples:
    import soxr  # noqa: PLC0415  heavy, and not needed for what is in the cache

    if rate != SAMPLE_RATE:
        signal = soxr.resample(signal, rate, SAMPLE_RATE, quality="HQ")
    # Resampling may overshoot a signal that was at full scale: turn it down, never clip it.
    scale = FULL_SCALE / max(1.0, float(np.abs(signal).max(initial=0.0)) * 1.001)
    return np.asarray(np.rint(signal * scale), dtype=np.int16)
