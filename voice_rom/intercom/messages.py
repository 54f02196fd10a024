"""What a room and the desk of the clinic's staff tell each other, as JSON, one message a frame.

A room tells where a session stands, and never what anybody answered or said.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

VERSION: Final = 1
"""Of these messages. A desk refuses a room that speaks another."""

MOST_BYTES: Final = 16 * 1024
"""A longer frame is no message of ours."""

TAKES_HEADER: Final = "Voice-Rom-Takes"
"""With it, a desk that opens a room's connection says what it takes beyond the first messages,"""

TAKES_SETTINGS: Final = "settings"
"""such as `RoomSettings`: one that does not say so would close the connection for it."""

LONGEST_NAME: Final = 80
LONGEST_WORDS: Final = 300
LONGEST_LINE: Final = 500
"""Signs of what is written in a message; see `shortened`."""

MOST_LISTED: Final = 20
"""Names or lines, wherever there are several."""

LONGEST_SECONDS: Final = 1e7

_Name = Annotated[str, Field(max_length=LONGEST_NAME)]
_Line = Annotated[str, Field(max_length=LONGEST_LINE)]
_Words = Annotated[str, Field(max_length=LONGEST_WORDS)]
_Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
_Count = Annotated[int, Field(ge=0, le=10_000)]
_Days = Annotated[int, Field(ge=0, le=36_500)]
_Seconds = Annotated[float, Field(ge=0, le=LONGEST_SECONDS)]
_Decibels = Annotated[float, Field(ge=-200, le=20)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Activity(StrEnum):
    """What happens in a room."""

    WAITING = "waiting"
    """The start screen: nobody is there."""
    BEGINNING = "beginning"
    """The greeting and the sound check."""
    SCREENING = "screening"
    MOVEMENT = "movement"
    """An instruction, and the time that it takes."""
    QUESTION = "question"
    COMPLAINT = "complaint"
    """Something hurts or is numb: what is asked about it."""
    PAUSED = "paused"
    STOPPED = "stopped"
    WELFARE = "welfare"
    """It is asked whether the person is all right."""
    CALLING = "calling"
    """Others are being told: nobody answered, or help was asked for."""
    DEVICE_LOST = "device_lost"
    SUMMARY = "summary"
    """The summary, the goodbye, and the time to read it."""
    CHECKING_SOUND = "checking_sound"
    FAULT = "fault"
    """No session can start; `Health.faults` says why."""


class CallReason(StrEnum):
    HELP = "help"
    NO_ANSWER = "no_answer"


class Hello(_Message):
    """The first message of a room."""

    kind: Literal["hello"] = "hello"
    version: int
    """Of these messages: `VERSION`."""
    program: _Name
    """The version of voice_rom."""
    room: _Name
    """What staff call it (`storage.room`); empty: it has no name."""
    room_id: _Id
    """The same for as long as its kiosk runs: two rooms may have one name."""


class RoomState(_Message):
    """Where the session stands. Sent whenever it changes."""

    kind: Literal["state"] = "state"
    activity: Activity
    test: _Name = ""
    """The test's title, in the language of the session; empty: in none."""
    number: _Count = 0
    """Which step or question of the test, from 1; 0: none."""
    of: _Count = 0
    """How many of these the test has."""
    quiet_for: _Seconds | None = None
    """Seconds since the last sign of life; the desk counts on. None: none is awaited."""


class Health(_Message):
    """How the room's devices are. Sent whenever it changes, and every minute."""

    kind: Literal["health"] = "health"
    microphone: _Name = ""
    """Its name; empty: none is open."""
    loudspeaker: _Name = ""
    faults: Annotated[tuple[_Line, ...], Field(max_length=MOST_LISTED)] = ()
    """What is wrong now, each in one line: a lost device, storage, a setting with file and line."""
    noise_dbfs: _Decibels | None = None
    """The room's noise while it was listened to last, RMS; None: not known."""


class RoomSettings(_Message):
    """What a clinic looks at of the room's settings; nothing in it depends on who is there.

    Sent when they are known, to a desk that takes it.
    """

    kind: Literal["settings"] = "settings"
    wrong: Annotated[tuple[_Line, ...], Field(max_length=3)] = ()
    """Why no session can start, with file, line and key; the rest is what survives of them."""
    greeting: _Words = ""
    clinic: _Words = ""
    contact: _Words = ""
    professional: _Words = ""
    """Whom the report names; of these, an empty one is not set."""
    emergency_number: _Name = ""
    """As it is dialled; empty: people are told to call "your emergency number"."""
    tests: Annotated[tuple[_Name, ...], Field(max_length=MOST_LISTED)] = ()
    """Their titles, in the language of the room; empty: not known."""
    screening: bool
    languages: Annotated[tuple[_Name, ...], Field(max_length=MOST_LISTED)]
    """Their codes."""
    rate: _Count
    """Words a minute."""
    earcons: bool
    keeps: bool
    """Whether answers are saved."""
    keep_days: _Days
    """0: until somebody deletes them."""
    sends: bool
    """Whether what is saved is sent to the database of all rooms."""
    hands_over: bool
    """Whether reports are written to a folder for the clinic's own system."""
    qr_code: bool
    printing: bool
    idle_seconds: _Seconds
    warning_seconds: _Seconds
    reading_seconds: _Seconds


class Call(_Message):
    """Somebody needs help. Sent at once, and again on every new connection until it is received."""

    kind: Literal["call"] = "call"
    call_id: _Id
    reason: CallReason
    ago: _Seconds = 0.0
    """So many seconds before this frame was sent: the desk may have been away meanwhile."""


class SoundChecked(_Message):
    """What a sound check that the desk asked for has found."""

    kind: Literal["sound_checked"] = "sound_checked"
    passed: bool
    lines: Annotated[tuple[_Line, ...], Field(max_length=MOST_LISTED)]
    """What was measured, and what to do, each in one line."""


class OrderRefused(_Message):
    """An order cannot be carried out now."""

    kind: Literal["refused"] = "refused"
    order_id: _Id
    why: _Line


class Done(_Message):
    """An order was carried out."""

    kind: Literal["done"] = "done"
    order_id: _Id


class Welcome(_Message):
    """The desk's answer to `Hello`."""

    kind: Literal["welcome"] = "welcome"


class CallSeen(_Message):
    """The call stands on at least one page that staff have open. Not sent before it does."""

    kind: Literal["call_seen"] = "call_seen"
    call_id: _Id


class CallAcknowledged(_Message):
    """One of the staff has pressed the button that says they have seen it."""

    kind: Literal["call_acknowledged"] = "call_acknowledged"
    call_id: _Id


class OrderKind(StrEnum):
    START = "start"
    PAUSE = "pause"
    GO_ON = "go_on"
    END = "end"
    CHECK_SOUND = "check_sound"


class Order(_Message):
    """What staff want done in a room."""

    kind: Literal["order"] = "order"
    order_id: _Id
    order: OrderKind


FromRoom = Hello | RoomState | Health | RoomSettings | Call | SoundChecked | OrderRefused | Done
FromDesk = Welcome | CallSeen | CallAcknowledged | Order

_FROM_ROOM: TypeAdapter[FromRoom] = TypeAdapter(Annotated[FromRoom, Field(discriminator="kind")])
_FROM_DESK: TypeAdapter[FromDesk] = TypeAdapter(Annotated[FromDesk, Field(discriminator="kind")])


class NotAMessageError(ValueError):
    """What came over the line is no message of that side."""


def read_from_room(frame: str | bytes) -> FromRoom:
    """Raises NotAMessageError."""
    return _read(_FROM_ROOM, frame)


def read_from_desk(frame: str | bytes) -> FromDesk:
    """Raises NotAMessageError."""
    return _read(_FROM_DESK, frame)


def shortened(text: str, most: int) -> str:
    """`text`, if it has no more than `most` signs; else its beginning."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def as_frame(message: FromRoom | FromDesk) -> str:
    return message.model_dump_json()


_M = TypeVar("_M")


def _read(adapter: TypeAdapter[_M], frame: str | bytes) -> _M:
    if len(frame) > MOST_BYTES:
        raise NotAMessageError("too long")
    try:
        return adapter.validate_json(frame)
    except ValidationError as wrong:
        raise NotAMessageError(f"{wrong.error_count()} mistakes") from None
