"""The process that speaks texts into files: `python -m voice_rom.speaking.worker`.

Requests come as lines on stdin, replies go as lines to stdout (`voice_rom.speaking.protocol`). It
ends when stdin ends, so it never outlives the program, however that ended.

On Linux, espeak is started in a forked child for every text: nothing that a text leaves behind
(pitch, a half cancelled command, a crash) reaches the next, and the same text always gives the same
samples. 30 ms a text; the child inherits all imports. Elsewhere one driver serves all texts.
"""

import faulthandler
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from voice_rom.speaking import pyttsx3_driver
from voice_rom.speaking.protocol import (
    Describe,
    Described,
    NotAVoiceMessageError,
    Problem,
    Refused,
    Render,
    Rendered,
    Reply,
    Request,
    decode,
    encode,
)
from voice_rom.speaking.pyttsx3_driver import FORKED_DRIVER, Driver, DriverError

HANGING_SECONDS: Final = 0.25
"""After a text's time is up, until a driver that still keeps the process busy is ended with it:
after the driver's own time limit, and before the program gives up waiting for an answer."""

_started: dict[str, Driver] = {}


def main() -> None:
    # Ctrl-C in a terminal reaches every process there; the program itself ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = _take_stdout()
    written = None
    for line in sys.stdin:
        try:
            request = decode(line)
        except NotAVoiceMessageError:
            continue
        if isinstance(request, Render):
            written = Path(request.path)
        if isinstance(request, Render | Describe):
            _serve(request, replies)
    if written is not None:
        _forget(written)


def _forget(path: Path) -> None:
    """Remove what a killed program left: the last recording, and its folder if that is empty."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        path.parent.rmdir()


def _take_stdout() -> TextIO:
    """The real stdout, for replies only: pyttsx3 prints, and libraries may."""
    replies = os.fdopen(os.dup(1), "w", encoding="ascii")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return replies


def _serve(request: Request, replies: TextIO) -> None:
    if sys.platform == "linux" and request.driver == FORKED_DRIVER:
        _serve_in_child(request, replies)
    else:
        _send(replies, _reply(request, _started))


def _serve_in_child(request: Request, replies: TextIO) -> None:
    try:
        pyttsx3_driver.load(request.driver)
    except DriverError as error:
        _send(replies, Refused(request.number, error.problem, error.detail))
        return
    child = os.fork()
    if child == 0:
        _send(replies, _reply(request, {}))
        # espeak's library aborts when it is taken down in an orderly way.
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        ended = f"the driver's process ended with {os.waitstatus_to_exitcode(status)}"
        _send(replies, Refused(request.number, Problem.FAILED, ended))


def _reply(request: Request, started: dict[str, Driver]) -> Reply:
    with _time_limit(request.seconds):
        try:
            driver = started.get(request.driver) or Driver(request.driver)
            started[request.driver] = driver
            if isinstance(request, Describe):
                return Described(request.number, driver.describe())
            driver.render(request)
        except DriverError as error:
            return Refused(request.number, error.problem, error.detail)
        return Rendered(request.number)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """End this process when native code hangs: it can be stopped in no other way."""
    faulthandler.dump_traceback_later(seconds + HANGING_SECONDS, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _send(replies: TextIO, reply: Reply) -> None:
    replies.write(encode(reply))
    replies.flush()


if __name__ == "__main__":
    main()
