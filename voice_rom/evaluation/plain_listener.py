"""What the baselines have in common: a recogniser of somebody else's that gets every block."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from voice_rom.core.dialogue.own_voice import VoiceOutput
from voice_rom.core.language.meanings import INTERRUPTIONS, Meant
from voice_rom.core.language.slots import NOTHING_KNOWN, AskedFor
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.evaluation.plain_reading import read_plainly
from voice_rom.hearing.levelling import loudest_dbfs
from voice_rom.ports import HearingSignal
from voice_rom.sound import SILENCE_DBFS, Block


class PlainListener(ABC):
    """Implements `ports.Listener`: blocks go straight to the recogniser."""

    def __init__(self) -> None:
        self.open(not_before=0.0, during_voice=False)

    def open(self, *, not_before: float, during_voice: bool) -> None:
        self._begin()
        self._not_before = not_before
        self._during_voice = during_voice
        self._began: float | None = None
        self._loudest_dbfs = SILENCE_DBFS

    def shut(self) -> None:
        self._not_before = float("inf")

    def close(self) -> None:
        self.shut()

    def feed(self, block: Block) -> list[HearingSignal]:
        if block.start < self._not_before:
            return []
        if self._began is None:
            self._began = block.start
        self._loudest_dbfs = max(self._loudest_dbfs, loudest_dbfs(block.samples))
        return [
            self._utterance(words, block.end) for words in self._take(block, self._began) if words
        ]

    @abstractmethod
    def _begin(self) -> None:
        """Forget whatever was heard."""

    @abstractmethod
    def _take(self, block: Block, began: float) -> Iterator[tuple[Word, ...]]:
        """The words of all that ended in this block; the first block was at `began`."""

    def _utterance(self, words: tuple[Word, ...], now: float) -> Utterance:
        return Utterance(
            words=words,
            start=words[0].start,
            end=words[-1].end,
            decided=now,
            level_dbfs=self._loudest_dbfs,
            noise_dbfs=SILENCE_DBFS,
            during_voice=self._during_voice,
        )


class PlainCandidate(ABC):
    """Implements `Candidate`, by reading plainly."""

    @abstractmethod
    def listener(self) -> PlainListener: ...

    def understand(
        self,
        utterance: Utterance,
        expected: AbstractSet[Meant],
        asked: AskedFor = NOTHING_KNOWN,  # noqa: ARG002 - it knows four words, whatever was asked
    ) -> Understanding:
        return read_plainly(utterance, expected)

    def understand_after(
        self,
        answer: Utterance,
        more: Utterance,
        expected: AbstractSet[Meant],
        asked: AskedFor = NOTHING_KNOWN,
    ) -> Understanding | None:
        """It takes nothing back."""
        del answer, more, expected, asked
        return None

    def understand_over_voice(
        self, utterance: Utterance, own: VoiceOutput, expected: AbstractSet[Meant]
    ) -> Understanding:
        """Nothing counts but interruptions: it knows no better."""
        del own, expected
        return self.understand(utterance, INTERRUPTIONS)
