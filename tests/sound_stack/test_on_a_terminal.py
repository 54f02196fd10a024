"""The program on a terminal of its own: its keys, and what stands on the screen."""

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.display.screens import Screen
from tests.sound_stack.pulse import SoundStack
from tests.sound_stack.test_left_alone import ON_ITS_TERMINAL, arguments, environment

_HALF_A_CODE = re.compile(r"(?:\x1b(?:\[[0-9;?]*)?)?$")

_STEP = re.compile(r"[^\r\n]*[\r\n]*")
"""What is written up to the end of a row: what is written over at once was still to be seen."""

PATIENCE_SECONDS = 90.0
"""Ten times what any of it takes here: who waits longer tells what the screen shows instead."""

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]


class Window:
    """A terminal, and somebody who looks at it and presses keys."""

    def __init__(self, columns: int) -> None:
        self.hands, self.inside = pty.openpty()
        self.screen = Screen(columns, 24)
        self.written = ""
        self._shown = 0
        self._until = time.monotonic() + PATIENCE_SECONDS
        self._tell_size(columns)

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


def test_keys_without_a_meaning_stop_and_end_nothing_and_the_spoken_sentence_is_marked(
    sound_stack: SoundStack, tmp_path: Path
) -> None:
    window = Window(80)
    with subprocess.Popen(
        [sys.executable, "-c", ON_ITS_TERMINAL, *arguments(sound_stack, tmp_path / "told")],
        env={**environment(sound_stack), "TERM": "xterm"},
        stdin=window.inside,
        stdout=window.inside,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as program:
        os.close(window.inside)
        window.wait_for_row("  > Now say yes, so that I know I can hear you from there.")
        window.wait_for_row("Listening. Say yes (y), or a command (h lists them).")
        offer = "Listening. Say continue (c) or end (e), or a command (h lists them)."
        for times, key in enumerate(("z", "7", "\x1b[A"), start=1):
            window.press(key)
            window.wait_until_written(offer, times)
        window.press("c")
        window.wait_for_row("  > All right, let's carry on.")
        window.resize(40)
        # Whole: the terminal by itself would break the same line at another place.
        shown = window.wait_for_whole_row("Listening. Say yes (y), or a command")
        program.terminate()
        window.look_to_the_end()
        assert program.wait() == 130
    os.close(window.hands)
    assert "    Say continue to go on, or end to" in shown
    assert max(len(row) for row in shown) <= 40
    assert "Report: Range of motion" in window.written
