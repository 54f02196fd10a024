"""A room's steady noise taken out of speech, as far as it can be without harming the words."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_rom.sound import Samples

_FRAME: Final = 512
_HOP: Final = 128
_WINDOW: Final = np.sqrt(np.hanning(_FRAME + 1)[:_FRAME])
_SMOOTHING: Final = 0.9
"""The weight of the frame before in the estimate of the speech in a frame (Ephraim and Malah's
decision-directed estimate; 0.98 is usual, and smears words as short as "no")."""
_LEAST_GAIN: Final = 10.0 ** (-10.0 / 20.0)
"""More than 10 dB out of the noise takes words out with it."""

Wave = NDArray[np.float64]


def without_noise(samples: Samples, noise: Samples) -> Samples:
    """Return samples of shape (samples,) less the noise heard before them (a Wiener filter)."""
    if len(noise) < _FRAME:
        return samples
    noise_power = np.mean(np.abs(_spectra(noise.astype(np.float64))) ** 2, axis=0) + 1e-9
    padded = np.pad(samples.astype(np.float64), _FRAME)
    spectra = _spectra(padded)
    over_noise = np.abs(spectra) ** 2 / noise_power
    gains = np.empty_like(over_noise)
    speech = np.zeros_like(noise_power)
    for place, frame in enumerate(over_noise):
        expected = _SMOOTHING * speech + (1.0 - _SMOOTHING) * np.maximum(frame - 1.0, 0.0)
        gain = np.maximum(expected / (1.0 + expected), _LEAST_GAIN)
        gains[place] = gain
        speech = gain**2 * frame
    cleaned = _joined(spectra * gains, len(padded))[_FRAME:-_FRAME]
    return np.clip(np.round(cleaned), -32_768, 32_767).astype(np.int16)


def _spectra(wave: Wave) -> NDArray[np.complex128]:
    count = (len(wave) - _FRAME) // _HOP + 1
    places = np.arange(_FRAME)[None] + _HOP * np.arange(count)[:, None]
    spectra: NDArray[np.complex128] = np.fft.rfft(wave[places] * _WINDOW, axis=1)
    return spectra


def _joined(spectra: NDArray[np.complex128], length: int) -> Wave:
    wave, weight = np.zeros(length), np.zeros(length)
    for place, frame in enumerate(np.fft.irfft(spectra, axis=1)):
        part = slice(place * _HOP, place * _HOP + _FRAME)
        wave[part] += frame * _WINDOW
        weight[part] += _WINDOW**2
    return wave / np.maximum(weight, 1e-3)
