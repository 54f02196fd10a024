"""What an utterance means, given what was asked."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from voice_rom.core.language.clauses import slots_of
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant, is_one_of_several
from voice_rom.core.language.phrases import Part, PartKind, after_correction, parse, spelled
from voice_rom.core.language.slots import NOTHING_KNOWN, AskedFor, Slots
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.core.language.vocabulary import Vocabulary

_DENIAL: Final = {Meaning.NO}


class Reason(StrEnum):
    """Why an utterance was, or was not, taken for an answer or a command."""

    UNDERSTOOD = "understood"
    EMPTY = "empty"
    """Sound in which no word was heard."""
    FILLER = "filler"
    """Only words such as "uh": the person is still thinking."""
    FOREIGN = "foreign"
    """Words, or sounds, that are neither an answer nor a command."""
    NOT_EXPECTED = "not_expected"
    """An answer, but not to this question: "left" to a yes-or-no question."""
    TWO_ANSWERS = "two_answers"
    TOO_LONG = "too_long"
    UNCERTAIN = "uncertain"
    """An answer that was taken back ("left, sorry") with nothing after it."""
    TOO_EARLY = "too_early"
    """An answer, but said while the program's own voice was still asking."""


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """What an utterance means here, with the evidence."""

    meaning: Meant | None
    reason: Reason
    rule: str
    """The rule that decided, in a few words, for the transcript and the report."""
    utterance: Utterance
    unexpected: Meant | None = None
    """With NOT_EXPECTED and TOO_EARLY: what it would have meant elsewhere, or at another time."""
    slots: Slots | None = None
    """Everything that was said, slot by slot, where it was whole sentences: a side beside an
    answer, which part of the body hurts, how sure. Also where `meaning` is None: "yes, left"."""
    spelled: str = ""
    """The words as people read them: "no" where the recogniser wrote "know". The utterance keeps
    what it wrote. Empty in what was kept before there was this."""

    @property
    def words(self) -> str:
        """What was heard, for people."""
        return self.spelled or self.utterance.text


@dataclass(frozen=True)
class _Verdict:
    meaning: Meant | None
    reason: Reason
    rule: str
    unexpected: Meant | None = None


def understand(
    utterance: Utterance,
    vocabulary: Vocabulary,
    expected: AbstractSet[Meant],
    *,
    instead: bool = False,
    asked: AskedFor = NOTHING_KNOWN,
) -> Understanding:
    """Say what `utterance` means when the meanings in `expected` are possible.

    `expected` holds everything that is possible, commands included: the caller adds COMMANDS
    while it listens, and passes INTERRUPTIONS alone while its own voice plays. `instead`: it comes
    after an answer to the same. `asked`: what the question is about; a sentence such as "the left
    one goes higher" answers nothing without it. The result's meaning is one of `expected`, or None.
    Never raises.
    """
    words = tuple(word.text for word in utterance.words)
    verdict = _judge(utterance, vocabulary, expected, instead=instead)
    slots = None if utterance.too_long else slots_of(words, vocabulary, asked, expected)
    if slots is not None and _decides(slots, verdict, asked, parse(words, vocabulary)):
        verdict = _Verdict(slots.meaning, Reason.UNDERSTOOD, slots.why)
    return Understanding(
        meaning=verdict.meaning,
        reason=verdict.reason,
        rule=verdict.rule,
        utterance=utterance,
        unexpected=verdict.unexpected,
        slots=_fitting(slots, verdict.meaning, asked),
        spelled=spelled(words, vocabulary),
    )


def _decides(slots: Slots, verdict: _Verdict, asked: AskedFor, phrases: Sequence[Part]) -> bool:
    """Whether it is a sentence that says more than its phrases do by themselves.

    Where it is not known what was asked, only a sentence beyond the phrases is.
    """
    if verdict.meaning is not None:
        several = sum(bool(part.meanings) for part in phrases) > 1
        known = asked is not NOTHING_KNOWN
        return known and several and _is_one_answer(slots, verdict.meaning, asked)
    return asked is not NOTHING_KNOWN or (verdict.reason is Reason.FOREIGN and not slots.implied)


def _is_one_answer(slots: Slots, of_phrases: Meant, asked: AskedFor) -> bool:
    """Whether it is one sentence, an answer to what its several phrases answer, and another one.

    "Not really straight" is not "not really" and then "straight"; "no, maybe" is not sure. What
    hurts is an answer where that is what is asked about: "it hurts on the left", to "which side?".
    """
    if of_phrases is Meaning.UNSURE:
        return False
    answer = of_phrases not in COMMANDS or str(of_phrases) == asked.about
    one = len(slots.templates) == 1 and slots.meaning not in COMMANDS
    return answer and one and slots.meaning != of_phrases


def _fitting(slots: Slots | None, meaning: Meant | None, asked: AskedFor) -> Slots | None:
    """What phrases mean by themselves goes before what sentences make of them."""
    if meaning is None:
        return slots
    meant = asked.same_as.get(meaning, meaning)
    return slots if slots is not None and slots.meaning == meant else Slots(meaning=meant)


