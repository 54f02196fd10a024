import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.devices.fake_sound_system import FakeSoundSystem, FakeStream, device, settings
from voice_rom.core.protocol.events import Device
from voice_rom.devices.check import DeviceCheck
from voice_rom.devices.microphone_fault import fault
from voice_rom.devices.sound_system import Deliver, Fill, SoundDevice
from voice_rom.errors import NoMicrophone
from voice_rom.level_meter import LevelReading
from voice_rom.sound import BLOCK_SAMPLES, Clip, Samples


class TalkingSystem(FakeSoundSystem):
    """Its microphone hears a second of something at once; its loudspeaker takes all."""

    heard: Samples = np.zeros(0, dtype=np.int16)
    sounded: Samples = np.zeros(0, dtype=np.int16)

    def open_microphone(self, device: SoundDevice, latency: float, deliver: Deliver) -> FakeStream:
        stream = super().open_microphone(device, latency, deliver)
        threading.Thread(target=self._speak, args=(stream,)).start()
        return stream

    def _speak(self, stream: FakeStream) -> None:
        for start in range(0, len(self.heard), BLOCK_SAMPLES):
            stream.hears(self.heard[start : start + BLOCK_SAMPLES])

    def open_loudspeaker(self, device: SoundDevice, latency: float, fill: Fill) -> FakeStream:
        stream = super().open_loudspeaker(device, latency, fill)
        threading.Thread(target=self._listen, args=(stream,)).start()
        return stream

    def _listen(self, stream: FakeStream) -> None:
        while not stream.closed:
            self.sounded = np.concatenate([self.sounded, stream.sounds()])
            threading.Event().wait(0.001)


@pytest.fixture
def system() -> TalkingSystem:
    return TalkingSystem()


@pytest.fixture
def check(system: TalkingSystem) -> Iterator[DeviceCheck]:
    with DeviceCheck(settings(), lambda: system) as opened:
        yield opened


def test_the_levels_follow_what_the_microphone_hears(
    check: DeviceCheck, system: TalkingSystem
) -> None:
    quiet, loud = np.full(14_400, 10, dtype=np.int16), np.full(1_600, 3_277, dtype=np.int16)
    system.heard = np.concatenate([loud, quiet])

    levels = list(check.levels(1.0))

    assert [round(level.seconds, 2) for level in levels] == [
        round(0.1 * number, 2) for number in range(1, 11)
    ]
    assert levels[0].level_dbfs == pytest.approx(-20.0, abs=0.01)
    assert levels[-1].level_dbfs == pytest.approx(-70.3, abs=0.1)
    assert levels[-1].loudest_dbfs == pytest.approx(-20.0, abs=0.01)
    assert fault(levels[-1], settings(), "Headset") is None


def test_a_muted_microphone_is_told_from_a_quiet_one(
    check: DeviceCheck, system: TalkingSystem
) -> None:
    system.heard = np.zeros(16_000, dtype=np.int16)
    *_, muted = check.levels(0.5)
    system.heard = np.tile(np.array([1, -1], dtype=np.int16), 8_000)
    *_, quiet = check.levels(0.5)

    assert "muted" in str(fault(muted, settings(), "Headset"))
    assert "too quiet" in str(fault(quiet, settings(), "Headset"))


def test_the_fault_names_the_microphone() -> None:
    level = LevelReading(1.0, -80.0, -72.4, zeros=False)

    assert "(Headset) is far too quiet: -72 dB" in str(fault(level, settings(), "Headset"))
    assert fault(replace(level, loudest_dbfs=-40.0), settings(), "Headset") is None


def test_a_clip_is_played_to_its_end(check: DeviceCheck, system: TalkingSystem) -> None:
    clip = Clip(np.arange(1, 1_601, dtype=np.int16))

    check.play(clip)

    begin = int(np.argmax(system.sounded > 0))
    assert np.array_equal(system.sounded[begin : begin + 1_600], clip.samples)
    assert system.current(Device.LOUDSPEAKER).closed


def test_the_settings_choose_the_device(system: TalkingSystem) -> None:
    webcam = device("Webcam", number=4, is_default=False)
    system.listed[Device.MICROPHONE].append(webcam)

    with DeviceCheck(settings(microphone="webcam"), lambda: system) as check:
        assert check.chosen(Device.MICROPHONE) == webcam
        assert check.devices(Device.MICROPHONE)[-1] == webcam
    assert system.closed


def test_a_machine_without_a_microphone_is_told(system: TalkingSystem) -> None:
    system.listed[Device.MICROPHONE] = []

    with DeviceCheck(settings(), lambda: system) as check, pytest.raises(NoMicrophone):
        list(check.levels(1.0))
