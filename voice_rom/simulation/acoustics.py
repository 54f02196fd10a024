"""What the air does to sound: the loudspeaker's echo in the microphone, and the room's own tail."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from voice_rom.simulation.track import Wave, as_wave
from voice_rom.sound import SAMPLE_RATE, Samples

DIRECT_TO_TAIL_DB: Final = 6.0
"""Direct sound over reverberation at two metres in a furnished living room."""

FIRST_REFLECTION_SECONDS: Final = 0.004
"""A wall or a floor at 0.7 m of detour."""

_FFT_LENGTH: Final = 16_384
"""Overlap-add in pieces of about a second: whole clips of half a minute would leave the cache."""


@dataclass(frozen=True)
class Acoustics:
    """How the room sounds. `echo_db` is None for headphones: no echo at all.

    `echo_delay` is in seconds; `rt60`, the seconds in which the tail falls by 60 dB, 0 for none.
    `direct_to_tail_db` is the energy of the direct sound over that of all the tail. `measured`, an
    impulse response as `read_impulse_response` gives it, takes the place of that tail of noise.
    `echo_direct_to_tail_db` is the same for the loudspeaker, where it is nearer to the microphone
    than the person is; None: it is not.
    """

    echo_db: float | None
    echo_delay: float
    rt60: float
    direct_to_tail_db: float = DIRECT_TO_TAIL_DB
    measured: Wave | None = field(default=None, compare=False)
    echo_direct_to_tail_db: float | None = None


class RoomAcoustics:
    """Straight convolution with a room response: a measured one, or one made of decaying noise."""

    def __init__(self, acoustics: Acoustics, seed: int) -> None:
        self._acoustics = acoustics
        self._response = _response_of(acoustics, acoustics.direct_to_tail_db, seed)
        self._echo_response = self._response
        if acoustics.echo_direct_to_tail_db is not None:
            self._echo_response = _response_of(acoustics, acoustics.echo_direct_to_tail_db, seed)
        self._delay = round(acoustics.echo_delay * SAMPLE_RATE)

    def voice(self, samples: Samples, gain_db: float = 0.0) -> Wave:
        """What a microphone gets of somebody who speaks: sample 0 is when it leaves the mouth."""
        return _reverberated(as_wave(samples, gain_db), self._response)

    def echo(self, samples: Samples) -> Wave | None:
        """What a microphone gets of the loudspeaker: sample 0 is when it leaves the program."""
        if self._acoustics.echo_db is None or len(samples) == 0:
            return None
        echo = _reverberated(as_wave(samples, self._acoustics.echo_db), self._echo_response)
        return np.concatenate((np.zeros(self._delay, dtype=np.float32), echo))


def _reverberated(wave: Wave, response: Wave | None) -> Wave:
    if response is None or len(wave) == 0:
        return wave
    return convolved(wave, response)


def _response_of(acoustics: Acoustics, direct_to_tail_db: float, seed: int) -> Wave | None:
    """The room's, with this ratio where it is not a measured one; None where there is no tail."""
    if acoustics.measured is not None:
        return acoustics.measured
    return _response(acoustics.rt60, direct_to_tail_db, seed) if acoustics.rt60 > 0.0 else None


def _response(rt60: float, direct_to_tail_db: float, seed: int) -> Wave:
    """The direct sound, 1.0 at sample 0, and a tail of noise after it."""
    length = max(1, round(rt60 * SAMPLE_RATE))
    quiet = min(round(FIRST_REFLECTION_SECONDS * SAMPLE_RATE), length - 1)
    times = np.arange(length) / SAMPLE_RATE
    tail = np.random.default_rng(seed).standard_normal(length) * 10.0 ** (-3.0 * times / rt60)
    tail[: quiet + 1] = 0.0
    energy = float(np.sqrt(np.sum(tail**2)))
    if energy > 0.0:
        tail *= 10.0 ** (-direct_to_tail_db / 20.0) / energy
    tail[0] = 1.0
    return tail.astype(np.float32)


def convolved(wave: Wave, response: Wave) -> Wave:
    """The full convolution, shape (len(wave) + len(response) - 1,)."""
    fft_length = max(_FFT_LENGTH, 1 << (2 * len(response)).bit_length())
    step = fft_length - len(response) + 1
    spectrum = np.fft.rfft(response, fft_length)
    result = np.zeros(len(wave) + len(response) - 1, dtype=np.float32)
    for start in range(0, len(wave), step):
        part = np.fft.irfft(np.fft.rfft(wave[start : start + step], fft_length) * spectrum)
        stretch = result[start : start + fft_length]
        stretch += part[: len(stretch)].astype(np.float32)
    return result
