"""The process that speaks texts into files: `python -m voice_rom.speaking.worker`.

Requests come as lines on stdin, replies go as lines to stdout (`voice_rom.speaking.protocol`). It
ends when stdin ends, so it never outlives the program, however that ended.

On Linux, espeak is started in a forked child for every text: nothing that a text leaves behind
(pitch, a half cancelled command, a crash) reaches the next, and the same text always gives the same
samples. 30 ms a text; the child inherits all imports. Elsewhere one driver serves all texts.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from voice_rom.child_duties import ended_after, send, take_stdout
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
    replies = take_stdout()
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


def _serve(request: Request, replies: BinaryIO) -> None:
    if sys.platform == "linux" and request.driver == FORKED_DRIVER:
        _serve_in_child(request, replies)
    else:
        send(replies, encode(_reply(request, _started)))


def _serve_in_child(request: Request, replies: BinaryIO) -> None:
    try:
        pyttsx3_driver.load(request.driver)
    except DriverError as error:
        send(replies, encode(Refused(request.number, error.problem, error.detail)))
        return
    child = os.fork()
    if child == 0:
        send(replies, encode(_reply(request, {})))
        # espeak's library aborts when it is taken down in an orderly way.
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        ended = f"the driver's process ended with {os.waitstatus_to_exitcode(status)}"
        send(replies, encode(Refused(request.number, Problem.FAILED, ended)))


def _reply(request: Request, started: dict[str, Driver]) -> Reply:
    with ended_after(request.seconds + HANGING_SECONDS):
        try:
            driver = started.get(request.driver) or Driver(request.driver)
            started[request.driver] = driver
            if isinstance(request, Describe):
                return Described(request.number, driver.describe())
            driver.render(request)
        except DriverError as error:
            return Refused(request.number, error.problem, error.detail)
        return Rendered(request.number)


if __name__ == "__main__":
    main()
