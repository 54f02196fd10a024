"""Tries the devices without a session: the list, the microphone's level, the loudspeaker."""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from types import TracebackType
from typing import Self

from voice_rom.core.assessment.settings import DeviceSettings
from voice_rom.core.protocol.events import Device
from voice_rom.devices.loudspeaker import Loudspeaker
from voice_rom.devices.microphone import Captured, Inlet
from voice_rom.devices.output_feed import OutputFeed
from voice_rom.devices.portaudio import PortAudio
from voice_rom.devices.signal_queue import SignalQueue
from voice_rom.devices.sound_system import (
    SoundDevice,
    SoundSystem,
    StreamRefusedError,
    choose,
    no_device,
)
from voice_rom.devices.watch import STARTING_SECONDS
from voice_rom.level_meter import LevelMeter, LevelReading
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Clip, level_dbfs

METER_SECONDS = 0.1
"""A meter that follows speech and can still be read."""

POLL_SECONDS = 0.02


class DeviceCheck:
    """Uses one device at a time, in the caller's thread. To be used with `with`."""

    def __init__(
        self, settings: DeviceSettings, make_system: Callable[[], SoundSystem] = PortAudio
    ) -> None:
        """Raises SoundSystemMissing."""
        self._settings = settings
        self._system = make_system()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._system.close()

    def devices(self, kind: Device) -> list[SoundDevice]:
        """All there are, in the sound system's order."""
        return self._system.devices(kind)

    def chosen(self, kind: Device) -> SoundDevice:
        """The one that a session would use. Raises NoMicrophone, NoLoudspeaker, SettingsError."""
        names = {
            Device.MICROPHONE: self._settings.microphone,
            Device.LOUDSPEAKER: self._settings.loudspeaker,
        }
        return choose(self._system.devices(kind), kind, names[kind])

    def play(self, clip: Clip) -> None:
        """Play to the end. Raises NoLoudspeaker or SettingsError."""
        output_feed = OutputFeed(time.monotonic)
        device = self.chosen(Device.LOUDSPEAKER)
        latency = self._settings.loudspeaker_latency
        try:
            stream = self._system.open_loudspeaker(device, latency, output_feed.fill)
        except StreamRefusedError as error:
            raise no_device(Device.LOUDSPEAKER, str(error)) from error
        try:
            output_feed.opened(stream.rate, stream.channels)
            _play_to_the_end(clip, output_feed)
        finally:
            stream.close()

    def levels(self, seconds: float) -> Iterator[LevelReading]:
        """Listen for so long, and tell the level every 0.1 s.

        Raises NoMicrophone, also when it opens and gives nothing, or SettingsError.
        """
        signal_queue: SignalQueue[Captured, None] = SignalQueue(
            round(seconds * SAMPLE_RATE / BLOCK_SAMPLES) + 1
        )
        latency = self._settings.microphone_latency
        inlet = Inlet(signal_queue.put_sound, time.monotonic)
        device = self.chosen(Device.MICROPHONE)
        try:
            stream = self._system.open_microphone(device, latency, inlet.deliver)
        except StreamRefusedError as error:
            raise no_device(Device.MICROPHONE, str(error)) from error
        try:
            inlet.opened(stream.rate, stream.channels)
            meter = LevelMeter(METER_SECONDS)
            for block in islice(
                _blocks(signal_queue), round(seconds * SAMPLE_RATE / BLOCK_SAMPLES)
            ):
                if (reading := meter.take(level_dbfs(block.samples))) is not None:
                    yield reading
        finally:
            stream.close()


def _play_to_the_end(clip: Clip, output_feed: OutputFeed) -> None:
    loudspeaker = Loudspeaker(time.monotonic)
    loudspeaker.output_feed = output_feed
    loudspeaker.play([clip])
    tick = threading.Event()
    while (ends := loudspeaker.ends()) is not None and time.monotonic() < ends:
        tick.wait(POLL_SECONDS)


def _blocks(signal_queue: SignalQueue[Captured, None]) -> Iterator[Block]:
    while True:
        signal_queue.wait(STARTING_SECONDS)
        captured = signal_queue.take_sound()
        if captured is None:
            raise no_device(Device.MICROPHONE, "it opens, but nothing comes from it")
        yield from captured.inlet.blocks(captured)
