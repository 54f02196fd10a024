"""The voice that was chosen, remembered, so that the next start need not ask the driver."""

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from voice_rom.speaking.cache import write_whole
from voice_rom.speaking.protocol import DriverEvidence

_RULES: Final = 2
"""Raised when the same wish leads to another voice: what was remembered is then chosen anew."""


@dataclass(frozen=True)
class Wish:
    """What a choice of voice follows from: settings, and the language of the content."""

    driver: str
    voice: str
    language: str


@dataclass(frozen=True)
class Choice:
    """A driver, its version, the id of the voice, and the files whose change would undo it all."""

    driver: str
    driver_version: str
    voice: str
    witnesses: tuple[DriverEvidence, ...]

    def still_holds(self) -> bool:
        """Whether every witness is as it was: no update of the driver or its library since."""
        return all(_unchanged(witness) for witness in self.witnesses)


def remembered(folder: Path, wish: Wish) -> Choice | None:
    """The choice made for the same wish by an earlier start, if it still holds."""
    try:
        fields = json.loads(_path(folder, wish).read_bytes())
        witnesses = tuple(DriverEvidence(**witness) for witness in fields.pop("witnesses"))
        choice = Choice(**fields, witnesses=witnesses)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    # Without witnesses there is no telling: ask the driver again.
    return choice if choice.witnesses and choice.still_holds() else None


def remember(folder: Path, wish: Wish, choice: Choice) -> None:
    write_whole(_path(folder, wish), json.dumps(asdict(choice)).encode())


def _path(folder: Path, wish: Wish) -> Path:
    # Each Python environment has a pyttsx3 of its own.
    told = json.dumps([_RULES, sys.prefix, wish.driver, wish.voice, wish.language])
    return folder / (hashlib.sha256(told.encode()).hexdigest()[:40] + ".choice")


def _unchanged(witness: DriverEvidence) -> bool:
    try:
        stat = Path(witness.path).stat()
    except (OSError, ValueError, TypeError):  # a path that is none
        return False
    return (stat.st_size, stat.st_mtime_ns) == (witness.size, witness.modified_ns)
