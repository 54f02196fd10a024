"""A baseline: Vosk as its examples use it, with the four answers for a grammar."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from voice_rom import model_store
from voice_rom.core.language.utterance import Word
from voice_rom.evaluation.candidate import Entry
from voice_rom.evaluation.folder import ANSWER_WORDS
from voice_rom.evaluation.plain_listener import PlainCandidate, PlainListener
from voice_rom.hearing.vosk_model import load_model, new_recognition
from voice_rom.sound import Block

if TYPE_CHECKING:
    import vosk

    from voice_rom.evaluation.candidate import Candidate

_GRAMMAR: Final = json.dumps([word.value for word in ANSWER_WORDS])
"""Without [unk]: whatever is said is one of these."""


class VoskPlainListener(PlainListener):
    """Vosk itself says where an utterance ends."""

    def __init__(self, model: "vosk.Model") -> None:
        self._model = model
        super().__init__()

    def _begin(self) -> None:
        self._recognition = new_recognition(self._model, _GRAMMAR)

    def _take(self, block: Block, began: float) -> Iterator[tuple[Word, ...]]:
        if self._recognition.AcceptWaveform(block.samples.tobytes()):
            found = json.loads(self._recognition.Result()).get("result", [])
            yield tuple(
                Word(each["word"], began + each["start"], began + each["end"], each["conf"])
                for each in found
            )


class VoskPlain(PlainCandidate):
    def __init__(self, model: "vosk.Model") -> None:
        self._model = model

    def listener(self) -> VoskPlainListener:
        return VoskPlainListener(self._model)


@contextmanager
def open_vosk_plain(entry: Entry) -> Iterator["Candidate"]:
    """Load the speech model. Raises ModelMissing and ModelDamaged."""
    yield VoskPlain(load_model(model_store.find(entry.model, entry.settings.session.language)))
