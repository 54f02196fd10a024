"""An open stream to a loudspeaker: the bytes that it is given next, and when they sound."""

from collections.abc import Callable

import numpy as np

from voice_rom.devices.stream_clock import StreamClock
from voice_rom.idle_noise import idle_noise
from voice_rom.sound import SILENCE_DBFS


class _Supply:
    """Bytes in the stream's format, how many were taken, and the frame at which that began."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.taken = 0
        self.first_frame: int | None = None


class _Loop:
    """Bytes that come again and again; zeros where there are none."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def next(self, count: int) -> bytes:
        if not self._data:
            return bytes(count)
        begin, end = self._place, self._place + count
        self._place = end % len(self._data)
        rounds = -(-end // len(self._data))
        return (self._data * max(1, rounds))[begin:end]


class OutputFeed:
    """Feeds one stream. `fill` is called by the sound system, all else by one other thread."""

    def __init__(self, now: Callable[[], float], idle_dbfs: float = SILENCE_DBFS) -> None:
        """`idle_dbfs`: the level of the noise that goes on while there is nothing to play."""
        self._now = now
        self._idle_dbfs = idle_dbfs
        self._idle = _Loop(b"")
        self._supply = _Supply(b"")
        self._frames = 0
        self._observed: tuple[int, float] | None = None
        self._clock = StreamClock(1.0)
        self.rate = 0
        self.channels = 0
        self.callbacks = 0
        self.since = self.last_callback = now()
        self.restarted = False
        """Set by whoever stopped and started the stream: its frames sound at other times now."""
        self.gone = False
        """Set by whoever found that the device is gone: nothing sounds any more."""

    def opened(self, rate: int, channels: int) -> None:
        """The stream has this rate (Hz) and so many channels."""
        self.rate, self.channels = rate, channels
        self._clock = StreamClock(rate)
        noise = np.repeat(idle_noise(rate, self._idle_dbfs), channels)
        self._idle = _Loop(noise.tobytes())

    def fill(self, sound: memoryview, frames: int, delay: float) -> None:
        """Write what comes next into `sound`, and idle noise after it (see `Fill`)."""
        self.last_callback = self._now()
        supply = self._supply
        part = supply.data[supply.taken : supply.taken + len(sound)]
        if part and supply.first_frame is None:
            supply.first_frame = self._frames
        sound[: len(part)] = part
        sound[len(part) :] = self._idle.next(len(sound) - len(part))
        supply.taken += len(part)
        self._observed = (self._frames, self.last_callback + delay)
        self._frames += frames
        self.callbacks += 1

    def give(self, data: bytes) -> None:
        """Play these bytes (int16, interleaved) next, in place of what is left."""
        self._supply = _Supply(data)

    def empty(self) -> None:
        """Play nothing of what is left."""
        self._supply = _Supply(b"")

    @property
    def frames(self) -> int:
        """How many the stream has taken so far."""
        return self._frames

    @property
    def emptied(self) -> bool:
        """Whether the stream has taken all that it was given."""
        return self._supply.taken >= len(self._supply.data)

    def begins(self) -> float | None:
        """When the first frame of what was given last sounds (s); None: not taken yet."""
        first_frame = self._supply.first_frame
        if first_frame is None:
            return None
        self.look()
        return self._clock.time_of(first_frame)

    def look(self) -> None:
        """Follow the stream's clock; to be called every now and then while it runs."""
        if self.restarted:
            self.restarted = False
            self._clock.restart()
        observed, self._observed = self._observed, None
        if observed is not None:
            self._clock.observe(*observed)
