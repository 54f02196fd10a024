"""What a telephone lets through of a sound: nothing above 4 kHz."""

from typing import Final

import numpy as np

from voice_rom.simulation.track import Wave, as_samples, as_wave
from voice_rom.sound import SAMPLE_RATE, Samples

_CUT_HZ: Final = 3700.0
"""Half the way down; from 4 kHz on everything is 80 dB down."""
_TAPS: Final = 257
_KAISER: Final = 8.0


def _response() -> Wave:
    times = np.arange(_TAPS) - (_TAPS - 1) / 2
    ratio = 2.0 * _CUT_HZ / SAMPLE_RATE
    response = ratio * np.sinc(ratio * times) * np.kaiser(_TAPS, _KAISER)
    wave: Wave = (response / response.sum()).astype(np.float32)
    return wave


class Telephone:
    """A stream through a telephone, piece by piece; it comes out 8 ms later."""

    def __init__(self) -> None:
        self._response = _response()
        self._before = np.zeros(_TAPS - 1, dtype=np.float32)

    def take(self, samples: Samples) -> Samples:
        """Return the next samples, as many as were given."""
        wave = np.concatenate((self._before, as_wave(samples)))
        self._before = wave[len(wave) - _TAPS + 1 :]
        return as_samples(np.convolve(wave, self._response, mode="valid").astype(np.float32))
