"""One turn of the talk: what is asked, what can be said to it, and how often it was in vain."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from voice_rom.core.effects import Line
from voice_rom.core.meanings import Meaning


class Phase(StrEnum):
    """A turn speaks first and listens after: never both, interruptions aside."""

    SPEAKING = "speaking"
    LISTENING = "listening"


class Patience(StrEnum):
    """What silence means in a turn."""

    ANSWER = "answer"
    """A question waits: it is asked again."""
    MOVEMENT = "movement"
    """A movement takes its time."""
    WELFARE = "welfare"
    PAUSE = "pause"
    CLOSING = "closing"
    """Silence is an answer: the session may end."""


@dataclass(frozen=True)
class Words:
    """The forms of one prompt, as lines to say."""

    say: tuple[Line, ...]
    short: tuple[Line, ...] = ()
    help: tuple[Line, ...] = ()
    more: tuple[Line, ...] = ()


@dataclass
class Turn:
    words: Words
    expected: AbstractSet[Meaning] = frozenset()
    """Empty: the turn only speaks."""
    patience: Patience = Patience.ANSWER
    silences: int = 0
    """How often nothing was heard."""
    misses: int = 0
    """How often something was heard and not understood."""
    missed_since_prompt: bool = False
    extensions: int = 0
    """How often a sound has put off the time limit of this wait."""
    phase: Phase = field(default=Phase.SPEAKING)

    @property
    def only_speaks(self) -> bool:
        return not self.expected
