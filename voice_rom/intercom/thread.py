"""The thread of the link to the desk: neither the ear, nor the voice, nor the dialogue waits."""

from threading import Event, Thread
from typing import Final

from voice_rom.intercom.desk_link import DeskLink
from voice_rom.unexpected import line_about

_AFTER_A_FAULT: Final = 30.0
"""Seconds until the next try when there is no news, and until the same fault is told again."""


class LinkThread:
    """Runs a link from the moment it is made until `close`."""

    def __init__(self, link: DeskLink) -> None:
        self._link = link
        self._woken = Event()
        self._closing = Event()
        self._told: dict[str, float] = {}
        """When each fault was told last."""
        link.news.wakes(self._woken.set)
        # As a daemon: a desk that swallows everything keeps no program from ending.
        self._thread = Thread(target=self._run, name="intercom", daemon=True)
        self._thread.start()

    def close(self, patience: float) -> None:
        """Have what is left told, for `patience` seconds at most; not waited for if it is away."""
        self._closing.set()
        self._woken.set()
        if self._link.connection is not None:
            self._thread.join(patience)
        self._link.kept.write(self._link.news.calls.unseen())

    def _run(self) -> None:
        while not self._closing.is_set():
            self._woken.wait(self._step())
            self._woken.clear()
        self._link.close()

    def _step(self) -> float:
        try:
            return self._link.step()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next call must go out
            self._link.hang_up()
            self._tell(f"The line to the staff's desk: {line_about(error)}")
            return _AFTER_A_FAULT

    def _tell(self, line: str) -> None:
        """All news wakes the line, and may come many times a second."""
        now = self._link.clock()
        if now - self._told.get(line, -_AFTER_A_FAULT) >= _AFTER_A_FAULT:
            self._told[line] = now
            self._link.tell(line)
