"""What the world tells the dialogue."""

from dataclasses import dataclass
from enum import StrEnum

from voice_rom.core.meanings import Meaning
from voice_rom.core.utterance import Utterance


class Device(StrEnum):
    MICROPHONE = "microphone"
    LOUDSPEAKER = "loudspeaker"


class Timer(StrEnum):
    """What a running timer is for. A new one of the same kind replaces the old one."""

    NO_SPEECH = "no_speech"
    CORRECTION = "correction"
    MOVEMENT = "movement"
    WELFARE = "welfare"
    PAUSE = "pause"


@dataclass(frozen=True)
class Started:
    """The session begins."""


@dataclass(frozen=True)
class SpeechBegan:
    """The speech with this number has begun to sound. Seconds on the room's clock."""

    speech: int
    last_words: float
    """When its last word but one begins: an answer that begins after it was given in time."""
    ends: float
    """When it will be over."""


@dataclass(frozen=True)
class SpeechFinished:
    """The last sample of the speech with this number has left the loudspeaker."""

    speech: int


@dataclass(frozen=True)
class ListeningBegan:
    """Blocks from the microphone really arrive and are listened to."""

    microphone: str
    """The device's name, as the person may know it."""


@dataclass(frozen=True)
class UtteranceBegan:
    """Somebody began to speak: time limits for silence no longer run."""

    at: float


@dataclass(frozen=True)
class Heard:
    utterance: Utterance


@dataclass(frozen=True)
class RoomSounded:
    """How the room sounded while listening: what the sound check goes by."""

    noise_dbfs: float
    peak_dbfs: float
    """The loudest block's RMS level since listening began."""
    zeros: bool
    """Every sample was exactly zero: a muted microphone."""


@dataclass(frozen=True)
class TimerFired:
    timer: Timer


@dataclass(frozen=True)
class Commanded:
    """A key, a page or a kiosk button: an answer or a command without a voice."""

    meaning: Meaning


@dataclass(frozen=True)
class QuitAsked:
    """Ctrl-C, a closed window: end now, with a last word."""


@dataclass(frozen=True)
class DeviceLost:
    device: Device


@dataclass(frozen=True)
class DeviceBack:
    device: Device


Event = (
    Started
    | SpeechBegan
    | SpeechFinished
    | ListeningBegan
    | UtteranceBegan
    | Heard
    | RoomSounded
    | TimerFired
    | Commanded
    | QuitAsked
    | DeviceLost
    | DeviceBack
)
