"""What is made of a microphone's channels: one that is heard."""

from typing import Final

import numpy as np
import numpy.typing as npt

from voice_rom.sound import Samples

STEP_SECONDS: Final = 0.02
"""Levels are taken of so much at a time."""

LOUD_DB: Final = 10.0
"""What stands out from a channel's own noise by so much may be a voice."""

MARGIN_DB: Final = 6.0
"""By so much a voice must stand out better in one channel than in the one that is worst, or in the
one in use. Less is the turn of a head, and each change disturbs the echo canceller."""

REMEMBERED_STEPS: Final = 250
"""Of loud sound, 5 s: one cough beside the other channel changes nothing."""

FLOOR_RISES_DB: Final = 0.06
"""A step, 3 dB a second: a fan that is turned on is noise some seconds later, and a word is not."""

LOWEST_DBFS: Final = -80.0
"""No microphone is as still; below, a channel that is off would stand out by its rounding."""

_Frames = npt.NDArray[np.int16]


class ChannelChoice:
    """Mixes the channels while they hear alike; takes the best alone as soon as they do not.

    The best is the one in which a voice stands out most from that channel's own noise: the loudest
    may hum. Once taken, it is kept. Channels of opposite phase are not mixed into silence: those
    that go against the first are turned round. docs/HEARING.md has the figures.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._step = max(1, round(STEP_SECONDS * rate))
        self._floor = np.full(channels, np.inf)
        self._stands_out = np.zeros(channels)
        self._with_first = np.zeros(channels)
        self._loud_steps = 0
        self.chosen: int | None = None
        """The channel that is heard alone; None while all are mixed."""

    def take(self, frames: _Frames, *, judging: bool = True) -> Samples:
        """Return the samples heard of frames of shape (frames, channels).

        Judge by them as well, or not: while the program's own voice sounds, a channel in which
        nothing else is heard (some arrays have one) would stand out best.
        """
        if frames.shape[1] == 1:
            return frames[:, 0]
        if not judging:
            return self._heard_of(frames)
        parts = []
        for begin in range(0, len(frames), self._step):
            part = frames[begin : begin + self._step]
            self._judge(part)
            parts.append(self._heard_of(part))
        return np.concatenate(parts) if parts else frames[:, 0]

    def _judge(self, frames: _Frames) -> None:
        sound = frames.astype(np.float64) / 32_768.0
        levels = _levels_dbfs(sound)
        self._floor = np.minimum(self._floor + FLOOR_RISES_DB, levels)
        stands_out = levels - self._floor
        if stands_out.max() < LOUD_DB:
            return
        self._loud_steps = min(self._loud_steps + 1, REMEMBERED_STEPS)
        self._stands_out += (stands_out - self._stands_out) / self._loud_steps
        self._with_first += (sound[:, 0] @ sound - self._with_first) / self._loud_steps
        used = self._stands_out.min() if self.chosen is None else self._stands_out[self.chosen]
        if self._stands_out.max() - used >= MARGIN_DB:
            self.chosen = int(np.argmax(self._stands_out))

    def _heard_of(self, frames: _Frames) -> Samples:
        if self.chosen is not None:
            return frames[:, self.chosen]
        ways = np.where(self._with_first < 0.0, -1.0, 1.0)
        return np.rint(frames @ (ways / len(ways))).astype(np.int16)


def _levels_dbfs(sound: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    power = np.mean(np.square(sound), axis=0)
    return np.asarray(np.maximum(10.0 * np.log10(power + 1e-12), LOWEST_DBFS))
