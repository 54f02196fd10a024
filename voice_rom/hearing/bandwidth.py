"""How much of a voice a microphone delivers: all of it, or only what a telephone does.

A headset on a phone profile samples at 8 kHz: above 4 kHz it gives nothing. Much of an "s", an "f"
and a "t" is missing then, and the recogniser, which knows no such microphone, takes "yes" for
"left".
"""

from typing import Final

import numpy as np

from voice_rom.sound import FULL_SCALE, SAMPLE_RATE, Samples

_FRAME: Final = 512
_HOP: Final = 256
_LOW_HZ: Final = (300.0, 3400.0)
_HIGH_HZ: Final = (5000.0, 7600.0)
"""The low end is far enough from 4 kHz for the filters of plain rate converters to be steep."""
_SUSTAINED: Final = 4
"""Frames of 16 ms that count as sound: an "s" lasts longer, a click or a cut does not."""
_NOTHING: Final = 1e-3
_FILL_FROM_HZ: Final = 4100.0
_SEED: Final = 1


def high_band_db(samples: Samples) -> float | None:
    """How far the most that sounds above 5 kHz is from the most that sounds below 3.4 kHz, in dB.

    `samples`: shape (samples,). None where there is too small, or nothing at all. Of "yes" by 113
    people it is -44 or more, with a microphone that delivers all; without what lies above 4 kHz it
    is -50 or less in 99 of 100.
    """
    count = (len(samples) - _FRAME) // _HOP + 1
    if count < _SUSTAINED:
        return None
    places = np.arange(_FRAME)[None] + _HOP * np.arange(count)[:, None]
    frames = samples.astype(np.float64)[places] * np.hanning(_FRAME)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    hertz = np.fft.rfftfreq(_FRAME, 1.0 / SAMPLE_RATE)
    low, high = (
        power[:, (hertz >= least) & (hertz < most)].sum(axis=1)
        for least, most in (_LOW_HZ, _HIGH_HZ)
    )
    loudest = float(low.max())
    if loudest <= _NOTHING:
        return None
    sustained = float(np.sort(high)[-_SUSTAINED])
    return float(10.0 * np.log10((sustained + _NOTHING) / loudest))


def with_hiss_above(samples: Samples, dbfs: float) -> Samples:
    """Fill what is empty above 4 kHz with noise of RMS level `dbfs`, as much as a full band holds.

    A recogniser that was trained on whole voices always had some noise there.
    """
    noise = np.random.default_rng(_SEED).standard_normal(len(samples))
    spectrum = np.fft.rfft(noise)
    spectrum[np.fft.rfftfreq(len(samples), 1.0 / SAMPLE_RATE) < _FILL_FROM_HZ] = 0.0
    hiss = np.fft.irfft(spectrum, len(samples)) * FULL_SCALE * 10.0 ** (dbfs / 20.0)
    filled: Samples = np.clip(np.round(samples + hiss), -32_768, 32_767).astype(np.int16)
    return filled
