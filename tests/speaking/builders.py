"""Values that the tests of the voice share."""

import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import voice_rom
from voice_rom.core.assessment.settings import VoiceSettings
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody

CALM = Prosody(rate=150, gain_db=0.0)


def voice_settings(*, voice: str = "", driver: str = "espeak") -> VoiceSettings:
    """The program's own, with espeak: the driver that is there on every machine that tests."""
    package = Path(voice_rom.__file__).parent
    table = tomllib.loads((package / "settings.toml").read_text(encoding="utf-8"))["voice"]
    fixed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    return replace(VoiceSettings(**fixed), voice=voice, driver=driver)


def lines(*texts: str) -> list[Line]:
    return [Line("test", text) for text in texts]


def scripted(folder: Path, *behaviours: str) -> list[str]:
    """The command of a worker that behaves so at its first, second, third start."""
    return [
        sys.executable,
        str(Path(__file__).with_name("scripted_worker.py")),
        str(folder),
        *behaviours,
    ]


def log(folder: Path) -> list[str]:
    """What the scripted workers noted: "start" and the texts they were asked for."""
    path = folder / "log"
    return path.read_text().splitlines() if path.exists() else []
