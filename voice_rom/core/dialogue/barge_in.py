"""What is said while the voice speaks: over which words of its, and asking for it again."""

from voice_rom.core.assessment.settings import BargeInMode, Settings
from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.own_voice import VoiceOutput
from voice_rom.core.dialogue.turn import Phase, Turn
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.protocol.events import SpeechBegan


class BargeIn:
    """Knows what the voice is saying, and until when."""

    def __init__(self, talk: Conversation, out: EffectBuffer, settings: Settings) -> None:
        self._talk = talk
        self._out = out
        self._everything = settings.session.barge_in is BargeInMode.EVERYTHING
        self._past = settings.timing.early_answer_past_voice
        self._confidence = settings.hearing.over_voice_confidence
        self._course: SpeechBegan | None = None

    def speech_began(self, event: SpeechBegan) -> None:
        if event.speech == self._out.speech:
            self._course = event

    def cut_off(self, utterance: Utterance) -> None:
        """The voice fell silent when this was understood: what is said after it is in time."""
        self._course = SpeechBegan(
            self._out.speech, last_words=utterance.end, ends=utterance.decided
        )

    def is_over(self, utterance: Utterance) -> bool:
        """Whether it was said while the voice spoke, or speaks."""
        return utterance.during_voice or self._talk.turn.phase is Phase.SPEAKING

    def voice_over(self, utterance: Utterance) -> VoiceOutput | None:
        """The voice whose echo it may be; there is no echo where everything counts."""
        if self._everything or not self.is_over(utterance):
            return None
        course = self._course
        if course is not None and course.speech != self._out.speech:
            course = None
        return VoiceOutput(
            lines=self._out.lines, course=course, past=self._past, confidence=self._confidence
        )

    def ask_again(self, turn: Turn) -> bool:
        """Before listening: ask for what was said too early, once a turn. False: nothing was."""
        if not turn.spoken_over or turn.asked_to_say_again:
            return False
        turn.asked_to_say_again = True
        self._talk.say((), before=self._talk.texts.phrase("spoken_over"))
        return True
