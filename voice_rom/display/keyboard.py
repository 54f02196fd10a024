"""Keys without a voice, where there is a real keyboard."""

import math
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final, Protocol, TextIO

from voice_rom.core.assessment.content import NO_NAMED, NamedAnswers
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.display.keys import key_table

ONE_PRESS_SECONDS: Final = 1.0
"""A key that is held down repeats itself, for the first time after half a second or a little more,
and a hand that comes down on a keyboard hits several keys: of what stops, and of what leads on,
all that follows within this time is the same press. Nobody ends a session, or runs through its
movements, by holding a key."""

REPEAT_SECONDS: Final = 0.1
"""Once a held key repeats itself, it does so 10 to 40 times a second: that is no press of a key."""

_ONCE: Final = frozenset(
    {
        Meaning.STOP,
        Meaning.READY,
        Meaning.CONTINUE,
        Meaning.SKIP,
        Meaning.BACK,
        Meaning.END,
    }
)
"""What leads out of where the session is."""


class Keyboard(Protocol):
    """Reads keys in a thread of its own until it is closed."""

    def close(self) -> None:
        """Give the terminal back as it was. Safe to call twice."""


class KeyPresses:
    """Tells what a key means: None where it means nothing. Who is in need may hit any."""

    def __init__(
        self,
        post: Callable[[Meant | None], None],
        table: Mapping[str, Meant],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`now` gives seconds, from anywhere on."""
        self._post = post
        self._table = table
        self._now = now
        self._last: dict[Meant, float] = {}
        """When each meaning was pressed last."""

    def press(self, key: str) -> None:
        meaning = self._table.get(key)
        if not self._goes_on(meaning):
            self._post(meaning)

    def _goes_on(self, posted: Meant | None) -> bool:
        """Whether it belongs to the press before: a key that means nothing stops, too."""
        meaning: Meant = posted or Meaning.STOP
        now = self._now()
        before, self._last[meaning] = self._last.get(meaning, -math.inf), now
        return now - before < (ONE_PRESS_SECONDS if meaning in _ONCE else REPEAT_SECONDS)


def open_keyboard(
    post: Callable[[Meant | None], None],
    *,
    stdin: TextIO | None = None,
    language: str = "en",
    named: NamedAnswers = NO_NAMED,
) -> Keyboard | None:
    """Read keys and call `post` with what they mean, or return None where nobody can press one.

    `named` are the answers that the assessment names.
    `post` is called from another thread, so it has to be safe for that: a queue's `put`. The
    terminal is given back as it was by `close`, or at the latest when the program ends.
    """
    source = sys.stdin if stdin is None else stdin
    if source is None or source.closed or not source.isatty():
        return None
    return _reader(KeyPresses(post, key_table(language, named=named)).press, source)


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
