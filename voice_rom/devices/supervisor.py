"""Opens the devices, keeps them open, and opens them again when they come back.

A sound system is for one thread only: the one that runs this. `step` is one round of the work.
"""

import threading
from collections.abc import Callable
from contextlib import suppress

from voice_rom.core.assessment.settings import DeviceSettings
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceLost, Loss, LoudspeakerMuted
from voice_rom.devices.device_slot import DeviceSlot
from voice_rom.devices.loudspeaker import Loudspeaker
from voice_rom.devices.microphone import Captured, Inlet
from voice_rom.devices.output_feed import OutputFeed
from voice_rom.devices.sound_server import Route
from voice_rom.devices.sound_system import (
    SoundDevice,
    SoundSystem,
    StreamRefusedError,
    choose,
    no_device,
)
from voice_rom.devices.watch import Watch
from voice_rom.errors import VoiceRomError
from voice_rom.ports import SoundTorn


class DeviceSupervisor:
    """Both devices, from the first opening to the end, through losses."""

    def __init__(  # noqa: PLR0913 - what it opens, for whom, and whom it tells
        self,
        system: SoundSystem,
        settings: DeviceSettings,
        *,
        loudspeaker: Loudspeaker,
        put: Callable[[Captured], None],
        tell: Callable[[DeviceLost | DeviceBack | SoundTorn | LoudspeakerMuted], None],
        now: Callable[[], float],
    ) -> None:
        """`put` takes sound, `tell` what happens to the devices: both are called in threads."""
        self._system = system
        self._settings = settings
        self._loudspeaker = loudspeaker
        self._put = put
        self._tell = tell
        self._now = now
        self.giving = threading.Lock()
        """Held while sound is given to the loudspeaker, and while it is thrown away."""
        names = {
            Device.LOUDSPEAKER: settings.loudspeaker,
            Device.MICROPHONE: settings.microphone,
        }
        self._lines = {
            kind: DeviceSlot(kind, name, self._new_watch()) for kind, name in names.items()
        }

    def _new_watch(self) -> Watch:
        return Watch(gone_after=self._settings.gone_after, retry_after=self._settings.retry_after)

    def name(self, kind: Device) -> str:
        """The device's name as a person may know it; empty before it was opened."""
        device = self._lines[kind].device
        return "" if device is None else device.title

    def latency(self, kind: Device) -> float:
        """Seconds, as the sound system tells it; 0.0 while the device is not open."""
        stream = self._lines[kind].stream
        return 0.0 if stream is None else stream.latency

    def open(self, kind: Device) -> None:
        """Open the device. Raises NoMicrophone, NoLoudspeaker or SettingsError."""
        line = self._lines[kind]
        self._open_on(line, choose(self._system.devices(kind), kind, line.wanted))

    def _open_on(self, line: DeviceSlot, device: SoundDevice) -> None:
        try:
            if line.kind is Device.LOUDSPEAKER:
                self._open_loudspeaker(line, device)
            else:
                self._open_microphone(line, device)
        except StreamRefusedError as error:
            raise no_device(line.kind, str(error)) from error

    def _open_loudspeaker(self, line: DeviceSlot, device: SoundDevice) -> None:
        output_feed = OutputFeed(self._now, self._settings.idle_dbfs)
        latency = self._settings.loudspeaker_latency
        stream = self._system.open_loudspeaker(device, latency, output_feed.fill)
        output_feed.opened(stream.rate, stream.channels)
        line.opened(device, stream, output_feed, now=self._now())
        self._loudspeaker.output_feed = output_feed

    def _open_microphone(self, line: DeviceSlot, device: SoundDevice) -> None:
        latency = self._settings.microphone_latency
        inlet = Inlet(self._put, self._now)
        stream = self._system.open_microphone(device, latency, inlet.deliver)
        inlet.opened(stream.rate, stream.channels)
        line.opened(device, stream, inlet, now=self._now())

    def discard(self) -> None:
        """Throw away what the loudspeaker was given and has not sounded, unless more followed."""
        line = self._lines[Device.LOUDSPEAKER]
        with self.giving:
            if line.stream is None or self._loudspeaker.sounding:
                return
            try:
                line.stream.discard()
            except StreamRefusedError as error:
                self.lose(Device.LOUDSPEAKER, str(error))
            if isinstance(line.end, OutputFeed):
                line.end.restarted = True

    def step(self) -> None:
        """Notice what went away or came back, and look for what is missing."""
        for line in self._lines.values():
            self._judge(line)
        now = self._now()
        missing = [line for line in self._lines.values() if line.stream is None]
        if any(line.watch.try_again(now) for line in missing):
            self._look_for(missing)

    def _judge(self, line: DeviceSlot) -> None:
        now = self._now()
        route = None if line.stream is None else self._system.route(line.kind)
        why = line.why_gone(now, route)
        if why is not None:
            self.lose(line.kind, why)
            return
        torn = line.torn(now)
        if torn:
            self._tell(SoundTorn(line.kind, torn))
        if line.lost and line.end is not None and line.end.callbacks:
            self._tell(DeviceBack(line.kind, line.found()))
        if route is not None and not line.lost and route.silent != line.silent:
            line.silent = route.silent
            self._tell_volume(line.kind, route)

    def _tell_volume(self, kind: Device, route: Route) -> None:
        """A microphone that can't be heard is as good as gone; a loudspeaker may be turned up."""
        if kind is Device.MICROPHONE and route.silent:
            self._tell(DeviceLost(kind, "it is muted, or its volume is at 0", Loss.MUTED))
        elif kind is Device.MICROPHONE:
            self._tell(DeviceBack(kind))
        elif route.silent:
            self._tell(LoudspeakerMuted(route.device.description))

    def lose(self, kind: Device, why: str) -> None:
        """Give the device up for now, and say so, once."""
        line = self._lines[kind]
        if line.lose():
            self._tell(DeviceLost(kind, why))
        else:
            line.watch.tried(self._now())
        self._close(line)

    def _close(self, line: DeviceSlot) -> None:
        if isinstance(line.end, OutputFeed):
            line.end.gone = True
            self._loudspeaker.output_feed = None
        if line.stream is not None:
            line.stream.close()
        line.closed()

    def _look_for(self, missing: list[DeviceSlot]) -> None:
        """Open what is missing; if that fails, see what devices there are now, and open all."""
        opened = [self._opens(line, tries=1) for line in missing]
        if all(opened):
            return
        # A new list of devices closes all streams: not while somebody is being spoken to.
        if self._loudspeaker.output_feed is not None and self._loudspeaker.sounding:
            return
        for line in self._lines.values():
            self._close(line)
        with suppress(StreamRefusedError):  # there are no devices then, which opening them says
            self._system.refresh()
        for line in self._lines.values():
            self._opens(line)

    def _opens(self, line: DeviceSlot, *, tries: int | None = None) -> bool:
        """Whether the device, or another in its place, can be opened; of the best so many."""
        why = no_device(line.kind, "the system knows of none")
        for device in line.in_its_place(self._system.devices(line.kind))[:tries]:
            try:
                self._open_on(line, device)
            except VoiceRomError as error:
                why = error
            else:
                return True
        self.lose(line.kind, str(why))
        line.watch.tried(self._now())
        return False

    def close(self) -> None:
        """Let the devices and the sound system go."""
        for line in self._lines.values():
            self._close(line)
        self._system.close()
