"""A room that notices what no device tells by itself: that it is muted, or that it crackles."""

from collections import deque
from collections.abc import Sequence

from voice_rom.core.events import Device, Loss
from voice_rom.core.settings import DeviceSettings
from voice_rom.ports import (
    Crackling,
    DeviceGone,
    DeviceReturned,
    Room,
    Signal,
    SoundTorn,
)
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Clip

BLOCK_SECONDS = BLOCK_SAMPLES / SAMPLE_RATE

MUTED = "it gives nothing but zeros"


class WatchfulRoom:
    """Implements `ports.Room` around another one, live or simulated."""

    def __init__(self, inner: Room, settings: DeviceSettings) -> None:
        self._inner = inner
        self._zeros = Zeros(settings)
        self._tears = {device: Tears(settings) for device in Device}
        self._held: Block | None = None
        """What comes next, after what it told."""

    @property
    def microphone(self) -> str:
        return self._inner.microphone

    def now(self) -> float:
        return self._inner.now()

    def next(self, until: float | None) -> Signal:
        """See `ports.Room`; a microphone that falls dumb is gone, until it gives sound again."""
        held, self._held = self._held, None
        if held is not None:
            return held
        while True:
            signal = self._inner.next(until)
            if isinstance(signal, SoundTorn):
                if self._tears[signal.device].are_many(signal.times, self.now()):
                    return Crackling(signal.device)
                continue
            if isinstance(signal, Block):
                return self._judged(signal)
            if isinstance(signal, DeviceGone | DeviceReturned):
                self._other_stream(signal.device)
            return signal

    def _judged(self, block: Block) -> Signal:
        was_muted = self._zeros.muted
        self._zeros.take(block)
        if self._zeros.muted == was_muted:
            return block
        self._held = block
        if was_muted:
            return DeviceReturned(Device.MICROPHONE)
        return DeviceGone(Device.MICROPHONE, MUTED, Loss.MUTED)

    def _other_stream(self, device: Device) -> None:
        if device is Device.MICROPHONE:
            self._zeros.forget()

    def play(self, clips: Sequence[Clip]) -> None:
        self._inner.play(clips)

    def silence(self) -> None:
        self._inner.silence()

    def close(self) -> None:
        self._inner.close()


class Zeros:
    """Tells a microphone that was muted from one that is silent between words.

    A microphone's own noise never pauses: once it went on for `noise_seconds` without a block of
    zeros, zeros are no silence. One that gives zeros all along (muted from the start, or with a
    gate that opens only for a voice) is not judged here: the sound check and silence tell of it.
    """

    def __init__(self, settings: DeviceSettings) -> None:
        self._after = settings.zeros_after
        self._noise_seconds = settings.noise_seconds
        self.muted = False
        self._noise_blocks = 0
        self._zero_blocks = 0

    def take(self, block: Block) -> None:
        """Take the next block, and with it judge anew."""
        if block.samples.any():
            self._noise_blocks = 1 if self._zero_blocks else self._noise_blocks + 1
            self._zero_blocks = 0
        else:
            self._zero_blocks += 1
        never_pauses = self._noise_blocks * BLOCK_SECONDS >= self._noise_seconds
        self.muted = never_pauses and self._zero_blocks * BLOCK_SECONDS >= self._after

    def forget(self) -> None:
        """What comes now is another stream."""
        self.muted = False
        self._noise_blocks = self._zero_blocks = 0


class Tears:
    """Counts how often sound of one device was lost, and tells once when that is too often."""

    def __init__(self, settings: DeviceSettings) -> None:
        self._most = settings.crackles
        self._seconds = settings.crackle_seconds
        self._torn: deque[tuple[float, int]] = deque()
        self._told = False

    def are_many(self, times: int, now: float) -> bool:
        """Note that sound was lost so many times more, at `now` (s)."""
        self._torn.append((now, times))
        while self._torn[0][0] <= now - self._seconds:
            self._torn.popleft()
        if self._told or sum(times for _, times in self._torn) < self._most:
            return False
        self._told = True
        return True
