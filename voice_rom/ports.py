"""What the session's loop needs of the world. Live and simulated parts implement the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from voice_rom.core.assessment.findings import Answer
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import AlertReason, Effect, Prosody
from voice_rom.core.protocol.events import (
    AlarmFailed,
    Commanded,
    DeliveryCaughtUp,
    DeliveryDelayed,
    Device,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Event,
    LoudspeakerMuted,
    NobodyThere,
    QuitAsked,
    SomebodyThere,
    StaffNews,
    UtteranceBegan,
    VoiceChanged,
    WasAsleep,
)
from voice_rom.sound import Block, Clip, Samples


@dataclass(frozen=True)
class PlaybackEnded:
    """The last sample of what `Room.play` was given has left the loudspeaker."""


@dataclass(frozen=True)
class TimeReached:
    """Nothing happened until the time that `Room.next` was given."""


@dataclass(frozen=True)
class SoundTorn:
    """Some sound was lost on its way from or to this device, which the system noticed."""

    device: Device
    times: int


Signal = (
    Block
    | PlaybackEnded
    | TimeReached
    | Commanded
    | QuitAsked
    | DeviceLost
    | DeviceBack
    | LoudspeakerMuted
    | SoundTorn
    | DeviceCrackles
    | WasAsleep
    | NobodyThere
    | SomebodyThere
)
"""What happens in a room. What the dialogue is told as it is, is an event of its own."""


Posted = Commanded | QuitAsked | SomebodyThere
"""What somebody wants who has a key, a button on a page, or a window to close."""


class Room(Protocol):
    """Loudspeaker, microphone and the air between, with the one clock that counts for both."""

    @property
    def microphone(self) -> str:
        """The microphone's name, as a person may know it."""

    def now(self) -> float:
        """Seconds since the room was opened."""

    def next(self, until: float | None) -> Signal:
        """The next thing that happens, or TimeReached at `until` (seconds on this clock)."""

    def post(self, posted: Posted) -> None:
        """Have `next` return this, before the sound that waits: the way in for keyboards and pages.

        Never waits. From any thread, and from a signal's handler.
        """

    def play(self, clips: Sequence[Clip]) -> None:
        """Play these one after the other, in place of what is playing; PlaybackEnded follows."""

    def silence(self) -> None:
        """Cut off what is playing, at once; no PlaybackEnded follows for it."""

    def close(self) -> None:
        """Let the devices go. Safe to call twice."""


class Voice(Protocol):
    """Text to samples."""

    def clips(self, lines: Sequence[Line], prosody: Prosody) -> list[Clip]:
        """One clip a line, at the level and rate of `prosody`.

        Raises VoiceUnavailable and SettingsError as long as nothing was said. After that, what
        cannot be said is silence that lasts as long as it takes to read it.
        """

    def prepare(self, lines: Sequence[Line], prosody: Prosody) -> None:
        """Begin to render what may be said soon; returns at once."""

    def news(self) -> VoiceChanged | None:
        """What speaks now, if that is not what spoke when this was last asked."""

    def close(self) -> None: ...


@dataclass(frozen=True)
class RecognisedWord:
    """Times are seconds from the first sample that this recognition was given."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class SecondLook:
    """What the same sound is when only few words are possible.

    `words`: the likeliest of them. That there is none at all does not count as long as any fits.
    `gain`: how much better (natural logarithm of the likelihood) these words fit than the best of
    all words that can be said; below 0, something else fits better.
    """

    words: tuple[RecognisedWord, ...]
    gain: float


class Recogniser(Protocol):
    """Samples to words, a whole utterance at a time: a proxy to another process can do it too."""

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        """Return the words in samples of shape (samples,), at SAMPLE_RATE.

        Raises RecogniserFailed.
        """

    def look_again(self, samples: Samples) -> SecondLook:
        """Listen to the same samples for few words alone. Raises RecogniserFailed."""

    def recognise_sentence(self, samples: Samples) -> tuple[tuple[RecognisedWord, ...], ...]:
        """Return several readings by the words of the language's sentences, the likeliest first.

        None where the language has no sentences. Their confidence is 1. Raises RecogniserFailed.
        """

    def recognise_openly(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        """Return the words among all that the model knows, as likely as people say them.

        It costs five times as much as the others. Raises RecogniserFailed.
        """

    def close(self) -> None: ...


@dataclass(frozen=True)
class HearingBegan:
    """The first block after `open` was listened to."""


@dataclass(frozen=True)
class RoomLevel:
    """About once a second while listening; levels in dBFS."""

    noise_dbfs: float
    peak_dbfs: float
    level_dbfs: float
    zeros: bool


HearingSignal = HearingBegan | UtteranceBegan | RoomLevel | Utterance | DeviceLost | DeviceBack
"""Of devices, only the recogniser is lost and back here."""


class Listener(Protocol):
    """Blocks to utterances, in the same thread, without waiting for anything."""

    def open(self, *, not_before: float, during_voice: bool) -> None:
        """Listen afresh. Nothing that sounded before `not_before` (s, the room's clock) counts.

        With `during_voice`, utterances are marked so; the caller takes only interruptions then.
        """

    def shut(self) -> None:
        """Stop listening, forgetting what was not finished."""

    def feed(self, block: Block) -> list[HearingSignal]:
        """Take the next block, listening or not (it follows the room's noise all the time)."""

    def close(self) -> None: ...


class Display(Protocol):
    """A witness of the session: terminal, JSON lines, page.

    The session's loop calls it, and waits for it: one that may be slow is put behind a queue of its
    own (`display/queued.py`).
    """

    def event(self, at: float, event: Event) -> None: ...

    def effect(self, at: float, effect: Effect) -> None: ...

    def level(self, at: float, level: RoomLevel) -> None: ...

    def missed(self, at: float, count: int) -> None:
        """So many events, effects and levels were not told, here in their order.

        It was too slow for them. The first of them happened at `at` (s).
        """

    def close(self) -> None: ...


class Alarm(Protocol):
    """Has somebody elsewhere told that the person may need help."""

    def alert(self, reason: AlertReason) -> None:
        """Begin to tell them. Returns at once, and never raises."""

    def news(self) -> AlarmFailed | StaffNews | None:
        """What became of telling them, once for each change. Never waits."""


class Store(Protocol):
    """Keeps the answers of a session. Each method raises StorageUnavailable when it cannot."""

    @property
    def notices(self) -> Sequence[str]:
        """What the person should know before the session: which damaged file was put aside."""

    def begin(self) -> None:
        """Begin a session, before its first word."""

    def resume(self, *, accepted: bool) -> None:
        """Go on with the session that broke off, or leave it; comes before any `record`."""

    def record(self, answer: Answer) -> None:
        """Keep `answer`, in place of one to the same question. It is safe when this returns."""

    def finish(self, report: Report) -> None:
        """Keep the report: the session is over."""

    def news(self) -> DeliveryDelayed | DeliveryCaughtUp | None:
        """What became of bringing what is kept elsewhere, once for each change. Never waits."""
