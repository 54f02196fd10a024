"""Everything that happens, as one JSON object a line: docs/EVENTS.md."""

import json
from typing import Final, TextIO

from voice_rom.core.protocol.effects import Effect
from voice_rom.core.protocol.events import Event
from voice_rom.display.plain_values import Plain, plain_fields
from voice_rom.outputs import abandon
from voice_rom.ports import RoomLevel

EVENTS_VERSION: Final = 2
"""Raised when a field loses its meaning or goes; new fields and kinds do not raise it."""

FORMAT: Final = "voice-rom-events"

RENAMED: Final = {"at": "began_at"}
"""Fields whose own name every line has already."""


class JsonEvents:
    """A display for programs. Each line is written out at once."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._announced = False

    def event(self, at: float, event: Event) -> None:
        self._write(at, "event", event)

    def effect(self, at: float, effect: Effect) -> None:
        self._write(at, "effect", effect)

    def level(self, at: float, level: RoomLevel) -> None:
        self._write(at, "level", level)

    def missed(self, at: float, count: int) -> None:
        self._announce()
        self._line({"at": round(at, 3), "missed": count})

    def close(self) -> None:
        """The file is its owner's to close."""

    def _write(self, at: float, kind: str, value: Event | Effect | RoomLevel) -> None:
        self._announce()
        line: dict[str, Plain] = {"at": round(at, 3), kind: type(value).__name__}
        for name, held in plain_fields(value).items():
            line[RENAMED.get(name, name)] = held
        self._line(line)

    def _announce(self) -> None:
        if not self._announced:
            self._announced = True
            self._line({"format": FORMAT, "version": EVENTS_VERSION})

    def _line(self, value: dict[str, Plain]) -> None:
        # Escaped to ASCII: a line is whole, and readable, whatever the pipe's encoding is.
        try:
            self._file.write(json.dumps(value) + "\n")
            self._file.flush()
        except BrokenPipeError:
            abandon(self._file)
            raise
