"""What the session's loop needs of the world. Live and simulated parts implement the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from voice_rom.core.effects import Effect, Line, Manner
from voice_rom.core.events import Device, Event
from voice_rom.core.findings import Answer
from voice_rom.core.meanings import Meaning
from voice_rom.core.utterance import Utterance
from voice_rom.sound import Block, Clip, Samples


@dataclass(frozen=True)
class PlaybackEnded:
    """The last sample of what `Room.play` was given has left the loudspeaker."""


@dataclass(frozen=True)
class TimeReached:
    """Nothing happened until the time that `Room.next` was given."""


@dataclass(frozen=True)
class Pressed:
    """A key, or a button on a page."""

    meaning: Meaning


@dataclass(frozen=True)
class QuitPressed:
    """Ctrl-C, or a closed window."""


@dataclass(frozen=True)
class DeviceGone:
    device: Device
    why: str


@dataclass(frozen=True)
class DeviceReturned:
    device: Device


Signal = Block | PlaybackEnded | TimeReached | Pressed | QuitPressed | DeviceGone | DeviceReturned


class Room(Protocol):
    """Loudspeaker, microphone and the air between, with the one clock that counts for both."""

    @property
    def microphone(self) -> str:
        """The microphone's name, as a person may know it."""

    def now(self) -> float:
        """Seconds since the room was opened."""

    def next(self, until: float | None) -> Signal:
        """The next thing that happens, or TimeReached at `until` (seconds on this clock)."""

    def play(self, clips: Sequence[Clip]) -> None:
        """Play these one after the other, in place of what is playing; PlaybackEnded follows."""

    def silence(self) -> None:
        """Cut off what is playing, at once; no PlaybackEnded follows for it."""

    def close(self) -> None:
        """Let the devices go. Safe to call twice."""


class Voice(Protocol):
    """Text to samples."""

    def clips(self, lines: Sequence[Line], manner: Manner) -> list[Clip]:
        """One clip a line, at the level and rate of `manner`. Raises VoiceUnavailable."""

    def prepare(self, lines: Sequence[Line], manner: Manner) -> None:
        """Begin to render what may be said soon; returns at once."""

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

    def close(self) -> None: ...


@dataclass(frozen=True)
class HearingBegan:
    """The first block after `open` was listened to."""


@dataclass(frozen=True)
class VoiceActivity:
    """Somebody seems to have begun to speak."""

    at: float


@dataclass(frozen=True)
class RoomLevel:
    """About once a second while listening; levels in dBFS."""

    noise_dbfs: float
    peak_dbfs: float
    level_dbfs: float
    zeros: bool


HearingSignal = HearingBegan | VoiceActivity | RoomLevel | Utterance


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
    """A witness of the session: terminal, JSON lines, page."""

    def event(self, at: float, event: Event) -> None: ...

    def effect(self, at: float, effect: Effect) -> None: ...

    def level(self, at: float, level: RoomLevel) -> None: ...

    def close(self) -> None: ...


class Store(Protocol):
    """Keeps answers. `record` returns when the answer is safe."""

    def record(self, answer: Answer) -> None: ...
