"""The synthetic voices: three engines from Debian's packages, all of them free."""

import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from audio_fixtures.make.signal import Signal
from voice_rom.sound import SAMPLE_RATE

ESPEAK_WORDS_A_MINUTE: Final = 150
"""espeak-ng's own 175 swallows the ends of single words."""

ENGINE_SECONDS: Final = 20.0
"""No engine needs a second for a sentence; a hanging one must not hang the making."""


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Engine(StrEnum):
    ESPEAK = "espeak-ng"
    FLITE = "flite"
    FESTIVAL = "festival"


PACKAGES: Final = {
    Engine.ESPEAK: "espeak-ng",
    Engine.FLITE: "flite",
    Engine.FESTIVAL: "festival, festvox-kallpc16k",
}
"""The Debian packages that an engine and its voices come from."""

LICENCES: Final = {
    Engine.ESPEAK: "output of espeak-ng (the program and its data: GPL-3.0-or-later)",
    Engine.FLITE: "output of flite (program and voices: BSD-like, Carnegie Mellon University)",
    Engine.FESTIVAL: (
        "output of festival, voice kal_diphone (both MIT-like, University of Edinburgh and"
        " Carnegie Mellon University)"
    ),
}


@dataclass(frozen=True)
class Voice:
    """`name` is the recordings' file name, `id` what the engine calls the voice."""

    name: str
    engine: Engine
    id: str
    sex: Sex


VOICES: Final = (
    Voice("espeak-f2", Engine.ESPEAK, "en-us+f2", Sex.FEMALE),
    Voice("espeak-f5", Engine.ESPEAK, "en-us+f5", Sex.FEMALE),
    Voice("espeak-gb-f2", Engine.ESPEAK, "en-gb+f2", Sex.FEMALE),
    Voice("flite-slt", Engine.FLITE, "slt", Sex.FEMALE),
    Voice("espeak-m3", Engine.ESPEAK, "en-us+m3", Sex.MALE),
    Voice("espeak-rp", Engine.ESPEAK, "en-gb-x-rp", Sex.MALE),
    Voice("flite-awb", Engine.FLITE, "awb", Sex.MALE),
    Voice("flite-rms", Engine.FLITE, "rms", Sex.MALE),
    Voice("festival-kal", Engine.FESTIVAL, "kal_diphone", Sex.MALE),
)
"""The voices that the recogniser understands well; README.md has the figures of those left out."""


def speak(voice: Voice, text: str) -> Signal:
    """Render `text`: samples of shape (samples,), mono, 16 kHz, as loud as the engine likes."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "spoken.wav"
        _COMMANDS[voice.engine](voice, text, wav)
        samples, rate = soundfile.read(wav, dtype="float64")
    if rate != SAMPLE_RATE:
        samples = soxr.resample(samples, rate, SAMPLE_RATE, quality="VHQ")
    return np.asarray(samples, dtype=np.float64)


def versions(engines: frozenset[Engine]) -> dict[str, str]:
    """The packages' versions, for the manifest: other versions speak other samples."""
    names = [name for engine in sorted(engines) for name in PACKAGES[engine].split(", ")]
    return {name: _package_version(name) for name in names}


def _package_version(name: str) -> str:
    return _run(["dpkg-query", "--show", "--showformat=${Version}", name]).strip()


def _espeak(voice: Voice, text: str, wav: Path) -> None:
    rate = str(ESPEAK_WORDS_A_MINUTE)
    _run(["espeak-ng", "-v", voice.id, "-s", rate, "-w", str(wav), text])


def _flite(voice: Voice, text: str, wav: Path) -> None:
    _run(["flite", "-voice", voice.id, "-t", text, "-o", str(wav)])


def _festival(voice: Voice, text: str, wav: Path) -> None:
    _run(["text2wave", "-eval", f"(voice_{voice.id})", "-o", str(wav)], stdin=text)


def _run(command: list[str], stdin: str = "") -> str:
    done = subprocess.run(  # noqa: S603 - the engines above, with texts of this folder
        command, input=stdin, capture_output=True, text=True, check=True, timeout=ENGINE_SECONDS
    )
    return done.stdout


_COMMANDS: Final[dict[Engine, Callable[[Voice, str, Path], None]]] = {
    Engine.ESPEAK: _espeak,
    Engine.FLITE: _flite,
    Engine.FESTIVAL: _festival,
}
