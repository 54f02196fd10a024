"""What the one table is made of: triggers, rows, and what is known of each state.

A row reads: on this trigger, in one of these states, go there, if this holds, doing that first.
Rows are tried from the top; the first whose condition holds is taken. Each flow has the rows and
the states of one concern (`flows/`); `machine.py` puts them together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.given import Given
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.dialogue.turn import SilenceMeaning, Turn


class Trigger(StrEnum):
    START = "start"
    SPOKEN = "spoken"
    """A text that asks for nothing has been said."""
    CHECKED = "checked"
    UNHEARD = "unheard"
    """The sound check was answered with keys alone."""
    DONE = "done"
    ANSWERED = "answered"
    AGREED = "agreed"
    DISAGREED = "disagreed"
    DOUBTED = "doubted"
    """Not sure, after all, of what was said back."""
    SIDED = "sided"
    REVISE = "revise"
    """ "Sorry, left": another answer in place of the one that was just taken."""
    TAKE_BACK = "take_back"
    """ "No wait": the answer that was just taken is taken back, with none in its place yet."""
    GIVE_UP = "give_up"
    """Asked in vain often enough: the question stays open."""
    SKIP = "skip"
    BACK = "back"
    STOP = "stop"
    PAUSE = "pause"
    GO_ON = "go_on"
    END = "end"
    WORRY = "worry"
    """Silence for so long that the voice asks whether all is well."""
    CALL = "call"
    """ "Help me": the voice asks the same, and is told."""
    ALERT = "alert"
    """Help is needed, or nobody answers."""
    LOST = "lost"
    """A device is gone."""
    FOUND = "found"
    """All devices are back."""
    HURT = "hurt"
    """It hurts, or something is numb or weak."""
    QUIT = "quit"


class DynamicTarget(StrEnum):
    """Destinations that depend on where the session stands."""

    NEXT = "next_place"
    PREVIOUS = "place_before"
    RETURN = "where_it_was"
    UNDISTURBED = "where_it_was_undisturbed"
    """Where it was when a device was lost: paused and stopped are not resumed by that."""
    ANSWERED = "where_it_was_answered"
    BROKE_OFF = "where_it_broke_off"
    HURT_AT = "where_it_hurt"
    ANOTHER = "another_test"
    """The next test, after a complaint."""


class Group(StrEnum):
    """Names several states in a row. Which ones is worked out from what is known of each."""

    TALK = "talk"
    """Where the session goes its way; what interrupts it returns here."""
    ASKS_WITHIN_A_TEST = "asks_within_a_test"
    COMPLAINT = "complaint"
    """Where it is about what hurts."""
    INTERRUPTED = "interrupted"
    ASKS_AFTER = "asks_after"
    """Where it is about the person alone: "help" means that help is needed."""
    CALM = "calm"
    """Interrupted, and help is not called yet."""
    REVISABLE = "revisable"
    """Where the latest answer can be taken back while the next sentence is being said."""


class SessionPart(StrEnum):
    """Which part of a session a state belongs to."""

    COURSE = "course"
    """What a session goes through when nothing comes between."""
    COMPLAINT = "complaint"
    INTERRUPTION = "interruption"
    EDGE = "edge"
    """Before the first word, and from the goodbye on."""


class Take(StrEnum):
    """What becomes of an answer, by the state in which it is given."""

    ANSWER = "answer"
    CONFIRMATION = "confirmation"
    SIDE = "side"
    DONE = "done"
    SOUND_CHECK = "sound_check"
    RESUMING = "resuming"
    INTERRUPTION = "interruption"


@dataclass(frozen=True)
class Move:
    """A trigger that was pulled, and the answer that pulled it, if it was one."""

    trigger: Trigger
    given: Given | None = None

    @property
    def answer(self) -> Given:
        """The answer. Raises LookupError when no answer pulled the trigger."""
        if self.given is None:
            raise LookupError(f"nothing was given with {self.trigger}")
        return self.given


@dataclass(frozen=True, kw_only=True)
class StateSpec:
    """All that is known of a state."""

    enter: Callable[[Any, Move], Turn | None]
    """A function of its flow: what is said there and what can be said to it; None: nothing."""
    part: SessionPart
    moment: MomentKind | None = None
    """None where nothing is said."""
    silence: SilenceMeaning | None = SilenceMeaning.ANSWER
    """What silence means here; None where the turn itself says it."""
    takes: Take | None = None
    """What becomes of an answer; None where nothing is asked."""
    asks_within_a_test: bool = False
    asks_after: bool = False
    calm: bool = False
    revisable: bool = False
    said_back: bool = False
    """An answer given here in place of another is said aloud."""
    checked: bool = False
    """What is heard here through a narrow-band microphone is confirmed before it counts."""
    passes_over_chatter: bool = False
    """Talk that is not for the program is to be expected."""
    instructs: bool = False
    """What is said is an instruction: after a command it is not said again."""

    def is_in(self, group: Group) -> bool:
        return {
            Group.TALK: self.part in (SessionPart.COURSE, SessionPart.COMPLAINT),
            Group.COMPLAINT: self.part is SessionPart.COMPLAINT,
            Group.INTERRUPTED: self.part is SessionPart.INTERRUPTION,
            Group.ASKS_WITHIN_A_TEST: self.asks_within_a_test,
            Group.ASKS_AFTER: self.asks_after,
            Group.CALM: self.calm,
            Group.REVISABLE: self.revisable,
        }[group]


@dataclass(frozen=True)
class Row:
    trigger: Trigger
    sources: tuple[State | Group, ...]
    destination: State | DynamicTarget
    when: Callable[[Any, Move], bool] | None = None
    """A function of the row's flow."""
    do: Callable[[Any, Move], None] | None = None
    """A function of the row's flow, called before the state is left."""


@dataclass(frozen=True)
class Target:
    """Where a dynamic target leads, and what is done on the way there: functions of its flow."""

    leads_to: Callable[[Any], State | None]
    """None where there is no such place."""
    follow: Callable[[Any], None] | None = None


States = dict[State, StateSpec]
Targets = dict[DynamicTarget, Target]
Rows = tuple[Row, ...]
