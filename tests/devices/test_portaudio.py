import os
import subprocess
import sys
from pathlib import Path

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
