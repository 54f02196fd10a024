"""Keys without a voice, where there is a real keyboard."""

import sys
from collections.abc import Callable
from typing import Protocol, TextIO

from voice_rom.core.meanings import Meaning
from voice_rom.display.keys import key_table


class Keyboard(Protocol):
    """Reads keys in a thread of its own until it is closed."""

    def close(self) -> None:
        """Give the terminal back as it was. Safe to call twice."""


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
    table = key_table(language)

    def press(key: str) -> None:
        meaning = table.get(key)
        if meaning is not None:
            post(meaning)

    return _reader(press, source)


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
