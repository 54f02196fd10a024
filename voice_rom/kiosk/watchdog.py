"""Tells systemd that the kiosk is ready, and that its loop still goes round: sd_notify(3).

Who feeds the watchdog is the loop that leads the person, once a second at most. A loop that is
stuck feeds no more, and systemd ends the kiosk and starts it anew. Without systemd nothing is told.
"""

import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

NOTIFY_VARIABLE: Final = "NOTIFY_SOCKET"
"""In the environment of whatever systemd starts as `Type=notify`: where it listens."""

_FEED_SECONDS: Final = 1.0


class Watchdog:
    """Feeds systemd's watchdog. Nothing that goes wrong with it is any person's concern."""

    def __init__(self, address: str, now: Callable[[], float] = time.monotonic) -> None:
        """`address`: a path, or a name that begins with "@"; empty: nobody listens."""
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._now = now
        self._fed_at: float | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> "Watchdog":
        return cls(environment.get(NOTIFY_VARIABLE, ""))

    def feed(self) -> None:
        """Say that the loop goes round; the first time, that the start screen is there as well."""
        now = self._now()
        if not self._address or (self._fed_at is not None and now - self._fed_at < _FEED_SECONDS):
            return
        first, self._fed_at = self._fed_at is None, now
        self._tell("READY=1\nWATCHDOG=1" if first else "WATCHDOG=1")

    def stopping(self) -> None:
        """Say that the kiosk ends because it was asked to."""
        if self._address:
            self._tell("STOPPING=1")

    def _tell(self, what: str) -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as telling:
            telling.settimeout(0.0)  # systemd that does not read holds nobody up
            telling.sendto(what.encode(), self._address)
