"""A scenario that was checked: every recording found, every moment known, ready to be played."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final, Protocol

import numpy as np

from voice_rom.core.assessment.content import NamedAnswers
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.language.meanings import Meant
from voice_rom.simulation.room import RoomSetup
from voice_rom.simulation.scenario import Expect, Fault
from voice_rom.sound import SAMPLE_RATE, Samples

AUDIBLE_DB: Final = 35.0
"""dB under a word's loudest sample at which it counts as over."""


@dataclass(frozen=True, eq=False)
class Sound:
    """A recording, and how much louder than recorded it is played."""

    name: str
    samples: Samples
    gain_db: float = 0.0

    @property
    def audible_seconds(self) -> float:
        """Until the last sample within AUDIBLE_DB of the loudest: the recording may go on."""
        loudness = np.abs(self.samples.astype(np.int32))
        least = float(np.max(loudness, initial=0)) * 10.0 ** (-AUDIBLE_DB / 20.0)
        return (int(np.flatnonzero(loudness >= least)[-1]) + 1) / SAMPLE_RATE


@dataclass(frozen=True)
class Utter:
    """The participant says it."""

    sound: Sound


@dataclass(frozen=True)
class Play:
    """Somebody or something else sounds; the participant waits until it is over."""

    sound: Sound


@dataclass(frozen=True, eq=False)
class Noise:
    """It goes on, and nobody waits for it."""

    samples: Samples


@dataclass(frozen=True)
class Press:
    meaning: Meant


Answer = Sound | Press


class Person(Protocol):
    """Somebody who decides what to answer by what the voice says, where no list could tell it."""

    def answer(self, moment: str) -> Answer | None:
        """What is answered now that it listens at `moment`; None lets the moment pass."""

    def objections(
        self, said: Sequence[Line], before: int, moment: str | None
    ) -> Mapping[int, Sound]:
        """What is said into the voice, by the index of the line that it is said after.

        `said` are all lines, of which the first `before` come before those of `moment`.
        """


@dataclass(frozen=True)
class Nothing:
    """The participant lets the moment pass."""


@dataclass(frozen=True)
class Fail:
    fault: Fault
    seconds: float


@dataclass(frozen=True)
class Quit:
    """Ctrl-C, or a closed window."""


Act = Utter | Play | Noise | Press | Nothing | Fail | Quit
ANSWERING = (Utter, Press, Nothing, Quit)
"""Acts that take the place of the usual answer."""


@dataclass(frozen=True)
class PlannedCue:
    label: str
    """Where it stands in the file, for saying that it was never used."""
    name: str
    """Moment, kind or text id."""
    during: bool
    after: float | None
    act: Act


@dataclass(frozen=True)
class Habit:
    """What is answered at the moments that `pattern` fits: the first time, and so on."""

    pattern: str
    answers: tuple[Answer | None, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    title: str
    settings: Settings
    room: RoomSetup
    kinds: Mapping[str, MomentKind]
    """Every moment there is."""
    habits: tuple[Habit, ...]
    usual: Mapping[str, Answer]
    """Moment to what anybody would answer there."""
    cues: tuple[PlannedCue, ...]
    delay: float
    movement: float
    limit: float
    expect: Expect
    named: NamedAnswers = field(default_factory=dict)
    """The answers that the assessment names."""
    person: Person | None = None
    """Who answers in place of `habits` and of what is usual."""
    by_keys: bool = False
    """Nobody was recorded in this language: whatever has a key is pressed, and not said."""
    left_out: tuple[str, ...] = ()
    """What somebody would say, and no key says."""

    def answer(self, moment: str, time: int) -> Answer | None:
        """What is answered at `moment` when it comes for the `time`th time, counted from 0."""
        kind = self.kinds.get(moment)
        ranked = [(fit(habit.pattern, moment, kind), habit) for habit in self.habits]
        fitting = [(rank, habit) for rank, habit in ranked if rank is not None]
        if not fitting:
            return self.usual.get(moment)
        _, habit = min(fitting, key=lambda pair: pair[0])
        return habit.answers[min(time, len(habit.answers) - 1)]


def fit(pattern: str, moment: str, kind: MomentKind | None) -> int | None:
    """How closely `pattern` fits a moment: 0 is the moment itself, None not at all."""
    if pattern == moment:
        return 0
    if fnmatchcase(moment, pattern):
        return 1
    return 2 if pattern == kind else None
