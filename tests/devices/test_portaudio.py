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
