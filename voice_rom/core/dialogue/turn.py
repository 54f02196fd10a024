"""One turn of the talk: what is asked, what can be said to it, and how often it was in vain."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from voice_rom.core.assessment.texts import Words
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.slots import NOTHING_KNOWN, AskedFor

if TYPE_CHECKING:
    from voice_rom.core.dialogue.given import Given


class Phase(StrEnum):
    """A turn speaks first and listens after: never both, interruptions aside."""

    SPEAKING = "speaking"
    LISTENING = "listening"


class SilenceMeaning(StrEnum):
    """What silence means in a turn."""

    ANSWER = "answer"
    """A question waits: it is asked again."""
    MOVEMENT = "movement"
    """A movement takes its time."""
    WELFARE = "welfare"
    ALARM = "alarm"
    """Help was called: the voice stays, and says so."""
    PAUSE = "pause"
    CLOSING = "closing"
    """Silence is an answer: the session may end."""


class Hold(StrEnum):
    """Why the voice is silent for a moment after an answer. Another one mostly follows."""

    TAKEN_BACK = "taken_back"
    """The answer was taken back ("no wait"): if nothing follows, it is asked again."""
    MAY_PAUSE = "may_pause"
    """ "Wait" was said, and the answer stands so far: if nothing follows, it was a pause."""


class Miss(StrEnum):
    """Why there is no answer yet. Each is counted apart, and has words of its own."""

    NOT_HEARD = "not_heard"
    NOT_UNDERSTOOD = "not_understood"
    TOO_QUIET = "too_quiet"
    TOO_NOISY = "too_noisy"
    DISTORTED = "distorted"


@dataclass
class Turn:
    words: Words
    moment: str | None = field(default=None, kw_only=True)
    """Its name (`moments.py`); None before the session began."""
    expected: AbstractSet[Meant] = frozenset()
    """Empty: the turn only speaks."""
    offers: tuple[Meant, ...] = ()
    """What the voice says can be said, in its order, where that is not just what is `expected`."""
    patience: SilenceMeaning = SilenceMeaning.ANSWER
    same_as: Mapping[Meant, Meant] = field(default_factory=dict)
    """Answers that count as another one here."""
    asked: AskedFor = NOTHING_KNOWN
    """What it is about: without that, no sentence beyond the vocabulary's phrases answers it."""
    silences: int = 0
    """How often the time ran out."""
    misses: Counter[Miss] = field(default_factory=Counter)
    """How often there was no answer, by the reason."""
    replies: int = 0
    """How often the voice has said why it could not take what it heard."""
    missed: Miss | None = None
    """The latest miss since the voice spoke."""
    spoken_over: bool = False
    """Something was said too early, and is to be asked for again."""
    asked_to_say_again: bool = False
    answered_by_key: bool = False
    """Where the voice was to be heard, a key was pressed."""
    check: "Check | None" = None
    """This turn only asks whether an answer to another was heard rightly."""
    denied: int = 0
    """How often an answer to it was not heard rightly."""
    hold: Hold | None = None
    """While it listens: why nobody speaks for a moment."""
    extensions: int = 0
    """How often a sound has put off the time limit of this wait."""
    phase: Phase = field(default=Phase.SPEAKING)

    def speak(self) -> None:
        """The voice speaks from now on; it listens when that is said."""
        self.phase, self.hold = Phase.SPEAKING, None

    def listen(self, hold: Hold | None = None) -> None:
        self.phase, self.hold = Phase.LISTENING, hold

    @property
    def taken_back(self) -> bool:
        """What is said now comes in place of an answer that was taken back."""
        return self.hold is Hold.TAKEN_BACK

    @property
    def waits(self) -> bool:
        """Silence has a limit here, and a sound may be an answer that begins."""
        return self.patience in (
            SilenceMeaning.ANSWER,
            SilenceMeaning.WELFARE,
            SilenceMeaning.CLOSING,
        )

    @property
    def offered(self) -> tuple[Meant, ...]:
        """What the voice says can be said here; what counts as the same is left out."""
        if self.offers:
            return self.offers
        answers = [meaning for meaning in Meaning if meaning in self.expected - self.same_as.keys()]
        # "Not sure" comes last, as it is said.
        return tuple(sorted(answers, key=lambda meaning: meaning is Meaning.UNSURE))

    @property
    def only_speaks(self) -> bool:
        return not self.expected


@dataclass(frozen=True)
class Check:
    """An answer of which it is asked whether it was heard rightly."""

    given: "Given"
    asked: Turn
    """The turn that it answers."""
