"""Keeps what C libraries print away from the person's terminal."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

STDERR = 2


@contextmanager
def native_stderr_discarded() -> Iterator[None]:
    """While it lasts, descriptor 2 leads nowhere; what Python writes to sys.stderr still arrives.

    ALSA and PortAudio print into the terminal from threads of their own, at any moment: when a
    buffer ran empty, when a device went away. Only the descriptor itself can be turned off.
    """
    try:
        terminal = os.dup(STDERR)
    except OSError:  # there is none: a service, or a program without a console
        yield
        return
    pythons_own = sys.stderr
    kept = _moved_to(terminal)
    _lead_nowhere()
    try:
        yield
    finally:
        if kept is not None:
            with suppress(OSError):  # the window may be closed
                kept.flush()
            if sys.stderr is kept:
                sys.stderr = pythons_own
        os.dup2(terminal, STDERR)
        os.close(terminal)


def _moved_to(descriptor: int) -> TextIO | None:
    """Let Python's own sys.stderr, if it writes to descriptor 2, write to another one."""
    try:
        if sys.stderr.fileno() != STDERR:
            return None
    except (AttributeError, OSError, ValueError):  # None, or not a file
        return None
    sys.stderr.flush()
    sys.stderr = os.fdopen(
        descriptor, "w", buffering=1, encoding=sys.stderr.encoding, errors="replace", closefd=False
    )
    return sys.stderr


def _lead_nowhere() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STDERR)
    os.close(nowhere)
