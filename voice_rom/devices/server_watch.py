"""Keeps what the sound server last told at hand, so that nobody has to wait for it."""

import threading
from collections.abc import Callable
from typing import Final, Protocol

from voice_rom.devices.sound_server import ServerState, SoundServer

SETTLING_SECONDS: Final = 0.05
"""Changes come in bunches: a knob that is turned, a device with all its streams."""

RETRY_SECONDS: Final = 5.0
"""How often a server that is not there is looked for."""


class Changing(Protocol):
    def follow(self, changed: Callable[[], None]) -> None: ...

    def close(self) -> None: ...


class WatchedServer(SoundServer, Protocol):
    def changes(self) -> Changing | None: ...


class ServerWatch:
    """Asks the server at the beginning and whenever it says that something has changed.

    Two threads of its own do that; `state` returns at once.
    """

    def __init__(self, server: WatchedServer) -> None:
        self._server = server
        self._changes: Changing | None = None
        self._closed = threading.Event()
        self._changed = threading.Event()
        self._lock = threading.Lock()
        self.state: ServerState | None = None
        """What it told last; None while there is no server that tells."""
        for task in (self._follow, self._ask):
            threading.Thread(target=task, name="sound server", daemon=True).start()

    def _follow(self) -> None:
        while not self._closed.is_set():
            with self._lock:
                if self._closed.is_set():
                    return
                self._changes = self._server.changes()
            if self._changes is None:
                return
            self._changed.set()
            self._changes.follow(self._changed.set)
            self._changes.close()
            self.state = None
            self._closed.wait(RETRY_SECONDS)

    def _ask(self) -> None:
        while True:
            self._changed.wait()
            if self._closed.wait(SETTLING_SECONDS):
                return
            self._changed.clear()
            self.state = self._server.ask()

    def close(self) -> None:
        with self._lock:
            self._closed.set()
            if self._changes is not None:
                self._changes.close()
        self._changed.set()
