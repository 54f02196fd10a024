"""The program's own voice, as the microphone hears it: what may be its echo, and what is none.

"Stop" counts whatever the voice says. "Pause" and "it hurts" do, unless they may be the voice's
own echo: of words that it says itself, or hardly understood. An answer does when it was given in
time: begun in the voice's last two words, and finished after the voice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import COMPLAINTS, INTERRUPTIONS, Meaning, Meant
from voice_rom.core.language.understanding import words_meaning
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.protocol.events import SpeechBegan

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

_MAY_BE_ECHO: Final = INTERRUPTIONS - {Meaning.STOP}
"""To stop must be possible at any moment, whatever the voice says."""


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


def given_in_time(utterance: Utterance, own: VoiceOutput, vocabulary: Vocabulary) -> bool:
    """Whether it began in the voice's last words and outlasts the voice, as its echo does not."""
    course = own.course
    if course is None or utterance.start < course.last_words:
        return False
    after = utterance.end - course.ends
    if is_own(utterance, own, vocabulary):
        # The echo of the last word dies away after the voice: more of it lies before its end.
        return after >= max(own.past, course.ends - utterance.start)
    return after >= own.past


def is_own(utterance: Utterance, own: VoiceOutput, vocabulary: Vocabulary) -> bool:
    """Whether every word of it is among those that the voice says."""
    said = _said(own, vocabulary)
    return all(_plain(word.text, vocabulary.homophones) in said for word in utterance.words)


def is_echo_of_a_command(
    utterance: Utterance, meaning: Meant | None, own: VoiceOutput, vocabulary: Vocabulary
) -> bool:
    """Whether the words that mean it may be the voice's own: "right" comes back as "wait"."""
    if meaning is None or meaning not in _MAY_BE_ECHO:
        return False
    said = _said(own, vocabulary)
    names_it = said if meaning in COMPLAINTS else frozenset()  # "say pause" is no echo of a pause
    return all(
        word.confidence < own.confidence
        or vocabulary.echoes.get(word.text) in said
        or _plain(word.text, vocabulary.homophones) in names_it
        for word in words_meaning(utterance, meaning, vocabulary) or utterance.words
    )


def _said(own: VoiceOutput, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(
        _plain(word, vocabulary.homophones)
        for line in own.lines
        for word in _WORD.findall(line.text.lower())
    )


def _plain(word: str, homophones: Mapping[str, str]) -> str:
    return homophones.get(word, word)
