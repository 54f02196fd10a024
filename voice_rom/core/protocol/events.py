"""What the world tells the dialogue."""

from dataclasses import dataclass
from enum import StrEnum

from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.utterance import Utterance


class Device(StrEnum):
    MICROPHONE = "microphone"
    LOUDSPEAKER = "loudspeaker"
    RECOGNISER = "recogniser"
    """No sound device, but it fails as they do: what turns sound into words."""


class Timer(StrEnum):
    """What a running timer is for. A new one of the same kind replaces the old one."""

    NO_SPEECH = "no_speech"
    CORRECTION = "correction"
    MOVEMENT = "movement"
    WELFARE = "welfare"
    ALARM = "alarm"
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
class SentenceBegan:
    """A sentence of the speech with this number begins to sound. For displays only."""

    speech: int
    number: int
    """From 0: which of the speech's lines it is."""


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
    """Somebody seems to have begun to speak: time limits for silence no longer run."""

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

    meaning: Meant | None
    """None: a key that means nothing. Who is in need may hit any, so it stops, and ends nothing."""


@dataclass(frozen=True)
class QuitAsked:
    """Ctrl-C, a closed window: end now, with a last word."""


class AlarmFault(StrEnum):
    NOT_STARTED = "not_started"
    FAILED = "failed"
    """It ended with an error."""
    TOO_SLOW = "too_slow"
    """It was still not done at the end of its time, and was ended."""


@dataclass(frozen=True)
class AlarmFailed:
    """The owner's program, which was to tell others, did not do it."""

    why: AlarmFault


@dataclass(frozen=True)
class StaffTold:
    """The clinic's staff have been told that help is needed: it stands on a page of theirs."""


@dataclass(frozen=True)
class StaffAcknowledged:
    """One of the staff has pressed the button that says they have seen it."""


@dataclass(frozen=True)
class StaffNotReached:
    """They could not be told so far. It is still tried, and `StaffTold` may yet follow."""


StaffNews = StaffTold | StaffAcknowledged | StaffNotReached
"""What is known of the clinic's staff, once they were to be told that help is needed."""


@dataclass(frozen=True)
class StorageLost:
    """Answers were to be kept on disk and cannot be: from now on they are not."""

    why: str
    """Which file and why, in a sentence for the screen."""


@dataclass(frozen=True)
class StorageRenewed:
    """The file with earlier answers was damaged: it was put aside, and a new one is begun."""

    why: str
    """Which file, and its new name, in a sentence for the screen."""


@dataclass(frozen=True)
class DeliveryDelayed:
    """What is saved here cannot be brought to the database of all rooms: it waits here."""

    why: str
    """Which database and why, in a sentence for the screen."""


@dataclass(frozen=True)
class DeliveryCaughtUp:
    """All that waited here has been brought to the database of all rooms."""


class Loss(StrEnum):
    """What became of a device."""

    LOST = "lost"
    """Unplugged, taken by another program, ended by the system."""
    MUTED = "muted"
    """A microphone that is there and gives no sound at all, not even its own noise."""


@dataclass(frozen=True)
class DeviceLost:
    """May come again, with another reason, before the device is back."""

    device: Device
    why: str = ""
    """What is wrong and what to do, for the screen; empty where the device's name says it."""
    loss: Loss = Loss.LOST


@dataclass(frozen=True)
class DeviceBack:
    device: Device
    name: str = ""
    """The name of another device that took its place; empty: the same one."""


@dataclass(frozen=True)
class DeviceCrackles:
    """Again and again, sound is lost on its way. Told once for each device."""

    device: Device


@dataclass(frozen=True)
class WasAsleep:
    """The computer has slept, or the program was halted, and now goes on."""

    seconds: float
    """For how long. The room's clock has not counted it."""


@dataclass(frozen=True)
class LoudspeakerMuted:
    """The system says that it is muted, or that its volume is at 0. For displays only."""

    name: str


@dataclass(frozen=True)
class NobodyThere:
    """At a kiosk: for long there was no sign of life, and without one the session ends."""

    seconds: float
    """So much time is left."""


@dataclass(frozen=True)
class SomebodyThere:
    """At a kiosk: a sign of life that means nothing else, such as a touch beside the buttons.

    And told, once, for any that came after `NobodyThere`.
    """


class VoiceKind(StrEnum):
    """What speaks, from the best to the last."""

    OWN = "own"
    STAND_IN = "stand_in"
    """Another program, which can say everything."""
    RECORDINGS = "recordings"
    """Only what was recorded ahead of time can be heard; all else is only shown."""


@dataclass(frozen=True)
class VoiceChanged:
    """The voice failed and something else speaks, or it speaks again. For displays only."""

    voice: VoiceKind
    why: str
    """One line for a person: what is wrong, and what to do. Empty when it speaks again."""


Disturbance = (
    AlarmFailed
    | StaffTold
    | StaffAcknowledged
    | StaffNotReached
    | StorageLost
    | StorageRenewed
    | DeliveryDelayed
    | DeliveryCaughtUp
    | WasAsleep
    | NobodyThere
)
"""What comes between, and is told without any change of the place."""


Event = (
    Started
    | SpeechBegan
    | SentenceBegan
    | SpeechFinished
    | ListeningBegan
    | UtteranceBegan
    | Heard
    | RoomSounded
    | TimerFired
    | Commanded
    | QuitAsked
    | AlarmFailed
    | StaffTold
    | StaffAcknowledged
    | StaffNotReached
    | StorageLost
    | StorageRenewed
    | DeliveryDelayed
    | DeliveryCaughtUp
    | DeviceLost
    | DeviceBack
    | DeviceCrackles
    | WasAsleep
    | LoudspeakerMuted
    | NobodyThere
    | SomebodyThere
    | VoiceChanged
)
