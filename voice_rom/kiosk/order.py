"""What the kiosk's own process gives to that of a person, and how that one knows it is still there.

Everything goes through one pipe that both inherit: first the order, then nothing, until its end
says that the kiosk has ended. Nobody else can read it, as they could read a command's arguments.
"""

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

from voice_rom.page.access import Secrets

PIPE_VARIABLE: Final = "VOICE_ROM_KIOSK_PIPE"
"""In the environment of a person's process: the number of the pipe that its order comes through."""

TRY_AGAIN: Final = 75
"""The exit code when nobody could start: EX_TEMPFAIL of sysexits.h."""

ORPHANED: Final = 71
"""The exit code of a person's process whose kiosk has ended (EX_OSERR of sysexits.h)."""


@dataclass(frozen=True, kw_only=True)
class VisitOrder:
    """All that a person's process has to know. It is given nothing of anybody before."""

    listening: int
    """The number of the socket that the page is served at; inherited."""
    secrets: Secrets
    settings_file: str = ""
    """Empty: the user's own."""
    overrides: Mapping[str, object]
    """Laid over the settings, by dotted key,"""
    flags: Mapping[str, str]
    """and what was typed for each."""
    model: str = ""
    scenario: str = ""
    """A simulated person in place of a real one: the file to play,"""
    speed: float = 0.0
    """and how many times faster than real time; 0: as fast as it goes."""
    room_id: str = ""
    """What tells this room from another at the staff's desk, whoever is in it."""

    def settings_path(self) -> Path | None:
        return Path(self.settings_file) if self.settings_file else None

    def as_line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def read_order(pipe: BinaryIO) -> VisitOrder:
    """The order, as soon as it comes. Raises ValueError for what is none."""
    fields = json.loads(pipe.readline())
    return VisitOrder(**{**fields, "secrets": Secrets(**fields["secrets"])})


def end_with(pipe: BinaryIO) -> None:
    """From now on, end this process as soon as the pipe's other end does."""

    def watch() -> None:
        pipe.read()
        os._exit(ORPHANED)

    threading.Thread(target=watch, name="kiosk", daemon=True).start()
