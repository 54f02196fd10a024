"""The process that recognises: `main` of this module, started by `recogniser_process`.

It ends when its stdin ends, so it never outlives the program, however that ended; and when a
recognition takes longer than it may, since native code that hangs can be stopped in no other way.
"""

import faulthandler
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Final

from voice_rom.errors import VoiceRomError
from voice_rom.hearing.recogniser_protocol import (
    Look,
    NotARecogniserMessageError,
    Request,
    encode_reply,
    read_load,
    read_request,
)
from voice_rom.hearing.vosk_recogniser import VoskRecogniser
from voice_rom.ports import SecondLook

HANGING_SECONDS: Final = 0.5
"""After the time is up, until this process ends itself: the program gives up first, and tells."""


def main() -> None:
    # Ctrl-C in a terminal reaches every process there; the program itself ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = _take_stdout()
    # Where the program is gone, or talks nonsense, there is nothing to be said to anybody.
    with suppress(OSError, NotARecogniserMessageError):
        _serve(sys.stdin.buffer, replies)
    # Nothing is taken down in an orderly way: native code may hang or crash in it.
    os._exit(0)


def _take_stdout() -> BinaryIO:
    """The real stdout, for replies only: native libraries print what they like."""
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return replies


def _serve(requests: BinaryIO, replies: BinaryIO) -> None:
    load = read_load(requests)
    if load is None:
        return
    try:
        with _time_limit(load.seconds):
            recogniser = VoskRecogniser.load(load.model, load.grammars)
    except VoiceRomError as problem:
        _send(replies, problem)
        return
    _send(replies, SecondLook((), 0.0))
    while (request := read_request(requests)) is not None:
        with _time_limit(request.seconds):
            reply = _reply(recogniser, request)
        _send(replies, reply)


def _reply(recogniser: VoskRecogniser, request: Request) -> SecondLook | VoiceRomError:
    try:
        if request.look is Look.AGAIN:
            return recogniser.look_again(request.samples)
        return SecondLook(recogniser.recognise(request.samples), 0.0)
    except VoiceRomError as problem:
        return problem


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    faulthandler.dump_traceback_later(seconds + HANGING_SECONDS, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _send(replies: BinaryIO, reply: SecondLook | VoiceRomError) -> None:
    replies.write(encode_reply(reply))
    replies.flush()


if __name__ == "__main__":
    main()
