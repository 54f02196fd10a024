"""Notices that the window of a terminal has another size."""

import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO


class ResizeWatch:
    """Calls `changed` whenever the window of the terminal behind `file` changes its size.

    The call comes between two steps of whatever the main thread is doing, so it must not take
    long: a display is laid out anew in its own thread (`QueuedDisplay.soon`). Where there is no
    terminal, or its system does not tell, nothing is ever called.
    """

    def __init__(self, file: IO[str] | None, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._watches = _tells(file)
        if self._watches and sys.platform != "win32":
            self._before = signal.signal(signal.SIGWINCH, self._resized)

    def close(self) -> None:
        """Leave the signal as it was. Safe to call twice."""
        if self._watches and sys.platform != "win32":
            self._watches = False
            signal.signal(signal.SIGWINCH, self._before)

    def _resized(self, _number: int, _frame: object) -> None:
        self._changed()


def _tells(file: IO[str] | None) -> bool:
    in_main_thread = threading.current_thread() is threading.main_thread()
    return sys.platform != "win32" and in_main_thread and _is_real_terminal(file)


def _is_real_terminal(file: IO[str] | None) -> bool:
    if file is None:  # as Python has it where an output was closed before it began
        return False
    with suppress(OSError, ValueError):
        return file.fileno() >= 0 and file.isatty()
    return False
