"""What a child process of ours does at its own end of the pipes; see `child_process`.

Only the standard library, and little of it: a child must start quickly.
"""

import faulthandler
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO


def take_stdout() -> BinaryIO:
    """The real stdout, for replies only: libraries, native ones too, print what they like.

    And let Ctrl-C pass: in a terminal it may reach every process there, and the program itself ends
    this one, by the end of its stdin.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return replies


def send(replies: BinaryIO, line: bytes) -> None:
    """Write a reply, and have it read now."""
    replies.write(line)
    replies.flush()


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """End this process when native code hangs for so long: it can be stopped in no other way."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
