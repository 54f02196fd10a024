"""What an utterance is, where it was said. It is interpreted here, once, and nowhere else.

The first of these that it can be, it is:

- a correction of the last answer: "no wait", "sorry, left". An answer is taken as soon as the
  person has finished, and stays open for revision while the next sentence is being said. Only what
  begins with a word of correction, and soon after the answer, can change it; and "stop" or "pause"
  in it goes before. Where "no" cannot be an answer, it is such a word: "left" (the voice:
  "Left."), "no, right".
- "wait" alone, as soon after an answer: a pause, or the beginning of a correction. What follows it
  tells, and then an answer alone is a correction, too.
- more of the last answer, said after a pause (`continuation.py`).
- over the voice: an interruption, or an answer or a command that was given in time. Any other
  answer is asked for again, as nobody is passed over without a word; but what holds only words that
  the voice itself says is its echo.
- an answer to what is asked, or a command.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from voice_rom.core.dialogue.continuation import Answered, continued
from voice_rom.core.dialogue.own_voice import (
    VoiceOutput,
    given_in_time,
    is_echo_of_a_command,
    is_own,
)
from voice_rom.core.dialogue.turn import Hold
from voice_rom.core.language.meanings import COMMANDS, COMPLAINTS, INTERRUPTIONS, Meaning, Meant
from voice_rom.core.language.phrases import PartKind
from voice_rom.core.language.slots import NOTHING_KNOWN, AskedFor
from voice_rom.core.language.understanding import Reason, Understanding, parts_of, understand
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.language.vocabulary import Vocabulary

_NOTHING_IN_ITS_PLACE: Final = (Reason.FILLER, Reason.UNCERTAIN, Reason.TWO_ANSWERS)
_BADLY_HEARD: Final = 1

_INSTEAD: Final = "takes the place of the answer before"
_TAKEN_BACK: Final = "takes back the answer before"
_GOES_ON: Final = "with what was said before it"
_NO_ANSWER: Final = "the answer before was the beginning of this, which is none"
_NO_WORDS: Final = (Reason.EMPTY, Reason.FILLER)
_MAY_PAUSE: Final = "a pause, unless another answer follows"
_OWN_WORDS: Final = "the voice was saying these words itself"
_TOO_EARLY: Final = "said before the voice's last words"


class Fate(StrEnum):
    """What becomes of something that was heard."""

    TAKEN = "taken"
    """An answer or a command."""
    CORRECTION = "correction"
    """It puts another answer in place of the last, or (without a meaning) takes that back."""
    WAIT = "wait"
    """A pause, or the beginning of a correction."""
    TOO_EARLY = "too_early"
    """An answer, but over the voice and not in time: it is asked for again."""
    OWN_ECHO = "own_echo"
    """It would have been an answer, but the voice itself says these words."""
    MISSED = "missed"
    """Somebody spoke where it was listened for, and was not understood."""
    NOTHING = "nothing"
    """Not understood, over the voice or after "wait": that is no miss."""


@dataclass(frozen=True, kw_only=True)
class Correctable:
    """The last answer, as far as something said now can change it."""

    expected: AbstractSet[Meant]
    """What answers the question to which it was given."""
    since: float
    until: float
    """When a correction begins at the earliest and at the latest, on the room's clock (s)."""
    here: bool
    """Whether the session can still go back to it; if not, "wait" is all that can follow."""

    def is_open_at(self, start: float) -> bool:
        return self.since <= start <= self.until


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that decides what an utterance is, beside its words."""

    expected: AbstractSet[Meant]
    """What answers here; commands are possible beside it."""
    asked: AskedFor = NOTHING_KNOWN
    hold: Hold | None = None
    """Why the voice is silent for a moment after an answer."""
    last: Correctable | None = None
    answered: Answered | None = None
    """The last answer, as far as this may go on with it."""
    over_voice: bool = False
    """It was said while the voice spoke."""
    voice: VoiceOutput | None = None
    """What the voice said meanwhile; None where nobody can take its echo for an answer."""

    @property
    def instead(self) -> bool:
        """An answer was taken back, and another may come in its place."""
        return self.hold is Hold.TAKEN_BACK

    @property
    def after_wait(self) -> bool:
        return self.hold is Hold.MAY_PAUSE


@dataclass(frozen=True, kw_only=True)
class Interpretation:
    """All that an utterance is, where it was said, with the evidence."""

    fate: Fate
    understanding: Understanding
    """What decided. It has a meaning where the fate is TAKEN, or CORRECTION with another answer."""
    complaint: Meant | None
    """What hurts or is numb, by these words, whatever else they mean."""
    agrees: bool
    """Whether it is a "yes", whatever was asked."""

    @property
    def utterance(self) -> Utterance:
        return self.understanding.utterance

    @property
    def meaning(self) -> Meant:
        """What was taken. Raises LookupError where nothing was."""
        if self.understanding.meaning is None:
            raise LookupError(f"what was heard means nothing here: it is {self.fate}")
        return self.understanding.meaning


def interpret(utterance: Utterance, situation: Situation, vocabulary: Vocabulary) -> Interpretation:
    """Say what `utterance` is in this situation. Never raises."""
    fate, understanding = _decide(utterance, situation, vocabulary)
    return Interpretation(
        fate=fate,
        understanding=understanding,
        complaint=understand(utterance, vocabulary, COMPLAINTS).meaning,
        agrees=understand(utterance, vocabulary, {Meaning.YES}).meaning is Meaning.YES,
    )


def _decide(
    utterance: Utterance, situation: Situation, vocabulary: Vocabulary
) -> tuple[Fate, Understanding]:
    voice = situation.voice
    in_time = voice is None or given_in_time(utterance, voice, vocabulary)
    correction = _correction(utterance, situation, vocabulary, in_time=in_time)
    correction = correction or _continuation(utterance, situation, vocabulary)
    if correction is not None:
        return Fate.CORRECTION, correction
    if situation.after_wait:
        possible = COMMANDS if in_time else INTERRUPTIONS
        command = understand(utterance, vocabulary, possible)
        return (Fate.NOTHING if command.meaning is None else Fate.TAKEN), command
    wait = _wait(utterance, situation.last, vocabulary)
    if wait is not None:
        return Fate.WAIT, wait
    if voice is not None:
        return _over_voice(utterance, situation, voice, vocabulary, in_time=in_time)
    here = _here(utterance, situation, vocabulary)
    if here.meaning is not None:
        return Fate.TAKEN, here
    return (Fate.NOTHING if situation.over_voice else Fate.MISSED), here


def _here(utterance: Utterance, situation: Situation, vocabulary: Vocabulary) -> Understanding:
    """As an answer to what is asked now, or as a command."""
    possible = situation.expected | COMMANDS
    instead, asked = situation.instead, situation.asked
    return understand(utterance, vocabulary, possible, instead=instead, asked=asked)


# Corrections


def _correction(
    utterance: Utterance, situation: Situation, vocabulary: Vocabulary, *, in_time: bool
) -> Understanding | None:
    """What it puts in place of the last answer; None when it is no correction of it.

    Nor is what may be the voice's own echo, or ("no") answers what is asked now. The result has no
    meaning (`Reason.UNCERTAIN`) when the answer is only taken back.
    """
    last, after_wait = situation.last, situation.after_wait
    if last is None or not last.here or not (after_wait or last.is_open_at(utterance.start)):
        return None
    correction = understand_correction(utterance, vocabulary, last.expected)
    if after_wait:
        correction = correction or _answer_instead(utterance, last, vocabulary)
        return correction if in_time else None
    if correction is None or _is_echo(utterance, situation.voice, vocabulary, in_time=in_time):
        return None
    only_takes_back = correction.meaning is None
    answers_here = in_time and _here(utterance, situation, vocabulary).meaning is not None
    return None if only_takes_back and answers_here else correction


def understand_correction(
    utterance: Utterance, vocabulary: Vocabulary, expected: AbstractSet[Meant]
) -> Understanding | None:
    """What `utterance` puts in place of an answer that was one of `expected`.

    None when it is no correction: it begins with no word of one, holds an interruption or several
    foreign words, or corrects something else. One foreign word is an answer badly heard, as happens
    over the voice: better ask again than keep what was taken back. Never raises.
    """
    parts = parts_of(utterance, vocabulary, expected, instead=True)
    if utterance.too_long or not parts or not parts[0].may_correct:
        return None
    foreign = sum(part.kind is PartKind.FOREIGN for part in parts)
    if foreign > _BADLY_HEARD:
        return None
    if understand(utterance, vocabulary, INTERRUPTIONS).meaning is not None:
        return None
    understanding = understand(utterance, vocabulary, expected, instead=True)
    if understanding.meaning is not None:
        return replace(understanding, rule=_INSTEAD)
    if foreign or understanding.reason in _NOTHING_IN_ITS_PLACE:
        return replace(understanding, reason=Reason.UNCERTAIN, rule=_TAKEN_BACK)
    return None


def _answer_instead(
    utterance: Utterance, last: Correctable, vocabulary: Vocabulary
) -> Understanding | None:
    """After "wait", an answer alone is a correction."""
    answer = understand(utterance, vocabulary, last.expected, instead=True)
    return None if answer.meaning is None else replace(answer, rule=_INSTEAD)


def _wait(
    utterance: Utterance, last: Correctable | None, vocabulary: Vocabulary
) -> Understanding | None:
    """A pause, or the first word of a correction of the last answer; None if neither."""
    if last is None or not last.is_open_at(utterance.start):
        return None
    parts = parts_of(utterance, vocabulary, INTERRUPTIONS)
    if not all(part.may_correct for part in parts):
        return None
    understanding = understand(utterance, vocabulary, INTERRUPTIONS)
    if understanding.meaning is not Meaning.PAUSE:
        return None
    return replace(understanding, meaning=None, reason=Reason.UNCERTAIN, rule=_MAY_PAUSE)


def _continuation(
    utterance: Utterance, situation: Situation, vocabulary: Vocabulary
) -> Understanding | None:
    """What the last answer means with this after it; None when this does not go on with it.

    The result has no meaning (`Reason.UNCERTAIN`) when that was no answer, after all.
    """
    answer, voice = situation.answered, situation.voice
    if answer is None or situation.after_wait:
        return None
    both = continued(answer, utterance)
    if both is None or (voice is not None and is_own(utterance, voice, vocabulary)):
        return None
    alone = understand(utterance, vocabulary, answer.expected | COMMANDS, asked=answer.asked)
    if alone.reason in _NO_WORDS or alone.meaning in INTERRUPTIONS:
        return None
    as_one = understand(both, vocabulary, answer.expected, asked=answer.asked)
    if as_one.meaning is not None:
        return replace(as_one, rule=f"{_GOES_ON}: {as_one.rule}")
    here = _here(utterance, situation, vocabulary)
    means_something = any(each.meaning or each.unexpected for each in (alone, here))
    taken_back = replace(as_one, reason=Reason.UNCERTAIN, rule=_NO_ANSWER, slots=None)
    return None if means_something else taken_back


# Over the voice


def _is_echo(
    utterance: Utterance, voice: VoiceOutput | None, vocabulary: Vocabulary, *, in_time: bool
) -> bool:
    return voice is not None and not in_time and is_own(utterance, voice, vocabulary)


def _over_voice(
    utterance: Utterance,
    situation: Situation,
    voice: VoiceOutput,
    vocabulary: Vocabulary,
    *,
    in_time: bool,
) -> tuple[Fate, Understanding]:
    """Interruptions count at any time; answers and other commands only in the last words."""
    expected, instead, asked = situation.expected, situation.instead, situation.asked
    if in_time:
        understanding = _here(utterance, situation, vocabulary)
    else:
        understanding = understand(utterance, vocabulary, INTERRUPTIONS, instead=instead)
    meaning = understanding.meaning
    if not in_time and is_echo_of_a_command(utterance, meaning, voice, vocabulary):
        echo = replace(understanding, meaning=None, reason=Reason.TOO_EARLY, rule=_OWN_WORDS)
        return Fate.OWN_ECHO, echo
    if meaning is not None:
        return Fate.TAKEN, understanding
    answer = understand(utterance, vocabulary, expected, instead=instead, asked=asked)
    if in_time or answer.meaning is None:
        return Fate.NOTHING, understanding
    if is_own(utterance, voice, vocabulary):
        return Fate.OWN_ECHO, understanding
    early = replace(
        answer, meaning=None, reason=Reason.TOO_EARLY, rule=_TOO_EARLY, unexpected=answer.meaning
    )
    return Fate.TOO_EARLY, early
