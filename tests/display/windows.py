"""A terminal of a test's own, and somebody who looks at it and presses keys."""

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Callable
from typing import Self

import pytest

from tests.display.screens import Screen

_HALF_A_CODE = re.compile(r"(?:\x1b(?:\[[0-9;?]*)?)?$")

_STEP = re.compile(r"[^\r\n]*[\r\n]*")
"""What is written up to the end of a row: what is written over at once was still to be seen."""

PATIENCE_SECONDS = 90.0
"""Ten times what any of it takes here: who waits longer tells what the screen shows instead."""


class Window:
    """To be used with `with`. `inside` is for the program, which is the only one to hold it."""

    def __init__(self, columns: int) -> None:
        self.hands, self.inside = pty.openpty()
        self.screen = Screen(columns, 24)
        self.written = ""
        self._shown = 0
        self._closed = False
        self._until = time.monotonic() + PATIENCE_SECONDS
        self._tell_size(columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """As by its frame's button. Safe to call twice."""
        if not self._closed:
            self._closed = True
            os.close(self.hands)

    def press(self, key: str) -> None:
        os.write(self.hands, key.encode())

    def resize(self, columns: int) -> None:
        self.screen.resize(columns)
        self._tell_size(columns)

    def wait_for(self, seen: Callable[[list[str]], bool]) -> list[str]:
        """Look until it is seen."""
        self._until = time.monotonic() + PATIENCE_SECONDS
        while not seen(self.screen.visible):
            self._look_once()
        return [row.rstrip() for row in self.screen.visible]

    def wait_until_written(self, text: str, times: int) -> None:
        self.wait_for(lambda _: self.written.count(text) >= times)

    def wait_for_row(self, begin: str) -> list[str]:
        return self.wait_for(lambda rows: any(row.startswith(begin) for row in rows))

    def wait_for_whole_row(self, row: str) -> list[str]:
        return self.wait_for(lambda rows: row in [each.rstrip() for each in rows])

    def look_to_the_end(self) -> None:
        with contextlib.suppress(OSError):  # the terminal goes with the last program on it
            while True:
                self._read()

    def _look_once(self) -> None:
        """Show one row more of what is written; a control code that is not whole waits."""
        half = _HALF_A_CODE.search(self.written)
        whole = self.written[self._shown : len(self.written) if half is None else half.start()]
        step = _STEP.match(whole)
        if not whole or step is None:
            self._read()
            return
        self.screen.show(step[0])
        self._shown += len(step[0])

    def _read(self) -> None:
        ready, _, _ = select.select([self.hands], [], [], PATIENCE_SECONDS)
        late = time.monotonic() > self._until
        if not ready or late:
            pytest.fail("\n".join(["The screen shows:", *self.screen.visible]))
        self.written += os.read(self.hands, 4096).decode(errors="replace")

    def _tell_size(self, columns: int) -> None:
        fcntl.ioctl(self.hands, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
