"""A baseline: Vosk as its examples use it, with the four answers for a grammar."""

import json
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from voice_rom import model_store
from voice_rom.core.dialogue.barge_in import VoiceOutput
from voice_rom.core.language.meanings import INTERRUPTIONS, Meaning
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.evaluation.candidate import Entry
from voice_rom.evaluation.folder import ANSWER_WORDS
from voice_rom.evaluation.plain_reading import read_plainly
from voice_rom.hearing.levelling import loudest_dbfs
from voice_rom.hearing.vosk_model import load_model, new_recognition
from voice_rom.ports import HearingSignal
from voice_rom.sound import SILENCE_DBFS, Block

if TYPE_CHECKING:
    import vosk

    from voice_rom.evaluation.candidate import Candidate

_GRAMMAR: Final = json.dumps([word.value for word in ANSWER_WORDS])
"""Without [unk]: whatever is said is one of these."""


class VoskPlainListener:
    """Implements `ports.Listener`: blocks straight to Vosk, which says where an utterance ends."""

    def __init__(self, model: "vosk.Model") -> None:
        self._model = model
        self.open(not_before=0.0, during_voice=False)

    def open(self, *, not_before: float, during_voice: bool) -> None:
        self._recognition = new_recognition(self._model, _GRAMMAR)
        self._not_before = not_before
        self._during_voice = during_voice
        self._start: float | None = None
        self._loudest_dbfs = SILENCE_DBFS

    def shut(self) -> None:
        self._not_before = float("inf")

    def close(self) -> None:
        self.shut()

    def feed(self, block: Block) -> list[HearingSignal]:
        if block.start < self._not_before:
            return []
        if self._start is None:
            self._start = block.start
        self._loudest_dbfs = max(self._loudest_dbfs, loudest_dbfs(block.samples))
        if not self._recognition.AcceptWaveform(block.samples.tobytes()):
            return []
        words = self._words(self._start)
        return [self._utterance(words, block.end)] if words else []

    def _words(self, start: float) -> tuple[Word, ...]:
        found = json.loads(self._recognition.Result()).get("result", [])
        return tuple(
            Word(each["word"], start + each["start"], start + each["end"], each["conf"])
            for each in found
        )

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


class VoskPlain:
    """Implements `Candidate`."""

    def __init__(self, model: "vosk.Model") -> None:
        self._model = model

    def listener(self) -> VoskPlainListener:
        return VoskPlainListener(self._model)

    def understand(self, utterance: Utterance, expected: AbstractSet[Meaning]) -> Understanding:
        return read_plainly(utterance, expected)

    def understand_over_voice(
        self, utterance: Utterance, own: VoiceOutput, expected: AbstractSet[Meaning]
    ) -> Understanding:
        """Nothing counts but interruptions: it knows no better."""
        del own, expected
        return self.understand(utterance, INTERRUPTIONS)


@contextmanager
def open_vosk_plain(entry: Entry) -> Iterator["Candidate"]:
    """Load the speech model. Raises ModelMissing and ModelDamaged."""
    yield VoskPlain(load_model(model_store.find(entry.model, entry.settings.session.language)))
