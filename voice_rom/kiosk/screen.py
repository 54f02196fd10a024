"""The kiosk's browser as a program of its own: `python -m voice_rom.kiosk.screen FOLDER [PROGRAM]`.

It runs within a compositor such as cage, and does what the kiosk writes into a folder that both
share: which link to show, or none. Each order is a new browser with a new profile in memory. What
it shows it writes beside it, so the kiosk knows when nothing of a person is on the screen any more.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from voice_rom.kiosk.browser import KioskBrowser, find_browser

ORDER: Final = "order.json"
SHOWN: Final = "shown.json"

_LOOK_SECONDS: Final = 0.1
_AGAIN_SECONDS: Final = 2.0
"""A browser that ends by itself is started again after this."""
_CLOSED_SECONDS: Final = 5.0
"""So long the kiosk waits for a browser to be gone; one whose screen has died is gone with it."""


@dataclass(frozen=True)
class ScreenOrder:
    """What is to be shown, or what is."""

    number: int
    """No two orders have the same, not even of two kiosks one after the other."""
    link: str
    """Empty: nothing."""


class ScreenElsewhere:
    """What `KioskLoop` needs of a browser, when that runs in the unit of the screen."""

    def __init__(self, folder: Path, link: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._folder = folder
        self._link = link
        self._wait = wait
        self._order: ScreenOrder | None = None

    @property
    def runs(self) -> bool:
        """Whether it was ordered: that it stays there is the screen's own business."""
        return self._order is not None and bool(self._order.link)

    def open(self) -> None:
        self._write(self._link)

    def close(self) -> None:
        """Have it closed, and wait until it is. Safe to call twice."""
        order = self._write("")
        waited = 0.0
        while waited < _CLOSED_SECONDS and read_order(self._folder / SHOWN) not in (order, None):
            self._wait(_LOOK_SECONDS)
            waited += _LOOK_SECONDS

    def _write(self, link: str) -> ScreenOrder:
        self._order = ScreenOrder(time.time_ns(), link)
        write_order(self._folder / ORDER, self._order)
        return self._order


class Screen:
    """Follows the orders in a folder."""

    def __init__(self, folder: Path, program: str) -> None:
        self._folder = folder
        self._program = program
        self._shown: ScreenOrder | None = None
        self._browser: KioskBrowser | None = None
        self._not_before = 0.0

    def follow(self) -> None:
        """Do what is ordered now, if it is not done yet."""
        order = read_order(self._folder / ORDER)
        if order is not None and order != self._shown:
            self.close()
            self._shown = order
            self._browser = KioskBrowser(self._program, order.link) if order.link else None
            self._not_before = 0.0
        self._keep_open()
        if self._shown is not None and read_order(self._folder / SHOWN) != self._shown:
            write_order(self._folder / SHOWN, self._shown)

    def close(self) -> None:
        if self._browser is not None:
            self._browser.close()
        self._browser = None

    def _keep_open(self) -> None:
        now = time.monotonic()
        if self._browser is not None and not self._browser.runs and now >= self._not_before:
            self._browser.open()
            self._not_before = now + _AGAIN_SECONDS


def read_order(file: Path) -> ScreenOrder | None:
    """None: there is none, or it cannot be read."""
    with suppress(OSError, ValueError, TypeError):
        return ScreenOrder(**json.loads(file.read_text(encoding="utf-8")))
    return None


def write_order(file: Path, order: ScreenOrder) -> None:
    """Write it whole; its owner alone can read it, because the link lets in."""
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(json.dumps(asdict(order)))
    new.replace(file)


def main() -> int:
    """`FOLDER [PROGRAM]`: run until it is asked to end."""
    folder, *programs = sys.argv[1:]
    program = programs[0] if programs else find_browser()
    if program is None:
        sys.stderr.write("There is no Chromium on this computer: sudo apt-get install chromium\n")
        return 1
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: over.set())
    screen = Screen(Path(folder), program)
    # The compositor started it. One that has died takes nothing with it: its session's processes
    # are not the unit's, so systemd starts another one beside them.
    compositor = os.getppid()
    try:
        while os.getppid() == compositor and not over.wait(_LOOK_SECONDS):
            screen.follow()
    finally:
        screen.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
