"""What words mean, by what was asked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.person import utterance
from tests.english import english_vocabulary
from voice_rom.core.language.meanings import COMMANDS, INTERRUPTIONS, Meaning, Meant, NamedChoice
from voice_rom.core.language.phrases import Part, PartKind, parse
from voice_rom.core.language.understanding import Reason, Understanding, understand
from voice_rom.core.language.utterance import Word
from voice_rom.core.language.vocabulary import Vocabulary

M = Meaning
ENGLISH = english_vocabulary()
YES_OR_NO = frozenset({M.YES, M.NO, M.UNSURE}) | COMMANDS
SIDES = frozenset({M.LEFT, M.RIGHT, M.BOTH, M.NEITHER, M.UNSURE}) | COMMANDS
SHAPES = frozenset({NamedChoice("straight"), NamedChoice("angled"), M.UNSURE}) | COMMANDS
MOVEMENT = frozenset({M.READY}) | COMMANDS
STOPPED = frozenset({M.END}) | COMMANDS

SMALL = Vocabulary(
    language="en",
    phrases={
        M.RIGHT: ("right",),
        M.YES: ("yes", "right", "yes it is"),
        M.NO: ("no", "no it is not"),
        M.STOP: ("stop",),
        M.PAUSE: ("wait",),
        M.READY: ("okay",),
    },
    homophones={"know": "no"},
    fillers=("uh", "okay", "you see"),
    corrections=("sorry", "wait", "no wait", "wait no"),
    decoys=("on",),
)

WORDS = sorted(
    {
        word
        for group in (*SMALL.phrases.values(), SMALL.fillers, SMALL.corrections, SMALL.decoys)
        for phrase in group
        for word in phrase.split()
    }
    | {"know", "[unk]", "coffee", ""}
)
texts = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
meanings = st.frozensets(st.sampled_from(Meaning))


def heard(words: str, expected: frozenset[Meaning] = YES_OR_NO) -> Understanding:
    return understand(utterance(words), ENGLISH, expected)


@pytest.mark.parametrize(
    ("words", "expected", "meaning"),
    [
        ("yes", YES_OR_NO, M.YES),
        ("yeah", YES_OR_NO, M.YES),
        ("know", YES_OR_NO, M.NO),
        ("not really", YES_OR_NO, M.NO),
        ("i don't know", YES_OR_NO, M.UNSURE),
        ("i don't no", YES_OR_NO, M.UNSURE),
        ("maybe", SIDES, M.UNSURE),
        ("left", SIDES, M.LEFT),
        ("the left one", SIDES, M.LEFT),
        ("my right leg", SIDES, M.RIGHT),
        ("write", SIDES, M.RIGHT),
        ("both", SIDES, M.BOTH),
        ("the same", SIDES, M.NEITHER),
        ("straight up", SHAPES, NamedChoice("straight")),
        ("up", SHAPES, NamedChoice("straight")),
        ("to the side", SHAPES, NamedChoice("angled")),
        ("next", MOVEMENT, M.READY),
        ("done", MOVEMENT, M.READY),
        ("done", STOPPED, M.END),
        ("go on", STOPPED, M.CONTINUE),
        ("say that again", YES_OR_NO, M.REPEAT),
        ("where am i", SIDES, M.WHERE),
    ],
)
def test_people_use_many_words_for_one_meaning(
    words: str, expected: frozenset[Meaning], meaning: Meaning
) -> None:
    understanding = heard(words, expected)
    assert (understanding.meaning, understanding.reason) == (meaning, Reason.UNDERSTOOD)


@pytest.mark.parametrize("words", ["right", "that's right", "write"])
def test_right_confirms_where_no_side_is_asked_for(words: str) -> None:
    assert heard(words, YES_OR_NO).meaning is M.YES


@pytest.mark.parametrize("words", ["that's right", "yes that's right"])
def test_to_a_question_about_a_side_that_is_right_is_agreement_and_no_side(words: str) -> None:
    """A wrong side would be noted for good; asking again costs a sentence."""
    understanding = heard(words, SIDES)
    assert (understanding.meaning, understanding.unexpected) == (None, M.YES)


@pytest.mark.parametrize(
    ("words", "yes_or_no", "side"),
    [
        ("yes", M.YES, None),
        ("no", M.NO, None),
        ("left", None, M.LEFT),
        ("right", M.YES, M.RIGHT),
        ("both", None, M.BOTH),
        ("not sure", M.UNSURE, M.UNSURE),
        ("yes it does", M.YES, None),
        ("both of them", None, M.BOTH),
        ("yes both", None, None),
        ("yes the left one", None, None),
    ],
)
def test_the_same_words_are_judged_by_what_was_asked(
    words: str, yes_or_no: Meant | None, side: Meant | None
) -> None:
    assert heard(words, YES_OR_NO).meaning is yes_or_no
    assert heard(words, SIDES).meaning is side


def test_right_is_the_side_where_both_are_possible() -> None:
    assert heard("right", frozenset({M.YES, M.NO, M.LEFT, M.RIGHT})).meaning is M.RIGHT


def test_wait_by_itself_is_a_pause() -> None:
    assert heard("wait").meaning is M.PAUSE


@pytest.mark.parametrize("words", ["yes pause", "left hold on", "no wait a moment", "sorry pause"])
@pytest.mark.parametrize("expected", [YES_OR_NO, SIDES, INTERRUPTIONS])
def test_a_pause_goes_before_every_answer_that_is_said_with_it(
    words: str, expected: frozenset[Meaning]
) -> None:
    assert heard(words, expected).meaning is M.PAUSE


@pytest.mark.parametrize(
    ("words", "expected", "meaning"),
    [("the left leg", SIDES, M.LEFT), ("no wait a moment", YES_OR_NO, M.PAUSE)],
)
def test_words_are_cut_so_that_as_few_as_can_be_are_foreign(
    words: str, expected: frozenset[Meaning], meaning: Meaning
) -> None:
    assert heard(words, expected).meaning is meaning


def test_a_wait_between_two_answers_is_no_pause_but_a_correction() -> None:
    assert heard("left wait right", SIDES).meaning is M.RIGHT
    assert heard("left wait right", INTERRUPTIONS).meaning is None


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", Reason.EMPTY),
        ("uh", Reason.FILLER),
        ("the", Reason.FILLER),
        ("yes no", Reason.TWO_ANSWERS),
        ("yes left", Reason.TWO_ANSWERS),
        ("yes coffee", Reason.FOREIGN),
        ("[unk] yes", Reason.FOREIGN),
        ("go", Reason.FOREIGN),
        ("down", Reason.FOREIGN),
        ("left", Reason.NOT_EXPECTED),
    ],
)
def test_what_is_no_answer_says_why(words: str, reason: Reason) -> None:
    understanding = heard(words)
    assert (understanding.meaning, understanding.reason) == (None, reason)


def test_an_answer_to_another_question_says_what_it_would_have_meant() -> None:
    assert heard("my left leg").unexpected is M.LEFT
    assert heard("no", SIDES).unexpected is M.NO


def test_the_same_answer_twice_is_one_answer() -> None:
    assert heard("yes yes yeah").meaning is M.YES


def test_stop_goes_before_everything_that_is_said_with_it() -> None:
    assert heard("no stop please").meaning is M.STOP
    assert heard("stop wait").meaning is M.STOP


def test_what_is_too_long_is_no_answer_whatever_it_says() -> None:
    understanding = understand(replace(utterance("yes"), too_long=True), ENGLISH, YES_OR_NO)
    assert (understanding.meaning, understanding.reason) == (None, Reason.TOO_LONG)


@pytest.mark.parametrize(("words", "meaning"), [("stop", M.STOP), ("wait", M.PAUSE)])
def test_interruptions_are_understood_while_the_voice_speaks(words: str, meaning: Meaning) -> None:
    assert heard(words, INTERRUPTIONS).meaning is meaning


def test_an_answer_while_the_voice_speaks_is_not_expected() -> None:
    assert heard("yes", INTERRUPTIONS).reason is Reason.NOT_EXPECTED


def test_a_word_that_is_answer_and_filler_answers_only_when_alone() -> None:
    assert heard("okay", MOVEMENT).meaning is M.READY
    assert heard("okay yes").meaning is M.YES
    assert heard("okay repeat", MOVEMENT).meaning is M.REPEAT


@given(words=texts, expected=meanings)
def test_the_meaning_is_always_one_that_is_possible_and_comes_with_its_rule(
    words: str, expected: frozenset[Meaning]
) -> None:
    said = utterance(words)
    understanding = understand(said, SMALL, expected)
    assert understanding.meaning is None or understanding.meaning in expected
    assert (understanding.meaning is None) == (understanding.reason is not Reason.UNDERSTOOD)
    assert (understanding.unexpected is None) == (understanding.reason is not Reason.NOT_EXPECTED)
    assert understanding.unexpected not in expected
    assert understanding.rule
    assert understanding.utterance is said


@given(words=texts, expected=meanings, place=st.integers(0, 7))
def test_a_hesitation_anywhere_changes_nothing(
    words: str, expected: frozenset[Meaning], place: int
) -> None:
    spoken = words.split()
    with_filler = [*spoken[:place], "uh", *spoken[place:]]
    plain = understand(utterance(words), SMALL, expected)
    filled = understand(utterance(" ".join(with_filler)), SMALL, expected)
    assert filled.meaning is plain.meaning
    if spoken:
        assert filled.reason is plain.reason


@given(words=texts, expected=meanings, place=st.integers(0, 7))
def test_a_foreign_word_anywhere_takes_every_meaning_away(
    words: str, expected: frozenset[Meaning], place: int
) -> None:
    spoken = words.split()
    with_foreign = " ".join([*spoken[:place], "coffee", *spoken[place:]])
    assert understand(utterance(with_foreign), SMALL, expected).meaning is None


@given(words=texts, expected=meanings)
def test_a_meaning_that_is_not_expected_more_is_not_returned(
    words: str, expected: frozenset[Meaning]
) -> None:
    meaning = understand(utterance(words), SMALL, expected).meaning
    if meaning is not None:
        less = expected - {meaning}
        assert understand(utterance(words), SMALL, less).meaning is not meaning


@given(words=texts)
def test_times_and_confidence_do_not_change_the_meaning(words: str) -> None:
    said = utterance(words)
    unsure = replace(said, words=tuple(replace(word, confidence=0.1) for word in said.words))
    first = understand(said, SMALL, YES_OR_NO)
    assert understand(unsure, SMALL, YES_OR_NO).meaning is first.meaning


@given(words=texts)
def test_parts_hold_every_word_that_is_no_hesitation(words: str) -> None:
    spoken = [SMALL.homophones.get(word, word) for word in words.split()]
    parts = parse(words.split(), SMALL)
    said = " ".join(word for word in spoken if word != "uh")
    assert " ".join(part.text for part in parts) == (said or ("uh" if spoken else ""))


@given(words=st.lists(st.sampled_from(sorted({*WORDS} - {"uh", ""})), max_size=7), at=st.data())
def test_no_other_cut_has_fewer_foreign_parts_or_as_few_and_fewer_parts(
    words: list[str], at: st.DataObject
) -> None:
    place = at.draw(st.integers(0, len(words)))
    first, second = parse(words[:place], SMALL), parse(words[place:], SMALL)
    assert _cost(parse(words, SMALL)) <= _cost((*first, *second))


def _cost(parts: tuple[Part, ...]) -> tuple[int, int]:
    return sum(part.kind is PartKind.FOREIGN for part in parts), len(parts)


@pytest.mark.parametrize(
    ("meaning", "phrase"),
    [(meaning, phrase) for meaning, group in ENGLISH.phrases.items() for phrase in group],
)
def test_every_phrase_of_the_vocabulary_means_what_it_stands_under(
    meaning: Meaning, phrase: str
) -> None:
    assert heard(phrase, frozenset({meaning})).meaning is meaning


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("know", "no"),
        ("uh know", "uh no"),
        ("write", "right"),
        ("the wright side", "the right side"),
        ("know wait yes", "no wait yes"),
        ("i don't know", "i don't know"),
        ("know i don't know", "no i don't know"),
        ("[unk] know", "[unk] no"),
        ("uh", "uh"),
        ("coffee", "coffee"),
        ("", ""),
    ],
)
def test_words_are_spelled_as_people_read_what_they_were_taken_for(written: str, read: str) -> None:
    understood = heard(written)
    assert understood.words == read
    assert understood.utterance.text == written


@pytest.mark.parametrize(
    "phrase", sorted({phrase for group in ENGLISH.phrases.values() for phrase in group})
)
def test_every_phrase_is_spelled_as_the_vocabulary_has_it(phrase: str) -> None:
    assert heard(phrase).words == phrase


@pytest.mark.parametrize(("heard_as", "meant"), ENGLISH.homophones.items())
def test_every_word_that_sounds_like_another_is_spelled_like_it(heard_as: str, meant: str) -> None:
    assert heard(heard_as).words == meant


def test_a_rule_names_a_phrase_as_the_vocabulary_has_it() -> None:
    assert heard("i don't know", MOVEMENT).rule == '"i don\'t know" was not asked for'


@pytest.mark.parametrize("decoy", ENGLISH.decoys)
def test_no_decoy_means_anything(decoy: str) -> None:
    assert heard(decoy, frozenset(Meaning)).meaning is None


def test_every_meaning_can_be_said() -> None:
    assert set(ENGLISH.phrases) == {*Meaning, NamedChoice("straight"), NamedChoice("angled")}


def test_a_part_knows_everything_that_it_may_be() -> None:
    (part,) = parse(["wait"], SMALL)
    assert (part.kind, part.meanings, part.may_correct) == (PartKind.KNOWN, (M.PAUSE,), True)


def test_an_utterance_of_words_without_vocabulary_is_foreign() -> None:
    word = Word("coffee", 0.0, 0.5, 1.0)
    empty = replace(SMALL, phrases={}, homophones={}, fillers=(), corrections=(), decoys=())
    said = replace(utterance(""), words=(word,))
    assert understand(said, empty, YES_OR_NO).reason is Reason.FOREIGN
