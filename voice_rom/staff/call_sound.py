"""The sound of a call for help: made here, sample by sample, and played by the pages in a loop.

Two falling tones, three times, and a rest: told from a telephone and from the earcons, and heard in
the next room without being a shock in this one.
"""

import io
import wave
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 22050
"""Hz; there is nothing in it above 4 kHz."""

_TONES: Final = (988.0, 740.0)
"""Hz: down a fourth."""
_TONE_SECONDS: Final = 0.22
_REST_SECONDS: Final = 0.9
_TIMES: Final = 3
_FADE_SECONDS: Final = 0.015
"""A tone that begins or ends at once clicks."""
_OVERTONE: Final = 0.3
"""Of the tone an octave higher: it is found more easily in a noisy corridor."""
_PEAK: Final = 0.7
"""Of full scale."""


@cache
def call_sound() -> bytes:
    """A WAV file: one channel, 16 bits."""
    tones = np.concatenate([_tone(pitch) for pitch in _TONES * _TIMES])
    samples = np.concatenate([tones, np.zeros(round(_REST_SECONDS * RATE))])
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * _PEAK * 32767).astype("<i2").tobytes())
    return written.getvalue()


def _tone(pitch: float) -> NDArray[np.float64]:
    times = np.arange(round(_TONE_SECONDS * RATE)) / RATE
    wave_form = np.sin(2 * np.pi * pitch * times) + _OVERTONE * np.sin(4 * np.pi * pitch * times)
    fade = np.clip(np.minimum(times, times[-1] - times) / _FADE_SECONDS, 0.0, 1.0)
    shaped: NDArray[np.float64] = wave_form / (1 + _OVERTONE) * fade
    return shaped
