"""An answer as it came in, and what is kept of it for as long as it can be taken back."""

from dataclasses import dataclass

from voice_rom.core.assessment.findings import Answer, AnswerKey, Source
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.turn import Turn
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.slots import Slots
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.outcome.complaints import Interrupted


@dataclass(frozen=True)
class Given:
    """An answer as it came in."""

    what: Meant
    source: Source
    evidence: Understanding | None = None
    complaint: Meant | None = None
    """What hurts or is numb, by the same words: "stop, it hurts"."""
    instead: bool = False
    """It takes the place of one that was taken back, and was said back as such already."""
    checked: bool = False
    """It was said back, and is what the person meant."""

    @property
    def slots(self) -> Slots:
        """What was said with it, or instead of it; nothing by a key."""
        said = None if self.evidence is None else self.evidence.slots
        return Slots() if said is None or said.meaning is not self.what else said

    @property
    def side(self) -> Meant | None:
        return self.slots.side

    @property
    def has_side(self) -> bool:
        """Whether answer and side were both said: neither is only implied."""
        return self.side is not None and not self.slots.implied


@dataclass(frozen=True, kw_only=True)
class LastAnswer:
    """The latest answer by voice: where it was taken, and how things stood before it."""

    state: State
    """QUESTION, CONFIRMATION or SIDE."""
    index: int
    """The place; see `itinerary.py`."""
    turn: Turn
    what: Meant
    evidence: Understanding
    key: AnswerKey
    before: Answer | None
    """What was recorded for the question before this answer."""
    complaint: Interrupted | None
    """What hurt, last of all, before this answer: a "no" to that leads back to what hurt before."""
    side: Meant | None = None
    """What was said with it: that can be corrected by itself."""
