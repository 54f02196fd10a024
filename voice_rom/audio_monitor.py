"""A room that notices what no device tells by itself: that it is muted, or that it crackles."""

from collections import deque
from collections.abc import Sequence

from voice_rom.core.assessment.settings import DeviceSettings
from voice_rom.core.protocol.events import (
    Commanded,
    Device,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Loss,
    QuitAsked,
    WasAsleep,
)
from voice_rom.ports import PlaybackEnded, Posted, Room, Signal, SoundTorn, TimeReached
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Clip

BLOCK_SECONDS = BLOCK_SAMPLES / SAMPLE_RATE

MUTED = "it gives nothing but zeros"

SETTLING_SECONDS = 1.0
"""So long after a sleep it takes at most until a stream that did not outlive it is known to have
ended; sound servers hand over what they have kept meanwhile, too."""

WAKING_SECONDS = 8.0
"""So long devices may take to come back after a sleep: a USB device is found again within seconds,
and is looked for every three."""


class AudioMonitor:
    """Implements `ports.Room` around another one, live or simulated."""

    def __init__(self, inner: Room, settings: DeviceSettings) -> None:
        self._inner = inner
        self._zeros = MuteDetector(settings)
        self._tears = {device: DropoutCounter(settings) for device in Device}
        self._held: deque[Signal] = deque()
        """What comes next, after what it told."""
        self._waking: Waking | None = None

    @property
    def microphone(self) -> str:
        return self._inner.microphone

    def now(self) -> float:
        return self._inner.now()

    def next(self, until: float | None) -> Signal:
        """See `ports.Room`; a microphone that falls dumb is gone, until it gives sound again.

        After a sleep the devices are given time to come back before it is told of either.
        """
        while True:
            if self._held:
                return self._held.popleft()
            if self._waking is not None:
                self._wake(self._waking)
                continue
            signal = self._inner.next(until)
            if isinstance(signal, WasAsleep):
                self._fall_silent(signal)
            elif isinstance(signal, SoundTorn):
                if self._tears[signal.device].are_many(signal.times, self.now()):
                    return DeviceCrackles(signal.device)
            elif isinstance(signal, Block):
                return self._judged(signal)
            else:
                if isinstance(signal, DeviceLost | DeviceBack):
                    self._other_stream(signal.device)
                return signal

    def _fall_silent(self, woke_up: WasAsleep) -> None:
        """What was being said went on without anybody, or broke off: it is said again."""
        self._inner.silence()
        if not self._zeros.muted:  # else it is told when that is over
            self._zeros.forget()
        self._waking = Waking(woke_up.seconds, self.now())

    def _wake(self, waking: "Waking") -> None:
        """Take the next signal of the time in which the devices come back."""
        waking.take(self._inner.next(waking.look_again(self.now())))
        if waking.is_over(self.now()):
            self._waking = None
            self._held.extend(waking.told())

    def _judged(self, block: Block) -> Signal:
        was_muted = self._zeros.muted
        self._zeros.take(block)
        if self._zeros.muted == was_muted:
            return block
        self._held.append(block)
        if was_muted:
            return DeviceBack(Device.MICROPHONE)
        return DeviceLost(Device.MICROPHONE, MUTED, Loss.MUTED)

    def _other_stream(self, device: Device) -> None:
        if device is Device.MICROPHONE:
            self._zeros.forget()

    def post(self, posted: Posted) -> None:
        self._inner.post(posted)

    def play(self, clips: Sequence[Clip]) -> None:
        self._inner.play(clips)

    def silence(self) -> None:
        self._inner.silence()

    def close(self) -> None:
        self._inner.close()


class Waking:
    """The first seconds after a sleep. Times are seconds on the room's clock."""

    def __init__(self, seconds: float, since: float) -> None:
        """The sleep took so many seconds, and was over at `since`."""
        self._seconds = seconds
        self._since = since
        self._gone: dict[Device, DeviceLost] = {}
        self._others: list[Signal] = []
        """What is told after it: devices in the place of others, and what somebody wants."""
        self._wanted = False

    def take(self, signal: Signal) -> None:
        """Take what happens; sound is passed over, and so is what comes back by itself."""
        match signal:
            case WasAsleep(seconds):
                self._seconds += seconds
            case DeviceLost(device):
                self._gone[device] = signal
            case DeviceBack(device, name):
                gone = self._gone.pop(device, None)
                if gone is None:  # it was told before the sleep that it is gone
                    self._others.append(signal)
                elif name:
                    self._others += [gone, signal]
            case Commanded() | QuitAsked():
                self._wanted = True
                self._others.append(signal)
            case Block() | PlaybackEnded() | TimeReached() | SoundTorn() | DeviceCrackles():
                pass

    def look_again(self, now: float) -> float:
        """Until when to wait for what happens."""
        settled = self._since + SETTLING_SECONDS
        return settled if now < settled else self._since + WAKING_SECONDS

    def is_over(self, now: float) -> bool:
        """Whether nobody need wait any longer: all is there, or somebody wants something."""
        awake = now - self._since
        settled = awake >= SETTLING_SECONDS and not self._gone
        return self._wanted or settled or awake >= WAKING_SECONDS

    def told(self) -> list[Signal]:
        """What is told at its end: of the sleep first."""
        return [WasAsleep(self._seconds), *self._gone.values(), *self._others]


class MuteDetector:
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


class DropoutCounter:
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
