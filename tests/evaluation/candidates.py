"""Candidate for tests: another implementation of the port, which hears what it is told to."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from tests.english import english_sentences
from voice_rom.content.settings_file import load_settings
from voice_rom.core.dialogue.continuation import Answered
from voice_rom.core.dialogue.interpretation import Situation, interpret
from voice_rom.core.dialogue.own_voice import VoiceOutput
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.slots import NOTHING_KNOWN, AskedFor
from voice_rom.core.language.understanding import Understanding, understand
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.evaluation.session_listener import with_more
from voice_rom.ports import HearingSignal
from voice_rom.sound import Block


class ScriptedListener:
    """Tells an utterance at each of the times it was given; counts the blocks it was fed."""

    def __init__(self, said: Sequence[tuple[float, str]]) -> None:
        self._said = list(said)
        self.opened: list[tuple[float, bool]] = []
        self.blocks: list[Block] = []

    def open(self, *, not_before: float, during_voice: bool) -> None:
        self.opened.append((not_before, during_voice))

    def shut(self) -> None:
        self.opened.clear()

    def close(self) -> None:
        self.shut()

    def feed(self, block: Block) -> list[HearingSignal]:
        """An utterance's last word ends 0.3 s before it is decided, and lasts 0.45 s."""
        self.blocks.append(block)
        due = [text for at, text in self._said if block.start <= at < block.end]
        return [self._utterance(text, block.end) for text in due]

    def _utterance(self, text: str, decided: float) -> Utterance:
        words = tuple(Word(word, decided - 0.75, decided - 0.3, 1.0) for word in text.split())
        not_before, during_voice = self.opened[-1]
        return Utterance(
            words=words,
            start=decided - 0.75,
            end=decided - 0.3,
            decided=decided,
            level_dbfs=-30.0,
            noise_dbfs=-65.0,
            during_voice=during_voice or decided - 0.75 < not_before,
        )


class Scripted:
    """Implements `Candidate` with the real understanding."""

    def __init__(self, *said: tuple[float, str]) -> None:
        self._said = said
        self._vocabulary = english_sentences()
        self._settings = load_settings(None).hearing
        self.listeners: list[ScriptedListener] = []

    def listener(self) -> ScriptedListener:
        self.listeners.append(ScriptedListener(self._said))
        return self.listeners[-1]

    def understand(
        self, utterance: Utterance, expected: AbstractSet[Meant], asked: AskedFor = NOTHING_KNOWN
    ) -> Understanding:
        return understand(utterance, self._vocabulary, expected, asked=asked)

    def understand_after(
        self,
        answer: Utterance,
        more: Utterance,
        expected: AbstractSet[Meant],
        asked: AskedFor = NOTHING_KNOWN,
    ) -> Understanding | None:
        answered = Answered(
            utterance=answer, expected=expected, asked=asked, settings=self._settings
        )
        return with_more(answered, more, self._vocabulary)

    def understand_over_voice(
        self, utterance: Utterance, own: VoiceOutput, expected: AbstractSet[Meant]
    ) -> Understanding:
        situation = Situation(expected=expected, over_voice=True, voice=own)
        return interpret(utterance, situation, self._vocabulary).understanding
