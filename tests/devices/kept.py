"""A supervisor of two fake devices, and the time that passes over them."""

import numpy as np

from tests.devices.fake_sound_system import FakeSoundSystem, ManualClock, settings
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceLost, LoudspeakerMuted
from voice_rom.devices.loudspeaker import Loudspeaker
from voice_rom.devices.microphone import Captured
from voice_rom.devices.supervisor import DeviceSupervisor
from voice_rom.ports import SoundTorn
from voice_rom.sound import SAMPLE_RATE

MICROPHONE, LOUDSPEAKER = Device.MICROPHONE, Device.LOUDSPEAKER

STEP_SECONDS = 0.25


class Kept:
    """A supervisor with both devices open, for some seconds already."""

    def __init__(self, system: FakeSoundSystem | None = None, *, microphone: str = "") -> None:
        self.system = system or FakeSoundSystem()
        self.clock = ManualClock()
        self.loudspeaker = Loudspeaker(self.clock)
        self.captured: list[Captured] = []
        self.told: list[DeviceLost | DeviceBack | SoundTorn | LoudspeakerMuted] = []
        self.pace = 1.0
        """How much faster than its rate the microphone gives its frames."""
        self.supervisor = DeviceSupervisor(
            self.system,
            settings(microphone=microphone),
            loudspeaker=self.loudspeaker,
            put=self.captured.append,
            tell=self.told.append,
            now=self.clock,
        )
        self.supervisor.open(LOUDSPEAKER)
        self.supervisor.open(MICROPHONE)
        self.run(5.0)

    def run(self, seconds: float) -> None:
        """Time passes; the streams of what is plugged in call back, and the supervisor looks."""
        for _ in range(round(seconds / STEP_SECONDS)):
            self.clock.pass_time(STEP_SECONDS)
            for kind, streams in self.system.streams.items():
                if not streams or streams[-1].closed:
                    continue
                device = streams[-1].device
                if device not in self.system.plugged[kind] or device in self.system.dumb:
                    continue
                frames = round(STEP_SECONDS * SAMPLE_RATE)
                if kind is LOUDSPEAKER:
                    streams[-1].sounds(frames)
                else:
                    streams[-1].hears(np.zeros(round(frames * self.pace), dtype=np.int16))
            self.supervisor.step()

    def kinds_told(self) -> list[tuple[type, Device]]:
        return [
            (type(signal), LOUDSPEAKER if isinstance(signal, LoudspeakerMuted) else signal.device)
            for signal in self.told
        ]
