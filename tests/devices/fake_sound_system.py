"""A sound system of whatever devices a test wants, whose callbacks the test makes itself."""

from dataclasses import dataclass, field

import numpy as np

from voice_rom.core.assessment.settings import DeviceSettings
from voice_rom.core.protocol.events import Device
from voice_rom.devices.sound_server import Route
from voice_rom.devices.sound_system import Deliver, Fill, SoundDevice, StreamRefusedError
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Samples


def device(
    name: str = "USB Audio", *, number: int = 0, host: str = "ALSA", is_default: bool = True
) -> SoundDevice:
    return SoundDevice(
        number=number, name=name, host=host, channels=2, rate=44_100.0, is_default=is_default
    )


def settings(*, microphone: str = "", loudspeaker: str = "") -> DeviceSettings:
    return DeviceSettings(
        microphone=microphone,
        loudspeaker=loudspeaker,
        loudspeaker_latency=0.06,
        idle_dbfs=-120.0,
        lead_in_seconds=0.0,
        sleeps_after=60.0,
        tail_seconds=0.0,
        microphone_latency=0.04,
        gone_after=1.0,
        zeros_after=1.0,
        noise_seconds=5.0,
        crackles=10,
        crackle_seconds=5.0,
        retry_after=3.0,
        backlog_seconds=1.0,
        too_quiet_dbfs=-60.0,
    )


class ManualClock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class FakeStream:
    device: SoundDevice
    rate: int = SAMPLE_RATE
    channels: int = 1
    latency: float = 0.06
    active: bool = True
    torn: int = 0
    closed: bool = False
    discarded: int = 0
    deliver: Deliver | None = None
    fill: Fill | None = None

    def discard(self) -> None:
        self.discarded += 1

    def close(self) -> None:
        self.closed = True

    def hears(self, samples: Samples, age: float = 0.02) -> None:
        """The microphone gave these samples, one channel after the other in each frame."""
        assert self.deliver is not None
        self.deliver(samples.tobytes(), len(samples) // self.channels, age)

    def sounds(self, frames: int = BLOCK_SAMPLES, delay: float = 0.0) -> Samples:
        """The loudspeaker took so many frames, which sound in `delay` seconds."""
        assert self.fill is not None
        buffer = bytearray(frames * self.channels * 2)
        self.fill(memoryview(buffer), frames, delay)
        return np.frombuffer(bytes(buffer), dtype=np.int16)


@dataclass
class FakeSoundSystem:
    """`plugged` is what there really is; `listed` what the system knows, until it refreshes."""

    plugged: dict[Device, list[SoundDevice]] = field(
        default_factory=lambda: {
            Device.MICROPHONE: [device("Headset")],
            Device.LOUDSPEAKER: [device("Headset")],
        }
    )
    streams: dict[Device, list[FakeStream]] = field(
        default_factory=lambda: {Device.MICROPHONE: [], Device.LOUDSPEAKER: []}
    )
    routes: dict[Device, Route] = field(default_factory=dict)
    """What a sound server tells of the open streams."""
    dumb: set[SoundDevice] = field(default_factory=set)
    """These can be opened, and give nothing."""
    refreshed: int = 0
    closed: bool = False

    def __post_init__(self) -> None:
        self.listed = {kind: list(devices) for kind, devices in self.plugged.items()}

    def devices(self, kind: Device) -> list[SoundDevice]:
        return self.listed[kind]

    def open_microphone(self, device: SoundDevice, latency: float, deliver: Deliver) -> FakeStream:
        stream = self._open(Device.MICROPHONE, device, latency)
        stream.deliver = deliver
        return stream

    def open_loudspeaker(self, device: SoundDevice, latency: float, fill: Fill) -> FakeStream:
        stream = self._open(Device.LOUDSPEAKER, device, latency)
        stream.fill = fill
        return stream

    def _open(self, kind: Device, device: SoundDevice, latency: float) -> FakeStream:
        if device not in self.plugged[kind]:
            raise StreamRefusedError("Device unavailable")
        stream = FakeStream(device, latency=latency)
        self.streams[kind].append(stream)
        return stream

    def route(self, kind: Device) -> Route | None:
        return self.routes.get(kind)

    def refresh(self) -> None:
        assert all(stream.closed for streams in self.streams.values() for stream in streams)
        self.refreshed += 1
        self.listed = {kind: list(devices) for kind, devices in self.plugged.items()}

    def close(self) -> None:
        self.closed = True

    def unplug(self, kind: Device) -> None:
        """The system doesn't notice: its list stays, the callbacks just end."""
        self.plugged[kind] = []

    def plug(self, kind: Device, new: SoundDevice) -> None:
        self.plugged[kind] = [new]

    def current(self, kind: Device) -> FakeStream:
        return self.streams[kind][-1]
