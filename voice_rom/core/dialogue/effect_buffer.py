"""Collects the effects of one event, in their order."""

from collections.abc import Set as AbstractSet

from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meant
from voice_rom.core.protocol.effects import (
    CancelTimer,
    Effect,
    Listen,
    Prepare,
    Prosody,
    Say,
    Silence,
    StartTimer,
    StopListening,
)
from voice_rom.core.protocol.events import Timer


class EffectBuffer:
    """Knows what is running, so that a new speech ends the listening and the timer before it."""

    def __init__(self, prosody: Prosody) -> None:
        self.prosody = prosody
        self.speech = 0
        """The number of the latest speech."""
        self.lines: tuple[Line, ...] = ()
        """What it says."""
        self.before = 0
        """How many of these lines are not the moment's own."""
        self._effects: list[Effect] = []
        self._timer: Timer | None = None
        self._listening = False

    def take(self) -> tuple[Effect, ...]:
        """The effects collected so far; the box is empty afterwards."""
        effects, self._effects = tuple(self._effects), []
        return effects

    def put(self, effect: Effect) -> None:
        self._effects.append(effect)

    def say(
        self,
        own: tuple[Line, ...],
        *,
        before: tuple[Line, ...] = (),
        moment: str | None,
        offered: tuple[Meant, ...] = (),
        prosody: Prosody | None = None,
    ) -> None:
        """Speak in place of whatever is said or waited for now; `prosody`: for this once.

        `own` are lines of the moment itself; `before`: what is said before them.
        """
        self.rest()
        self.speech += 1
        self.lines, self.before = (*before, *own), len(before)
        prosody = prosody or self.prosody
        self.put(Say(self.speech, self.lines, prosody, moment, self.before, offered))

    def silence(self) -> None:
        self.put(Silence())

    def prepare(self, lines: tuple[Line, ...]) -> None:
        self.put(Prepare(lines, self.prosody))

    def listen(self, expected: AbstractSet[Meant], offered: tuple[Meant, ...]) -> None:
        self._listening = True
        self.put(Listen(expected, offered))

    def go_on_listening(self, expected: AbstractSet[Meant], offered: tuple[Meant, ...]) -> None:
        """Listen for these; what is being said now is not lost where it listens already."""
        if not self._listening:
            self.listen(expected, offered)

    def start_timer(self, timer: Timer, seconds: float) -> None:
        if self._timer not in (None, timer):
            self.cancel_timer()
        self._timer = timer
        self.put(StartTimer(timer, seconds))

    def cancel_timer(self) -> None:
        if self._timer is not None:
            self.put(CancelTimer(self._timer))
            self._timer = None

    def timer_fired(self, timer: Timer) -> bool:
        """Note that `timer` has run out; False when it is not the one that was running."""
        if self._timer is not timer:
            return False
        self._timer = None
        return True

    def rest(self) -> None:
        """Neither listen nor count the time."""
        self.cancel_timer()
        if self._listening:
            self._listening = False
            self.put(StopListening())
