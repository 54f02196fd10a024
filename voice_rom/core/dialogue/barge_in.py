"""What is said while the program's own voice speaks, and what of it counts.

"Stop" always does. So do "pause" and "it hurts", unless they may be the voice's own echo: of words
that it says itself, or hardly understood. An answer does when it was given in time: begun in the
voice's last two words, and finished after the voice. Any other answer is asked for again, as nobody
is passed over without a word; but what holds only words that the voice itself says is its echo.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from voice_rom.core.assessment.settings import BargeInMode, Settings
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.turn import Phase, Turn
from voice_rom.core.language.meanings import COMMANDS, COMPLAINTS, INTERRUPTIONS, Meaning
from voice_rom.core.language.phrases import parse
from voice_rom.core.language.understanding import Reason, Understanding, understand
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.protocol.events import SpeechBegan

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_OWN_WORDS: Final = "the voice itself says these words"
_TOO_EARLY: Final = "said before the voice's last words"

_MAY_BE_ECHO: Final = INTERRUPTIONS - {Meaning.STOP}
"""To stop must be possible at any moment, whatever the voice says."""


class Fate(StrEnum):
    """What becomes of something that is heard while the voice speaks."""

    TAKEN = "taken"
    TOO_EARLY = "too_early"
    """An answer, but not in time: it is asked for again."""
    OWN_ECHO = "own_echo"
    """It would have been an answer, but the voice itself says these words."""
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class VoiceOutput:
    """What the voice is saying."""

    lines: tuple[Line, ...]
    course: SpeechBegan | None
    """When its last words begin and when it ends, on the room's clock; None when nobody knows."""
    past: float
    """How far an answer goes on past the voice's end (seconds); see `settings.toml`."""
    confidence: float
    """From which on a command other than "stop" counts over the voice; see `settings.toml`."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """`understanding` has a meaning when it is taken; `unexpected` is that of what is too early."""

    fate: Fate
    understanding: Understanding


def judge_over_voice(
    utterance: Utterance,
    own: VoiceOutput,
    vocabulary: Vocabulary,
    expected: AbstractSet[Meaning],
    *,
    instead: bool = False,
) -> Judged:
    """Say what becomes of `utterance`, heard over the voice in a turn whose answers are `expected`.

    `expected` holds no commands: of those only interruptions count at any time, others in the
    last words. `instead`: as for `understand`. Never raises.
    """
    in_time = given_in_time(utterance, own, vocabulary)
    possible = expected | COMMANDS if in_time else INTERRUPTIONS
    understanding = understand(utterance, vocabulary, possible, instead=instead)
    if not in_time and _is_echo_of_a_command(utterance, understanding.meaning, own, vocabulary):
        echo = replace(understanding, meaning=None, reason=Reason.TOO_EARLY, rule=_OWN_WORDS)
        return Judged(fate=Fate.OWN_ECHO, understanding=echo)
    if understanding.meaning is not None:
        return Judged(fate=Fate.TAKEN, understanding=understanding)
    meant = understand(utterance, vocabulary, expected, instead=instead)
    if in_time or meant.meaning is None:
        return Judged(fate=Fate.NOTHING, understanding=understanding)
    if is_own(utterance, own.lines, vocabulary):
        return Judged(fate=Fate.OWN_ECHO, understanding=understanding)
    early = replace(
        meant, meaning=None, reason=Reason.TOO_EARLY, rule=_TOO_EARLY, unexpected=meant.meaning
    )
    return Judged(fate=Fate.TOO_EARLY, understanding=early)


def _is_echo_of_a_command(
    utterance: Utterance, meaning: Meaning | None, own: VoiceOutput, vocabulary: Vocabulary
) -> bool:
    """Whether the words that mean it may be the voice's own: "right" comes back as "wait"."""
    if meaning not in _MAY_BE_ECHO:
        return False
    parts = parse([word.text for word in utterance.words], vocabulary)
    meant = {
        _plain(word, vocabulary.homophones)
        for part in parts
        if meaning in part.meanings
        for word in part.text.split()
    }
    words = [word for word in utterance.words if _plain(word.text, vocabulary.homophones) in meant]
    said = _said(own.lines, vocabulary)
    names_it = said if meaning in COMPLAINTS else frozenset()  # "say pause" is no echo of a pause
    return all(
        word.confidence < own.confidence
        or vocabulary.echoes.get(word.text) in said
        or _plain(word.text, vocabulary.homophones) in names_it
        for word in words
    )


def given_in_time(utterance: Utterance, own: VoiceOutput, vocabulary: Vocabulary) -> bool:
    """Whether it began in the voice's last words and outlasts the voice, as its echo does not."""
    course = own.course
    if course is None or utterance.start < course.last_words:
        return False
    after = utterance.end - course.ends
    if is_own(utterance, own.lines, vocabulary):
        # The echo of the last word dies away after the voice: more of it lies before its end.
        return after >= max(own.past, course.ends - utterance.start)
    return after >= own.past


def is_own(utterance: Utterance, lines: Iterable[Line], vocabulary: Vocabulary) -> bool:
    """Whether every word of it is among those that the voice says in `lines`."""
    said = _said(lines, vocabulary)
    return all(_plain(word.text, vocabulary.homophones) in said for word in utterance.words)


def _said(lines: Iterable[Line], vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(
        _plain(word, vocabulary.homophones)
        for line in lines
        for word in _WORD.findall(line.text.lower())
    )


def _plain(word: str, homophones: Mapping[str, str]) -> str:
    return homophones.get(word, word)


class BargeIn:
    """Knows what the voice is saying, and until when."""

    def __init__(
        self, talk: Conversation, out: EffectBuffer, vocabulary: Vocabulary, settings: Settings
    ) -> None:
        self._talk = talk
        self._out = out
        self._vocabulary = vocabulary
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

    def counts(self, utterance: Utterance) -> bool:
        """Whether it may be an answer to what is asked now: not while the voice asks it."""
        if self._everything or not self.is_over(utterance):
            return True
        return given_in_time(utterance, self._own, self._vocabulary)

    def is_echo(self, utterance: Utterance) -> bool:
        """Whether it may be the voice's own; there is no echo where everything counts."""
        if self._everything or not self.is_over(utterance):
            return False
        own = self._own
        in_time = given_in_time(utterance, own, self._vocabulary)
        return not in_time and is_own(utterance, own.lines, self._vocabulary)

    def judge(self, utterance: Utterance) -> Judged:
        """What becomes of something said over the voice."""
        turn = self._talk.turn
        if not self._everything:
            return judge_over_voice(
                utterance, self._own, self._vocabulary, turn.expected, instead=turn.taken_back
            )
        possible = turn.expected | COMMANDS
        understanding = understand(utterance, self._vocabulary, possible, instead=turn.taken_back)
        fate = Fate.NOTHING if understanding.meaning is None else Fate.TAKEN
        return Judged(fate=fate, understanding=understanding)

    def ask_again(self, turn: Turn) -> bool:
        """Before listening: ask for what was said too early, once a turn. False: nothing was."""
        if not turn.spoken_over or turn.asked_to_say_again:
            return False
        turn.asked_to_say_again = True
        self._talk.say((), before=self._talk.texts.phrase("spoken_over"))
        return True

    @property
    def _own(self) -> VoiceOutput:
        course = self._course
        if course is not None and course.speech != self._out.speech:
            course = None
        return VoiceOutput(
            lines=self._out.lines, course=course, past=self._past, confidence=self._confidence
        )
