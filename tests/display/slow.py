"""A display that takes as long for everything as the test wants."""

import threading

from voice_rom.core.protocol.effects import Effect
from voice_rom.core.protocol.events import Event
from voice_rom.ports import RoomLevel

PATIENCE = 60.0
"""Seconds after which a test that would hang fails instead."""


class SlowDisplay:
    """Is stuck in the first thing it is told, and in all that follow, until `gate` is set."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.stuck = threading.Event()
        """It has been told the first thing."""
        self.told: list[object] = []
        """All that it is through with; a gap by its count alone."""
        self.told_in: threading.Thread | None = None
        self.closed_in: threading.Thread | None = None

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002
        self._take(event)

    def effect(self, at: float, effect: Effect) -> None:  # noqa: ARG002
        self._take(effect)

    def level(self, at: float, level: RoomLevel) -> None:  # noqa: ARG002
        self._take(level)

    def missed(self, at: float, count: int) -> None:  # noqa: ARG002
        self._take(count)

    def close(self) -> None:
        self.closed_in = threading.current_thread()

    def _take(self, told: object) -> None:
        self.told_in = threading.current_thread()
        self.stuck.set()
        if not self.gate.wait(PATIENCE):
            raise TimeoutError("somebody waits for this display")
        self.told.append(told)
