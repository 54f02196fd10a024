"""What a button or a key on the page asks for: read, and let through to the session or not."""

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final
from urllib.parse import parse_qsl

from voice_rom.core.language.meanings import (
    COMMANDS,
    INTERRUPTIONS,
    Meaning,
    Meant,
    NamedChoice,
    meant,
)
from voice_rom.display.keyboard import ONE_PRESS_SECONDS, KeyPresses

MOST_BYTES: Final = 200
"""A command is shorter than that by half."""

LONGEST_NUMBER: Final = 64

REMEMBERED: Final = 512
"""So many numbers are remembered, that none is taken twice."""

A_SECOND: Final = 20
"""Faster than any hand. What stops is not counted: it always comes through, once a second."""

ALWAYS: Final = INTERRUPTIONS | {Meaning.HELP_ME}
"""What is meant whatever is being asked just now."""


class Refusal(Enum):
    MALFORMED = auto()
    STALE = auto()
    """It answers what is no longer asked."""
    REPLAYED = auto()
    TOO_MANY = auto()


@dataclass(frozen=True)
class PageCommand:
    meaning: Meant | None
    """None: a key that means nothing. Who is in need may hit any."""
    turn: int
    """The turn that the page showed when it was given."""
    number: str
    """No command has that of another."""


def read_command(body: bytes, named: Collection[NamedChoice] = ()) -> PageCommand | None:
    """The command in a form's body; None when it is none.

    `named` are the answers that the program does not have itself.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=3
        )
        fields = dict(pairs)
        if len(pairs) != len(fields) or fields.keys() != {"meaning", "turn", "number"}:
            return None
        meaning, turn, number = fields["meaning"], fields["turn"], fields["number"]
        if not 0 < len(number) <= LONGEST_NUMBER or not (turn.isascii() and turn.isdigit()):
            return None
        if meaning and meaning not in {*Meaning, *named}:
            return None
        return PageCommand(meant(meaning) if meaning else None, int(turn), number)
    except ValueError:
        return None


class CommandGate:
    """Lets each command through once, in its turn, at the pace of a hand. Not for several threads.

    As with the keyboard, what leads on is taken once a second: see `KeyPresses`.
    """

    def __init__(
        self,
        post: Callable[[Meant | None], None],
        now: Callable[[], float],
        *,
        pace: float = 1.0,
        named: Collection[NamedChoice] = (),
        here: Callable[[], None] = lambda: None,
    ) -> None:
        """`now` gives seconds, from anywhere on. `pace`: how fast the session's time runs.

        `here` is told of a touch that means nothing else.
        """
        self._now = now
        self.named = named
        self._pace = pace
        self._answered = (-1, 0.0)
        """The turn that was answered last, and when."""
        self._presses = KeyPresses(
            post, {str(meaning): meaning for meaning in (*Meaning, *named)}, lambda: now() * pace
        )
        self._here = here
        self._numbers: deque[str] = deque(maxlen=REMEMBERED)
        self._times: deque[float] = deque()

    def take(self, command: PageCommand, turn: int) -> Refusal | None:
        """Let it through, unless there is a reason not to. `turn` is what is asked now."""
        if command.number in self._numbers:
            return Refusal.REPLAYED
        always = command.meaning is None or command.meaning in ALWAYS
        if not always and self._is_too_fast():
            return Refusal.TOO_MANY
        self._numbers.append(command.number)
        if not always and (command.turn != turn or self._is_second_answer(command)):
            return Refusal.STALE
        self._presses.press("" if command.meaning is None else str(command.meaning))
        return None

    def touch(self) -> Refusal | None:
        """Tell that somebody is there, unless that comes too often."""
        if self._is_too_fast():
            return Refusal.TOO_MANY
        self._here()
        return None

    def _is_second_answer(self, command: PageCommand) -> bool:
        """A double click, or another page: the first answer may already be leading to the next."""
        if command.meaning in COMMANDS:
            return False
        turn, at = self._answered
        now = self._now()
        second = command.turn == turn and now - at < ONE_PRESS_SECONDS / self._pace
        if not second:
            self._answered = command.turn, now
        return second

    def _is_too_fast(self) -> bool:
        now = self._now()
        while self._times and now - self._times[0] >= 1.0:
            self._times.popleft()
        if len(self._times) >= A_SECOND:
            return True
        self._times.append(now)
        return False
