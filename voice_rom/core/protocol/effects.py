"""What the dialogue asks of the world."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from voice_rom.core.assessment.findings import Answer
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.events import Timer


@dataclass(frozen=True)
class Prosody:
    """How the voice speaks: words a minute, and gain in dB against its normal level."""

    rate: int
    gain_db: float


@dataclass(frozen=True)
class Say:
    """Speak these lines, in place of whatever is being said; `SpeechFinished(speech)` follows."""

    speech: int
    lines: tuple[Line, ...]
    prosody: Prosody
    moment: str | None = None
    """Where in the session this is (`dialogue/moments.py`); None before it began."""
    before: int = 0
    """How many of the lines come before those of the moment itself: about the last answer, or why
    it is asked again."""
    offered: tuple[Meant, ...] = ()
    """What can be answered with a key or a button meanwhile, in the voice's order."""


@dataclass(frozen=True)
class Silence:
    """Be silent at once. No `SpeechFinished` follows for what was cut off."""


@dataclass(frozen=True)
class Listen:
    """Listen for these meanings, afresh."""

    expected: AbstractSet[Meant]
    offered: tuple[Meant, ...] = ()
    """Those that the voice says can be said here, in its order, for whoever looks."""


@dataclass(frozen=True)
class StopListening:
    """Stop listening."""


@dataclass(frozen=True)
class StartTimer:
    timer: Timer
    seconds: float


@dataclass(frozen=True)
class CancelTimer:
    timer: Timer


@dataclass(frozen=True)
class Prepare:
    """These lines may be said soon: have them ready."""

    lines: tuple[Line, ...]
    prosody: Prosody


@dataclass(frozen=True)
class ShowUnderstood:
    """What was heard, what it was taken for, and why."""

    understanding: Understanding


@dataclass(frozen=True)
class Record:
    """Keep this answer, before anything else is said."""

    answer: Answer


@dataclass(frozen=True)
class Resume:
    """What the person said to going on with the earlier session; it comes before any `Record`."""

    accepted: bool
    """True: what is recorded from now on belongs to it. False: a session of its own begins."""


class AlertReason(StrEnum):
    NO_ANSWER = "no_answer"
    """Nobody answered "Are you all right?", however often and loud."""
    HELP = "help"
    """The person said that they need help, or that they are not all right."""


@dataclass(frozen=True)
class AlertOwner:
    """Tell whoever can look after the person; `AlarmFailed` follows if that cannot be done."""

    reason: AlertReason


@dataclass(frozen=True)
class Finish:
    """The session is over; here is its report."""

    report: Report


Effect = (
    Say
    | Silence
    | Listen
    | StopListening
    | StartTimer
    | CancelTimer
    | Prepare
    | ShowUnderstood
    | Record
    | Resume
    | AlertOwner
    | Finish
)
