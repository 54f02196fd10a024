"""The process that recognises: `main` of this module, started by `recogniser_process`.

It ends when its stdin ends, so it never outlives the program, however that ended; and when a
recognition takes longer than it may, since native code that hangs can be stopped in no other way.
"""

import os
import sys
from contextlib import suppress
from typing import BinaryIO, Final

from voice_rom.child_duties import ended_after, send, take_stdout
from voice_rom.errors import VoiceRomError
from voice_rom.hearing.recogniser_protocol import (
    Look,
    NotARecogniserMessageError,
    Recognised,
    Request,
    encode_reply,
    read_load,
    read_request,
)
from voice_rom.hearing.vosk_recogniser import VoskRecogniser

HANGING_SECONDS: Final = 0.5
"""After the time is up, until this process ends itself: the program gives up first, and tells."""


def main() -> None:
    replies = take_stdout()
    # Where the program is gone, or talks nonsense, there is nothing to be said to anybody.
    with suppress(OSError, NotARecogniserMessageError):
        _serve(sys.stdin.buffer, replies)
    # Nothing is taken down in an orderly way: native code may hang or crash in it.
    os._exit(0)


def _serve(requests: BinaryIO, replies: BinaryIO) -> None:
    load = read_load(requests)
    if load is None:
        return
    try:
        with ended_after(load.seconds + HANGING_SECONDS):
            recogniser = VoskRecogniser.load(load.model, load.grammars)
    except VoiceRomError as problem:
        send(replies, encode_reply(problem))
        return
    send(replies, encode_reply(Recognised()))
    while (request := read_request(requests)) is not None:
        with ended_after(request.seconds + HANGING_SECONDS):
            reply = _reply(recogniser, request)
        send(replies, encode_reply(reply))


def _reply(recogniser: VoskRecogniser, request: Request) -> Recognised | VoiceRomError:
    try:
        return _recognised(recogniser, request)
    except VoiceRomError as problem:
        return problem


def _recognised(recogniser: VoskRecogniser, request: Request) -> Recognised:
    if request.look is Look.AGAIN:
        second = recogniser.look_again(request.samples)
        return Recognised((second.words,), second.gain)
    if request.look is Look.SENTENCE:
        return Recognised(recogniser.recognise_sentence(request.samples))
    if request.look is Look.OPEN:
        return Recognised((recogniser.recognise_openly(request.samples),))
    return Recognised((recogniser.recognise(request.samples),))


if __name__ == "__main__":
    main()
