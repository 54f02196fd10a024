"""What a scenario says: who says what when, in which room, and what must come of it.

These dataclasses are the schema of `audio_fixtures/scenarios/*.yaml`; docs/SCENARIOS.md explains
them with examples. Everything has a default: an empty participant is healthy, willing and quick.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voice_rom.core.language.meanings import Meant
from voice_rom.simulation.background import QUIET_ROOM_DBFS
from voice_rom.simulation.sleeping import LoudspeakerKind

Texts = tuple[str, ...]


class Fault(StrEnum):
    MUTED = "muted"
    """The microphone gives zeros."""
    MICROPHONE = "microphone"
    """It is unplugged."""
    LOUDSPEAKER = "loudspeaker"
    SWITCHED = "switched"
    """The microphone is gone for good, and another takes its place."""
    SWITCHED_LOUDSPEAKER = "switched_loudspeaker"
    CRACKLES = "crackles"
    """What the microphone gives has holes, and the system says so."""


@dataclass(frozen=True, kw_only=True)
class RoomSpec:
    """The room. Levels are in dBFS (RMS), times in seconds."""

    noise: str | None = None
    """A recording that sounds all the time; without one, a faint hiss."""
    noise_dbfs: float = QUIET_ROOM_DBFS
    """-120: digital silence."""
    echo_db: float = -24.0
    """The voice in the microphone against the voice itself: as a laptop hears its loudspeaker."""
    headphones: bool = False
    """No echo at all."""
    echo_delay: float = 0.06
    rt60: float = 0.0
    seed: int = 1
    microphone: str = "the simulated microphone"
    narrow_band: bool = False
    """The microphone gives nothing above 4 kHz, as a headset on a phone profile."""
    loudspeaker: LoudspeakerKind = LoudspeakerKind.PLAIN


@dataclass(frozen=True, kw_only=True)
class Participant:
    voice: str = "flite-slt"
    """Which recorded voice speaks."""
    level_db: float = 0.0
    """Louder or quieter than recorded."""
    delay: float = 0.6
    """From the end of a question to the answer, in seconds. Less than half a second is quick."""
    movement: float = 2.0
    """From the end of an instruction to "ready", in seconds."""


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One thing that happens, once: when (`at` or `during`), and what (exactly one of the others).

    Times are in seconds, levels in dB or dBFS.
    """

    at: str | None = None
    """A moment, a kind of moment or the id of a text: after it was said, when it listens."""
    during: str | None = None
    """The same: while the voice says it."""
    after: float | None = None
    """How long after it listens (default: the participant's own time), or after the line began
    (default: 0.3)."""

    say: str | None = None
    """Words of which there is a recording, or a recording's name: in place of the usual answer."""
    press: Meant | None = None
    """A key. It takes the answer's place too."""
    nothing: bool = False
    """The participant lets this moment pass."""
    play: str | None = None
    """A recording that is no answer: somebody else, a cough. The participant answers after it."""
    noise: str | None = None
    """A recording that goes on for `seconds` at `level_dbfs`; the participant talks over it."""
    fault: Fault | None = None
    """It lasts for `seconds`."""
    quit: bool = False
    """Ctrl-C, or a closed window."""

    voice: str | None = None
    level_db: float | None = None
    seconds: float = 5.0
    level_dbfs: float = -40.0


@dataclass(frozen=True, kw_only=True)
class Expect:
    """What must have come of it. What is not named is not looked at, `complete` aside."""

    complete: bool = True
    """The last question was reached."""
    heard: Texts = ()
    """Words or meanings that were understood, in this order; others may stand between."""
    said: Texts = ()
    """Moments or ids of texts, in this order; others may stand between."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Question to status, meaning and side: "yes left", "unsure", "skipped", "no confirmed"."""
    findings: Texts | None = None
    """The questions with a finding, all of them."""
    open: Texts | None = None
    """The questions that stayed open, all of them."""
    never: Texts = ()
    """Meanings that are never understood, moments or texts that are never said."""
    within: float | None = None
    """Seconds that it may take at most."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    title: str
    description: str = ""
    settings: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """By dotted key, over the program's own: `session.tests: [leg-lift]`."""
    room: RoomSpec = field(default_factory=RoomSpec)
    participant: Participant = field(default_factory=Participant)
    answers: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Moment, pattern or kind to what is said there, every time; "nothing" is an answer too.

    A list: the first time, the second time, and so on; the last of it from then on.
    """
    cues: tuple[Cue, ...] = ()
    expect: Expect = field(default_factory=Expect)
    limit: float = 1800.0
    """Seconds after which the participant gives up and closes the window."""
