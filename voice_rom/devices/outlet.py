"""An open stream to a loudspeaker: the bytes that it is given next, and when they sound."""

from collections.abc import Callable

from voice_rom.devices.stream_clock import StreamClock


class _Supply:
    """Bytes in the stream's format, how many were taken, and the frame at which that began."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.taken = 0
        self.first_frame: int | None = None


class Outlet:
    """Feeds one stream. `fill` is called by the sound system, all else by one other thread."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
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

    def fill(self, sound: memoryview, frames: int, delay: float) -> None:
        """Write what comes next into `sound`, and silence after it (see `Fill`)."""
        self.last_callback = self._now()
        supply = self._supply
        part = supply.data[supply.taken : supply.taken + len(sound)]
        if part and supply.first_frame is None:
            supply.first_frame = self._frames
        sound[: len(part)] = part
        sound[len(part) :] = bytes(len(sound) - len(part))
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
