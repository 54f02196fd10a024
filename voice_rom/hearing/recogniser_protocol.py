"""What the program and its recogniser's process say to each other.

First, a line of JSON: what to load. Then requests: a header, and the samples as they are. Every
reply is a line of JSON; numbers keep all their digits, so the words are those of a recogniser in
the same process, to the last bit.
"""

import json
import struct
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from voice_rom.errors import (
    ContentError,
    ModelDamaged,
    ModelMissing,
    RecogniserFailed,
    VoiceRomError,
)
from voice_rom.hearing.grammar import Grammars
from voice_rom.ports import RecognisedWord
from voice_rom.sound import Samples

_HEADER: Final = struct.Struct("<Bdq")
_SAMPLE: Final = np.dtype("<i2")

_PROBLEMS: Final = {
    kind.__name__: kind for kind in (ContentError, ModelDamaged, ModelMissing, RecogniserFailed)
}
"""What the recogniser may raise, by name."""


class NotARecogniserMessageError(ValueError):
    """What was read is none of ours, or ends in the middle."""


class Look(IntEnum):
    FIRST = 1
    AGAIN = 2
    SENTENCE = 3
    OPEN = 4


@dataclass(frozen=True)
class Load:
    """Load this model, within `seconds`."""

    model: Path
    grammars: Grammars
    seconds: float


@dataclass(frozen=True, eq=False)
class Request:
    """Recognise `samples` of shape (samples,), at SAMPLE_RATE, within `seconds`."""

    look: Look
    samples: Samples
    seconds: float


@dataclass(frozen=True)
class Recognised:
    """`readings`: the words, likeliest first; only a look for sentences gives several.

    `gain`: see `ports.SecondLook`; 0 with all others.
    """

    readings: tuple[tuple[RecognisedWord, ...], ...] = ()
    gain: float = 0.0


def encode_load(load: Load) -> bytes:
    fields = {
        "model": str(load.model),
        "first": load.grammars.first,
        "second": load.grammars.second,
        "sentences": load.grammars.sentences,
        "seconds": load.seconds,
    }
    return _line(fields)


def read_load(stream: BinaryIO) -> Load | None:
    """None when there is nothing to load: the program has ended.

    Raises NotARecogniserMessageError.
    """
    line = stream.readline()
    if not line:
        return None
    try:
        fields = json.loads(line)
        grammars = Grammars(*(tuple(fields[name]) for name in ("first", "second", "sentences")))
        return Load(Path(fields["model"]), grammars, float(fields["seconds"]))
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise NotARecogniserMessageError(line[:200]) from problem


def encode_request(request: Request) -> bytes:
    data = request.samples.astype(_SAMPLE, copy=False).tobytes()
    return _HEADER.pack(request.look, request.seconds, len(request.samples)) + data


def read_request(stream: BinaryIO) -> Request | None:
    """None when no more will come. Raises NotARecogniserMessageError."""
    header = stream.read(_HEADER.size)
    if not header:
        return None
    try:
        look, seconds, count = _HEADER.unpack(header)
        data = stream.read(count * _SAMPLE.itemsize)
        samples = np.frombuffer(data, dtype=_SAMPLE, count=count)
        return Request(Look(look), samples.astype(np.int16, copy=False), seconds)
    except (struct.error, ValueError) as problem:
        raise NotARecogniserMessageError(header) from problem


def encode_reply(reply: Recognised | VoiceRomError) -> bytes:
    """`reply`: what was recognised, or what went wrong."""
    if isinstance(reply, VoiceRomError):
        return _line({"problem": type(reply).__name__, "message": str(reply)})
    readings = [[asdict(word) for word in words] for words in reply.readings]
    return _line({"readings": readings, "gain": reply.gain})


def decode_reply(line: bytes) -> Recognised:
    """What was recognised. Raises what the recogniser raised, and NotARecogniserMessageError."""
    try:
        fields = json.loads(line)
        problem = fields.get("problem")
        if problem is None:
            readings = tuple(
                tuple(RecognisedWord(**word) for word in words) for words in fields["readings"]
            )
            return Recognised(readings, float(fields["gain"]))
        raised = _PROBLEMS[problem](str(fields["message"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise NotARecogniserMessageError(line[:200]) from wrong
    raise raised


def _line(fields: dict[str, object]) -> bytes:
    return json.dumps(fields).encode("ascii") + b"\n"
