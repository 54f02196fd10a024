"""What the program and its voice worker say to each other: one JSON object a line.

Only the standard library, and little of it: the worker must start quickly.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final


class Problem(StrEnum):
    """Why the worker did not do as asked; only FAILED may go better with a fresh one."""

    DRIVER_MISSING = "driver-missing"
    DRIVER_UNKNOWN = "driver-unknown"
    VOICE_UNKNOWN = "voice-unknown"
    FAILED = "failed"


@dataclass(frozen=True)
class Render:
    """Speak `text` into the file `path`, within `seconds`. `rate` is in words a minute."""

    number: int
    driver: str
    voice: str
    rate: int
    text: str
    path: str
    seconds: float


@dataclass(frozen=True)
class Describe:
    """Tell what the driver is and which voices it has, within `seconds`."""

    number: int
    driver: str
    seconds: float


@dataclass(frozen=True)
class VoiceDescription:
    """One of a driver's voices. `gender` is the driver's word for it, or empty."""

    id: str
    name: str
    languages: tuple[str, ...]
    gender: str


@dataclass(frozen=True)
class DriverEvidence:
    """A file that rendering rests on. As long as none has changed, what was described holds."""

    path: str
    size: int
    modified_ns: int


@dataclass(frozen=True)
class DriverDescription:
    """A driver (`name`: espeak, sapi5, nsss) with the versions of all that shapes its sound."""

    name: str
    version: str
    current_voice: str
    voices: tuple[VoiceDescription, ...]
    witnesses: tuple[DriverEvidence, ...]


@dataclass(frozen=True)
class Rendered:
    number: int


@dataclass(frozen=True)
class Described:
    number: int
    driver: DriverDescription


@dataclass(frozen=True)
class Refused:
    number: int
    problem: Problem
    detail: str


Request = Render | Describe
Reply = Rendered | Described | Refused
Message = Request | Reply


class NotAVoiceMessageError(ValueError):
    """A line that is none of ours."""


def encode(message: Message) -> bytes:
    """One line, ASCII only, with its end."""
    fields = {"kind": type(message).__name__, **asdict(message)}
    return json.dumps(fields).encode("ascii") + b"\n"


def decode(line: str | bytes) -> Message:
    """The message of a line. Raises NotAVoiceMessageError."""
    try:
        fields = json.loads(line)
        return _KINDS[fields.pop("kind")](fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise NotAVoiceMessageError(line[:200]) from problem


def decode_reply(line: bytes) -> Reply:
    """The reply of a line. Raises NotAVoiceMessageError."""
    message = decode(line)
    if not isinstance(message, Rendered | Described | Refused):
        raise NotAVoiceMessageError(line[:200])
    return message


def _render(fields: dict[str, object]) -> Render:
    return Render(
        number=_number(fields),
        driver=str(fields["driver"]),
        voice=str(fields["voice"]),
        rate=int(str(fields["rate"])),
        text=str(fields["text"]),
        path=str(fields["path"]),
        seconds=float(str(fields["seconds"])),
    )


def _describe(fields: dict[str, object]) -> Describe:
    return Describe(
        number=_number(fields),
        driver=str(fields["driver"]),
        seconds=float(str(fields["seconds"])),
    )


def _rendered(fields: dict[str, object]) -> Rendered:
    return Rendered(number=_number(fields))


def _described(fields: dict[str, object]) -> Described:
    return Described(number=_number(fields), driver=driver_from_json(fields["driver"]))


def _refused(fields: dict[str, object]) -> Refused:
    return Refused(
        number=_number(fields),
        problem=Problem(str(fields["problem"])),
        detail=str(fields["detail"]),
    )


def _number(fields: dict[str, object]) -> int:
    return int(str(fields["number"]))


def driver_from_json(fields: object) -> DriverDescription:
    """The description from what `asdict` made of it. Raises TypeError, ValueError or KeyError."""
    if not isinstance(fields, dict):
        raise TypeError(fields)
    return DriverDescription(
        name=str(fields["name"]),
        version=str(fields["version"]),
        current_voice=str(fields["current_voice"]),
        voices=tuple(
            VoiceDescription(**{**voice, "languages": tuple(voice["languages"])})
            for voice in fields["voices"]
        ),
        witnesses=tuple(DriverEvidence(**witness) for witness in fields["witnesses"]),
    )


_KINDS: Final[dict[str, Callable[[dict[str, object]], Message]]] = {
    "Render": _render,
    "Describe": _describe,
    "Rendered": _rendered,
    "Described": _described,
    "Refused": _refused,
}
