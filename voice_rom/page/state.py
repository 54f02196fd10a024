"""What the page shows at one moment: plain values, and nothing of how they are shown."""

from dataclasses import dataclass, field
from enum import StrEnum

from voice_rom.core.language.meanings import Meant
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import AlertReason


class ListeningSign(StrEnum):
    """Who is heard now. Nothing here is shown before it is so."""

    NONE = "none"
    """Neither: the session has not begun, is over, or waits for a device."""
    SPEAKING = "speaking"
    LISTENING = "listening"
    """Blocks from the microphone arrive and are listened to."""
    SOMEONE_SPEAKS = "someone_speaks"


class NoteKind(StrEnum):
    """What became of something that was heard, or pressed."""

    UNDERSTOOD = "understood"
    NOT_UNDERSTOOD = "not_understood"
    KEY = "key"
    NOTED = "noted"
    """An answer was taken down."""
    PLAIN = "plain"


@dataclass(frozen=True)
class Note:
    """One line of what was heard and what it was taken for."""

    kind: NoteKind
    text: str


@dataclass(frozen=True)
class Talk:
    """What the voice says. `current` counts from 0; None when no sentence is sounding."""

    sentences: tuple[str, ...] = ()
    current: int | None = None
    asks_from: int = 0
    """The sentence from which on it asks: what is shown while it listens."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The sentence that is sounding; else all that asks for something."""
        if self.current is not None:
            return self.sentences[self.current : self.current + 1]
        return self.sentences[self.asks_from :]


@dataclass(frozen=True)
class Level:
    """How loud it is in front of the microphone, from 0 to the meter's `STEPS`."""

    steps: int
    zeros: bool
    """Nothing at all: the microphone may be muted."""


@dataclass(frozen=True, kw_only=True)
class PageState:
    """All that a page shows, in one place, comparable."""

    place: str = ""
    """Where in the whole it is: "Leg lift, step 2 of 5"."""
    moment: str = ""
    """What is going on: `leg-lift.lower-one-leg`. It names the drawing."""
    turn: int = 0
    """Grows whenever something else is asked: an answer to an earlier turn is no answer to it."""
    talk: Talk = field(default_factory=Talk)
    sign: ListeningSign = ListeningSign.NONE
    microphone: str = ""
    offered: tuple[Meant, ...] = ()
    """What can be answered now, in the voice's order."""
    notes: tuple[Note, ...] = ()
    """The latest, the newest last."""
    fault: str = ""
    """What does not work, in sentences; empty when all is well."""
    alert: AlertReason | None = None
    nobody: float = 0.0
    """At a kiosk: nobody seems to be there, and so many seconds are left; 0 while all is well."""
    report: Report | None = None
    """At the end."""
    has_trend: bool = False
    """Whether the answers of earlier sessions can be opened beside it."""
    printing: str = ""
    """At a kiosk: what has become of the report that was to be printed, in a sentence."""
    over: bool = False
