"""One piece of sound on its way through the loudspeaker."""

import numpy as np
import soxr

from voice_rom.devices.output_feed import OutputFeed
from voice_rom.sound import SAMPLE_RATE, Samples

OVERDUE_SECONDS = 2.0
"""So long after its due end, a piece of sound counts as played: the device is stuck, and whoever
waits for the end must not wait for ever. More than the delay of any wireless loudspeaker."""


class Playing:
    """Samples of shape (samples,) at SAMPLE_RATE, and when they sound. For one thread.

    All times are seconds on the room's clock. Where there is no loudspeaker (any more), the times
    are those of one that goes on: what was begun always ends.
    """

    def __init__(self, samples: Samples, output_feed: OutputFeed | None, asked: float) -> None:
        """Play them through `output_feed`, from `asked`, or into nowhere."""
        self.samples = samples
        self._asked = asked
        self._output_feed = output_feed
        self._settled: float | None = None
        self._cut_after = len(samples)
        if output_feed is not None:
            output_feed.give(_in_format(samples, output_feed.rate, output_feed.channels))

    @property
    def begins(self) -> float:
        """When the first sample leaves the loudspeaker."""
        if self._settled is not None:
            return self._settled
        begun = self._output_feed.begins() if self._output_feed is not None else None
        return self._asked if begun is None else begun

    def ends(self) -> float:
        """When the last sample leaves the loudspeaker, or will have by all that is known."""
        end = self.begins + len(self.samples) / SAMPLE_RATE
        output_feed = self._output_feed
        if output_feed is None or output_feed.gone or output_feed.emptied:
            return end
        return end + OVERDUE_SECONDS

    def settle(self) -> None:
        """It has ended: its times no longer follow the stream's clock."""
        self._settled = self.begins

    def cut(self, at: float) -> None:
        """It was silenced at this time."""
        self.settle()
        self._cut_after = max(0, min(self._cut_after, self.sample_at(at)))
        if self._output_feed is not None:
            self._output_feed.empty()

    def sample_at(self, time: float) -> int:
        """The index of the sample that sounds at this time; before the first it is negative."""
        return round((time - self.begins) * SAMPLE_RATE)

    def sounded(self, start: float, end: float) -> bool:
        """Whether any of it sounded between these times."""
        return self.sample_at(end) > 0 and self.sample_at(start) < self._cut_after

    def heard(self, first: int, count: int) -> Samples | None:
        """The samples from this index that really sounded, zeros around them; None: nothing."""
        begin, end = max(first, 0), min(first + count, self._cut_after)
        if begin >= end:
            return None
        sound = np.zeros(count, dtype=np.int16)
        sound[begin - first : end - first] = self.samples[begin:end]
        return sound


def _in_format(samples: Samples, rate: int, channels: int) -> bytes:
    frames = samples
    if rate != SAMPLE_RATE:
        frames = np.asarray(soxr.resample(samples, SAMPLE_RATE, rate), dtype=np.int16)
    return np.repeat(frames, channels).astype(np.int16).tobytes()