def parts_of(
    utterance: Utterance,
    vocabulary: Vocabulary,
    expected: AbstractSet[Meant],
    *,
    instead: bool = False,
) -> tuple[Part, ...]:
    """Cut an utterance into the parts that it has where `expected` is possible.

    Where one of several things is asked for, and "no" is no answer, it is a word of correction:
    "left, no, right". It is no more than that when it comes `instead` of an answer given before:
    "no" takes that back.
    """
    parts = parse(tuple(word.text for word in utterance.words), vocabulary)
    denies = Meaning.NO not in expected and any(map(is_one_of_several, expected))
    return tuple(
        _denial(part, instead=instead)
        if denies and part.meanings and _DENIAL.issuperset(part.meanings)
        else _ending_in(part, expected)
        for part in parts
    )


def words_meaning(utterance: Utterance, meaning: Meant, vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words of an utterance that stand in a phrase with this meaning."""
    homophones = vocabulary.homophones
    parts = parse(tuple(word.text for word in utterance.words), vocabulary)
    meant = {
        homophones.get(word, word)
        for part in parts
        if meaning in part.meanings
        for word in part.text.split()
    }
    return tuple(word for word in utterance.words if homophones.get(word.text, word.text) in meant)


def _denial(part: Part, *, instead: bool) -> Part:
    return replace(part, may_correct=True, meanings=() if instead else part.meanings)


def _ending_in(part: Part, expected: AbstractSet[Meant]) -> Part:
    """A correction ends only in what answers here: "wait no" is no more than "wait" elsewhere."""
    if part.ending is None or _first(part.ending, expected) is not None:
        return part
    return replace(part, ending=None)


def _judge(
    utterance: Utterance,
    vocabulary: Vocabulary,
    expected: AbstractSet[Meant],
    *,
    instead: bool,
) -> _Verdict:
    if utterance.too_long:
        return _Verdict(None, Reason.TOO_LONG, "too long to be an answer")
    if not utterance.words:
        return _Verdict(None, Reason.EMPTY, "no words in it")
    parts = parts_of(utterance, vocabulary, expected, instead=instead)
    foreign = [part.text for part in parts if part.kind is PartKind.FOREIGN]
    if foreign:
        return _Verdict(None, Reason.FOREIGN, f'"{foreign[0]}" is not part of any answer')
    return _judge_parts(parts, expected)


def _judge_parts(parts: Sequence[Part], expected: AbstractSet[Meant]) -> _Verdict:
    """Judge parts among which none is foreign."""
    if Meaning.STOP in expected and any(Meaning.STOP in part.meanings for part in parts):
        return _Verdict(Meaning.STOP, Reason.UNDERSTOOD, "stop comes before everything else")
    # "Wait" is a word of correction too: only by itself is it a pause.
    plainly = [part.meanings for part in parts if not part.may_correct]
    alone = all(Meaning.PAUSE in part.meanings for part in parts)
    pauses = alone or any(Meaning.PAUSE in meanings for meanings in plainly)
    if Meaning.PAUSE in expected and pauses:
        return _Verdict(Meaning.PAUSE, Reason.UNDERSTOOD, "a pause comes before any answer")
    for complaint in (Meaning.NUMB, Meaning.PAIN):
        if complaint in expected and any(complaint in part.meanings for part in parts):
            rule = "a complaint comes before any answer"
            return _Verdict(complaint, Reason.UNDERSTOOD, rule)
    kept, corrected = after_correction(parts)
    answers = [part for part in kept if part.meanings and not part.may_be_filler]
    if not answers:
        answers = [part for part in kept if part.meanings]
    if not answers:
        if corrected:
            return _Verdict(None, Reason.UNCERTAIN, "taken back, with nothing said in its place")
        return _Verdict(None, Reason.FILLER, "only filler words")
    rule = "the last answer, after a correction" if corrected else "the whole utterance"
    return _choose(answers, expected, rule)


def _choose(answers: Sequence[Part], expected: AbstractSet[Meant], rule: str) -> _Verdict:
    """Choose among answers by what is expected."""
    chosen = [_first(part, expected) for part in answers]
    meant = {meaning for meaning in chosen if meaning is not None}
    if not meant:
        unexpected = answers[-1].meanings[0]
        words = answers[-1].text
        return _Verdict(None, Reason.NOT_EXPECTED, f'"{words}" was not asked for', unexpected)
    if meant == {Meaning.NO, Meaning.UNSURE} and chosen[-1] is Meaning.UNSURE:
        return _Verdict(Meaning.UNSURE, Reason.UNDERSTOOD, "not sure, said after no")
    if len(meant) > 1 or None in chosen:
        return _Verdict(None, Reason.TWO_ANSWERS, "two answers, with no correction between them")
    return _Verdict(meant.pop(), Reason.UNDERSTOOD, rule)


def _first(part: Part, expected: AbstractSet[Meant]) -> Meant | None:
    return next((meaning for meaning in part.meanings if meaning in expected), None)
