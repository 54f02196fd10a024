"""One answer in place of another, within what is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.person import utterance
from tests.english import english_vocabulary
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant, NamedChoice
from voice_rom.core.language.understanding import Reason, Understanding, understand

M = Meaning
ENGLISH = english_vocabulary()
YES_OR_NO = frozenset({M.YES, M.NO, M.UNSURE}) | COMMANDS
SIDES = frozenset({M.LEFT, M.RIGHT, M.BOTH, M.NEITHER, M.UNSURE}) | COMMANDS
SHAPES = frozenset({NamedChoice("straight"), NamedChoice("angled"), M.UNSURE}) | COMMANDS

WORDS = ["yes", "no", "left", "right", "maybe", "wait", "sorry", "uh", "repeat", "ready", "[unk]"]
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
meanings = st.frozensets(st.sampled_from(Meaning))


def heard(words: str, expected: frozenset[Meaning] = YES_OR_NO) -> Understanding:
    return understand(utterance(words), ENGLISH, expected)


@pytest.mark.parametrize(
    ("words", "expected", "meaning"),
    [
        ("yes no wait no", YES_OR_NO, M.NO),
        ("yes i mean no", YES_OR_NO, M.NO),
        ("left sorry right", SIDES, M.RIGHT),
        ("left wait right", SIDES, M.RIGHT),
        ("left actually both", SIDES, M.BOTH),
        ("left sorry right no wait left", SIDES, M.LEFT),
        ("sorry yes", YES_OR_NO, M.YES),
        ("no wait yes", YES_OR_NO, M.YES),
        ("yes wait no yes", YES_OR_NO, M.YES),
    ],
)
def test_a_correction_takes_back_what_was_said_before_it(
    words: str, expected: frozenset[Meaning], meaning: Meaning
) -> None:
    assert heard(words, expected).meaning is meaning


def test_an_answer_that_is_taken_back_with_nothing_in_its_place_is_none() -> None:
    understanding = heard("left sorry", SIDES)
    assert (understanding.meaning, understanding.reason) == (None, Reason.UNCERTAIN)


@pytest.mark.parametrize("words", ["yes wait no", "yes wait know", "yes wait no thanks", "wait no"])
def test_the_answer_that_a_correction_ends_in_counts_when_nothing_follows(words: str) -> None:
    assert heard(words).meaning is M.NO


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("left wait no", Reason.UNCERTAIN),
        ("wait no", Reason.FILLER),
        ("left wait no sorry", Reason.UNCERTAIN),
    ],
)
def test_but_not_where_it_is_no_answer(words: str, reason: Reason) -> None:
    understanding = heard(words, SIDES)
    assert (understanding.meaning, understanding.reason) == (None, reason)


@pytest.mark.parametrize(
    ("words", "expected", "meaning"),
    [
        ("left no right", SIDES, M.RIGHT),
        ("left know write", SIDES, M.RIGHT),
        ("left not really right", SIDES, M.RIGHT),
        ("right no no left", SIDES, M.LEFT),
        ("no left", SIDES, M.LEFT),
        ("both no i don't know", SIDES, M.UNSURE),
        ("straight no angled", SHAPES, NamedChoice("angled")),
    ],
)
def test_no_takes_back_what_was_chosen_where_it_cannot_be_an_answer(
    words: str, expected: frozenset[Meaning], meaning: Meaning
) -> None:
    assert heard(words, expected).meaning == meaning


@pytest.mark.parametrize("words", ["left no", "left sorry no", "left not really"])
def test_no_after_a_choice_leaves_nothing_in_its_place(words: str) -> None:
    understanding = heard(words, SIDES)
    assert (understanding.meaning, understanding.reason) == (None, Reason.UNCERTAIN)


def test_after_an_answer_to_a_choice_no_is_no_more_than_a_word_of_correction() -> None:
    def reason(expected: frozenset[Meaning]) -> Reason:
        return understand(utterance("no"), ENGLISH, expected, instead=True).reason

    assert heard("no", SIDES).reason is Reason.NOT_EXPECTED
    assert reason(SIDES) is Reason.FILLER
    assert reason(YES_OR_NO) is Reason.UNDERSTOOD


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("no i don't", M.NO),
        ("no i don't no", M.UNSURE),
        ("no i don't know", M.UNSURE),
        ("no not sure", M.UNSURE),
        ("yes i don't know", None),
        ("not sure no", None),
    ],
)
def test_not_knowing_is_unsure_and_no_before_it_changes_nothing(
    words: str, meaning: Meant | None
) -> None:
    assert heard(words).meaning is meaning


@given(words=texts, expected=meanings)
def test_where_no_can_be_an_answer_an_answer_before_changes_nothing(
    words: str, expected: frozenset[Meaning]
) -> None:
    said = utterance(words)
    alone = understand(said, ENGLISH, expected | {M.NO})
    assert understand(said, ENGLISH, expected | {M.NO}, instead=True) == alone


@given(words=texts, expected=meanings)
def test_a_no_is_never_taken_where_it_is_no_answer(
    words: str, expected: frozenset[Meaning]
) -> None:
    for instead in (True, False):
        said = understand(utterance(words), ENGLISH, expected - {M.NO}, instead=instead)
        assert said.meaning is not M.NO
        assert said.meaning is None or said.meaning in expected
