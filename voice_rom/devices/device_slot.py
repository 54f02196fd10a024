"""One device of the two: its stream while it is open, and the end of it that is ours."""

from collections.abc import Sequence
from dataclasses import dataclass

from voice_rom.core.protocol.events import Device
from voice_rom.devices.microphone import Inlet
from voice_rom.devices.output_feed import OutputFeed
from voice_rom.devices.pace import Pace
from voice_rom.devices.sound_server import Route
from voice_rom.devices.sound_system import SoundDevice, Stream, in_its_place
from voice_rom.devices.watch import Watch


@dataclass
class DeviceSlot:
    kind: Device
    wanted: str
    watch: Watch
    device: SoundDevice | None = None
    """The one in use, or the last that was."""
    stream: Stream | None = None
    end: Inlet | OutputFeed | None = None
    lost: bool = False
    """The session was told that it is gone, and not yet that it is back."""
    silent: bool = False
    """The session was told that it is muted, or at volume 0, and not yet that it is not."""
    _pace: Pace | None = None
    _torn: int = 0
    _lost_title: str = ""
    _in_vain: SoundDevice | None = None
    """Opened since it was lost, and gave nothing."""

    def opened(
        self, device: SoundDevice, stream: Stream, end: Inlet | OutputFeed, *, now: float
    ) -> None:
        self.device, self.stream, self.end = device, stream, end
        self._pace = Pace(stream.rate, now)
        self._torn = stream.torn

    def closed(self) -> None:
        self.stream = self.end = self._pace = None

    def why_gone(self, now: float, route: Route | None) -> str | None:
        """The reason to call the device gone, or None while all is well."""
        if self.stream is None or self.end is None or self._pace is None:
            return None
        why = self.watch.why_gone(self.end, active=self.stream.active, now=now)
        wrong_pace = self._pace.is_wrong(self.end.frames, now)
        if why is not None or self.watch.starting(self.end, now):
            return why
        if wrong_pace:
            return "its sample rate has changed"
        # A sound server lets the stream run on, into nowhere.
        return "the system no longer has one" if route is not None and route.is_dummy else None

    def torn(self, now: float) -> int:
        """How often sound was lost since this was asked last; not while the stream starts."""
        if self.stream is None or self.end is None:
            return 0
        before, self._torn = self._torn, self.stream.torn
        return 0 if self.watch.starting(self.end, now) else self._torn - before

    def lose(self) -> bool:
        """Note that it is gone; False when that was known: what was opened since gave nothing."""
        if self.lost:
            self._in_vain = self.device if self.stream is not None else self._in_vain
            return False
        self.lost = True
        self.silent = False
        self._lost_title = "" if self.device is None else self.device.title
        return True

    def found(self) -> str:
        """Note that it is back; return the name of what took its place, "" when it is itself."""
        self.lost = False
        self._in_vain = None
        title = "" if self.device is None else self.device.title
        return "" if title == self._lost_title else title

    def in_its_place(self, devices: Sequence[SoundDevice]) -> list[SoundDevice]:
        """What to open, best first; last what was opened in vain."""
        best = in_its_place(devices, self.kind, self.wanted)
        return sorted(best, key=lambda device: device == self._in_vain)
