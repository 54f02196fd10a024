import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.devices.fake_sound_system import device
from voice_rom.devices.portaudio import formats

PROGRAM = """
from voice_rom.devices.portaudio import PortAudio
from voice_rom.errors import SoundSystemMissing

try:
    PortAudio()
except SoundSystemMissing as error:
    print(error)
"""


@pytest.mark.real
def test_without_portaudio_the_person_is_told_what_to_type(tmp_path: Path) -> None:
    # This is what sounddevice does on a machine without the library.
    (tmp_path / "sounddevice.py").write_text('raise OSError("PortAudio library not found")\n')
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"}

    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert len(finished.stdout.splitlines()) == 1
    assert "sudo apt-get install libportaudio2" in finished.stdout


@pytest.mark.real
def test_the_devices_modules_do_not_load_portaudio_by_themselves() -> None:
    listing = "import sys, voice_rom.devices.live_room; print('sounddevice' in sys.modules)"

    finished = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )

    assert finished.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("channels", "microphone", "loudspeaker"),
    [(1, [1], [1]), (2, [2, 1], [1, 2]), (4, [2, 1, 4], [1, 2, 4]), (6, [2, 1, 6], [1, 2, 6])],
)
def test_a_device_is_tried_with_one_and_two_channels_and_with_all_that_it_has(
    channels: int, microphone: list[int], loudspeaker: list[int]
) -> None:
    array = replace(device("Array"), channels=channels, rate=48_000.0)

    for incoming, wanted in ((True, microphone), (False, loudspeaker)):
        assert formats(array, incoming=incoming) == [
            (rate, count) for rate in (16_000, 48_000) for count in wanted
        ]


ARRAY = """
class PortAudioError(Exception):
    pass

class default:
    device = (0, 0)

_initialized = 1

def query_hostapis():
    return [{"name": "ALSA"}]

def query_devices():
    return [{
        "name": "Array: USB Audio (hw:1,0)", "hostapi": 0, "default_samplerate": 48000.0,
        "max_input_channels": CHANNELS, "max_output_channels": 0,
    }]

class RawInputStream:
    latency, active = 0.04, True

    def __init__(self, *, samplerate, channels, **_):
        if channels != TAKEN:
            raise PortAudioError("Invalid number of channels [PaErrorCode -9998]")

    def start(self):
        pass

    def abort(self, ignore_errors=True):
        pass

    close = abort
"""
"""sounddevice on a machine whose only microphone gives as many channels as it has, or none."""

OPENING = """
from voice_rom.core.protocol.events import Device
from voice_rom.devices.portaudio import PortAudio
from voice_rom.devices.sound_system import StreamRefusedError, choose

system = PortAudio()
array = choose(system.devices(Device.MICROPHONE), Device.MICROPHONE, "array")
try:
    stream = system.open_microphone(array, 0.04, print)
    print(stream.rate, stream.channels)
except StreamRefusedError as error:
    print(error)
"""


@pytest.mark.real
@pytest.mark.parametrize("channels", [4, 6, 8])
def test_a_microphone_that_gives_all_its_channels_or_none_is_opened_with_all(
    tmp_path: Path, channels: int
) -> None:
    assert opening(tmp_path, has=channels, takes=channels) == [f"16000 {channels}"]


@pytest.mark.real
def test_a_microphone_that_takes_no_number_of_channels_is_told_in_one_line(tmp_path: Path) -> None:
    assert opening(tmp_path, has=6, takes=0) == [
        "Array: USB Audio (hw:1,0): Invalid number of channels [PaErrorCode -9998]"
    ]


def opening(folder: Path, *, has: int, takes: int) -> list[str]:
    module = ARRAY.replace("CHANNELS", str(has)).replace("TAKEN", str(takes))
    (folder / "sounddevice.py").write_text(module)
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{Path.cwd()}"}
    finished = subprocess.run(
        [sys.executable, "-c", OPENING], env=environment, capture_output=True, text=True, check=True
    )
    return finished.stdout.splitlines()
