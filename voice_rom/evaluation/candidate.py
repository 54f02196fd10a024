"""What is measured: a listener, and what its utterances mean to it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from voice_rom.core.assessment.settings import Settings
from voice_rom.core.dialogue.own_voice import VoiceOutput
from voice_rom.core.language.meanings import COMMANDS, Meant
from voice_rom.core.language.slots import NOTHING_KNOWN, AskedFor
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.language.utterance import Utterance
from voice_rom.evaluation.folder import ANSWER_WORDS
from voice_rom.ports import Listener

EXPECTED: Final = frozenset(ANSWER_WORDS) | COMMANDS
"""What is possible at a question that takes all four answers: the commands are, always."""


class Candidate(Protocol):
    """One way of hearing, loaded; it hears any number of trials, none of which knows of another."""

    def listener(self) -> Listener:
        """A listener that has heard nothing yet; the one before it is no longer to be used."""

    def understand(
        self, utterance: Utterance, expected: AbstractSet[Meant], asked: AskedFor = NOTHING_KNOWN
    ) -> Understanding:
        """What an utterance means when these meanings are possible, and this was asked."""

    def understand_after(
        self,
        answer: Utterance,
        more: Utterance,
        expected: AbstractSet[Meant],
        asked: AskedFor = NOTHING_KNOWN,
    ) -> Understanding | None:
        """What an answer means with what was said next; None when that changes nothing of it."""

    def understand_over_voice(
        self, utterance: Utterance, own: VoiceOutput, expected: AbstractSet[Meant]
    ) -> Understanding:
        """What it means when it was said while the program's own voice spoke."""


@dataclass(frozen=True)
class Entry:
    """What a candidate is opened with, in whatever process it is to work.

    `model`: the speech model's folder, or None for the installed one.
    """

    name: str
    settings: Settings
    model: Path | None
