"""The program itself: the listener and the understanding that a session uses for a question."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager

from voice_rom.app import Program, load_program, load_recogniser, new_listener
from voice_rom.core.dialogue.continuation import Answered
from voice_rom.core.dialogue.interpretation import Fate, Situation, interpret
from voice_rom.core.dialogue.own_voice import VoiceOutput
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.slots import NOTHING_KNOWN, AskedFor
from voice_rom.core.language.understanding import Understanding, understand
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.evaluation.candidate import Entry
from voice_rom.hearing.lent_recogniser import LentRecogniser
from voice_rom.hearing.listener import BlockListener
from voice_rom.hearing.loading import LoadingRecogniser, RestartableRecogniser
from voice_rom.hearing.voice_detector import SileroDetector, VoiceDetector


class SessionListener:
    """Implements `Candidate`.

    A session has one listener, made by `app.open_listener`; here each trial has its own, because
    a listener follows the room's noise and so remembers the trial before. What is slow to load, and
    begins afresh by itself, is shared: the recogniser and the voice detector.
    """

    def __init__(
        self, program: Program, recogniser: RestartableRecogniser, detector: VoiceDetector
    ) -> None:
        self._program = program
        self._recogniser = recogniser
        self._detector = detector

    def lend(self, _program: Program) -> LoadingRecogniser:
        """Opens the recogniser for a whole session: an `app.OpenRecogniser`."""
        return LoadingRecogniser(lambda: LentRecogniser(self._recogniser))

    def listener(self) -> BlockListener:
        return new_listener(self._program, self._recogniser, self._detector)

    def understand(
        self, utterance: Utterance, expected: AbstractSet[Meant], asked: AskedFor = NOTHING_KNOWN
    ) -> Understanding:
        return understand(utterance, self._program.vocabulary, expected, asked=asked)

    def understand_after(
        self,
        answer: Utterance,
        more: Utterance,
        expected: AbstractSet[Meant],
        asked: AskedFor = NOTHING_KNOWN,
    ) -> Understanding | None:
        answered = Answered(
            utterance=answer,
            expected=expected,
            asked=asked,
            settings=self._program.settings.hearing,
        )
        return with_more(answered, more, self._program.vocabulary)

    def understand_over_voice(
        self, utterance: Utterance, own: VoiceOutput, expected: AbstractSet[Meant]
    ) -> Understanding:
        situation = Situation(expected=expected, over_voice=True, voice=own)
        return interpret(utterance, situation, self._program.vocabulary).understanding


def with_more(answered: Answered, more: Utterance, vocabulary: Vocabulary) -> Understanding | None:
    """What an answer means with `more` after it, whatever is asked next; None: nothing else."""
    situation = Situation(expected=frozenset(), answered=answered, over_voice=True)
    heard = interpret(more, situation, vocabulary)
    return heard.understanding if heard.fate is Fate.CORRECTION else None


@contextmanager
def open_session_listener(entry: Entry) -> Iterator[SessionListener]:
    """Load what a session loads. Raises ContentError, SettingsError, ModelMissing, ModelDamaged."""
    program = load_program(entry.settings, entry.model)
    recogniser = load_recogniser(program)
    try:
        yield SessionListener(program, recogniser, SileroDetector())
    finally:
        recogniser.close()
