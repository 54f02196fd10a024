"""Keys without a voice, where there is a real keyboard."""

import math
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final, Protocol, TextIO

from voice_rom.core.meanings import Meaning
from voice_rom.display.keys import key_table

ONE_PRESS_SECONDS: Final = 1.0
"""A key that is held down repeats itself, after half a second at most, and a hand that comes down
on a keyboard hits several keys: what follows within this time is the same press."""


class Keyboard(Protocol):
    """Reads keys in a thread of its own until it is closed."""

    def close(self) -> None:
        """Give the terminal back as it was. Safe to call twice."""


class KeyPresses:
    """Tells what a key means. A key that means nothing stops: who is in need may hit any."""

    def __init__(
        self,
        post: Callable[[Meaning], None],
        table: Mapping[str, Meaning],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`now` gives seconds, from anywhere on."""
        self._post = post
        self._table = table
        self._now = now
        self._last = -math.inf
        """When the last key that means nothing was pressed."""

    def press(self, key: str) -> None:
        meaning = self._table.get(key)
        if meaning is None and not self._goes_on():
            meaning = Meaning.STOP
        if meaning is not None:
            self._post(meaning)

    def _goes_on(self) -> bool:
        """Whether it belongs to the press before: "stop" twice would end the session."""
        now = self._now()
        before, self._last = self._last, now
        return now - before < ONE_PRESS_SECONDS


def open_keyboard(
    post: Callable[[Meaning], None], *, stdin: TextIO | None = None, language: str = "en"
) -> Keyboard | None:
    """Read keys and call `post` with what they mean, or return None where nobody can press one.

    `post` is called from another thread, so it has to be safe for that: a queue's `put`. The
    terminal is given back as it was by `close`, or at the latest when the program ends.
    """
    source = sys.stdin if stdin is None else stdin
    if source is None or source.closed or not source.isatty():
        return None
    return _reader(KeyPresses(post, key_table(language)).press, source)


def _reader(press: Callable[[str], None], source: TextIO) -> Keyboard | None:
    if sys.platform == "win32":
        from voice_rom.display.keyboard_windows import WindowsKeyboard  # noqa: PLC0415

        return WindowsKeyboard(press)
    else:  # noqa: RET505 - the type checker reads one of the two, by the system
        from voice_rom.display.keyboard_posix import (  # noqa: PLC0415
            PosixKeyboard,
            in_foreground,
        )

        descriptor = source.fileno()
        return PosixKeyboard(press, descriptor) if in_foreground(descriptor) else None
