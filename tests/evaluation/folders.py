"""Small folders of recordings, laid out as `voice-rom evaluate` reads them."""

import shutil
from pathlib import Path

import numpy as np
import soundfile
import soxr

from voice_rom.sound import SAMPLE_RATE

FIXTURES = Path(__file__).resolve().parents[2] / "audio_fixtures"
VOICES = ("flite-slt", "espeak-m3")


def small_folder(top: Path) -> Path:
    """Two voices a word, in four answers, stop, two other words, sentences and noises."""
    for word in ("yes", "no", "left", "right", "stop"):
        for voice in VOICES:
            put(FIXTURES / "words" / word / f"{voice}.flac", top / "answers" / word)
    put(FIXTURES / "bystander" / "bird" / "flite-awb.flac", top / "answers" / "bird")
    put(FIXTURES / "bystander" / "bird" / "espeak-gb-f2.flac", top / "answers" / "unknown")
    put(FIXTURES / "noise" / "quiet_room.flac", top / "answers" / "silence")
    put(FIXTURES / "bystander" / "bus" / "flite-awb.flac", top / "bystander")
    put(FIXTURES / "noise" / "kitchen.flac", top / "noise")
    put(FIXTURES / "noise" / "fan.flac", top / "noise")
    return top


def put(file: Path, folder: Path) -> Path:
    """A copy of `file` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(file, folder / file.name))


def as_stereo_wav(file: Path, folder: Path) -> Path:
    """The same sound as people record it: 44.1 kHz, two channels, WAV."""
    samples, _ = soundfile.read(file)
    louder = soxr.resample(samples, SAMPLE_RATE, 44_100)
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{file.stem}.WAV"
    soundfile.write(made, np.column_stack((louder, louder)), 44_100, format="WAV")
    return made


def tone_file(file: Path, seconds: float, rate: int = SAMPLE_RATE) -> Path:
    """A quiet tone of that length."""
    file.parent.mkdir(parents=True, exist_ok=True)
    times = np.arange(round(seconds * rate)) / rate
    soundfile.write(file, 0.1 * np.sin(2.0 * np.pi * 300.0 * times), rate)
    return file
