"""What somebody means to answer in a whole session."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.english import english_content
from voice_rom.core.assessment.content import Question, Side
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.language.meanings import Meaning, Meant, NamedChoice
from voice_rom.evaluation.chosen_answers import ChosenAnswer, choose_answers

CONTENT = english_content()
PLACES = Programme(CONTENT, CONTENT.assessment.tests, screening=True).places()
QUESTIONS = {place.name: place.asked for place in PLACES if place.question is not None}
FOUR: frozenset[Meant] = frozenset({Meaning.YES, Meaning.NO, Meaning.LEFT, Meaning.RIGHT})
ANGLING = "leg-lift.angling"


def chosen_by(name: str, sayable: frozenset[Meant] = FOUR) -> dict[str, ChosenAnswer]:
    return choose_answers(PLACES, sayable, name)


@given(st.text())
def test_every_question_gets_an_answer_that_it_can_have(name: str) -> None:
    chosen = chosen_by(name)
    assert list(chosen) == list(QUESTIONS)
    for moment, answer in chosen.items():
        assert answer.meaning in QUESTIONS[moment].answers
        assert (answer.side is not None) == _asks_side(QUESTIONS[moment], answer.meaning)
        assert answer.side in (None, Side.LEFT, Side.RIGHT)


def _asks_side(question: Question, meaning: Meant) -> bool:
    return question.side is not None and meaning in question.concern


def test_nobody_has_a_reason_to_leave_tests_out() -> None:
    for moment, answer in chosen_by("anna").items():
        if moment.startswith(SCREENING):
            assert answer.meaning not in QUESTIONS[moment].concern


def test_the_same_name_chooses_the_same_and_others_something_else() -> None:
    assert chosen_by("anna") == chosen_by("anna")
    assert len({tuple(chosen_by(f"s{number}").values()) for number in range(10)}) == 10


def test_every_answer_is_about_as_likely_as_any_other() -> None:
    among = [chosen_by(f"s{number}") for number in range(200)]
    pain = Counter(str(chosen["leg-lift.pain"]) for chosen in among)
    assert 70 <= pain["no"] <= 130
    assert 30 <= pain["yes left"] <= 70
    assert 30 <= pain["yes right"] <= 70


def test_answers_that_cannot_be_said_are_chosen_only_where_nothing_else_is_left() -> None:
    straight, angled = NamedChoice("straight"), NamedChoice("angled")
    sides: dict[str, set[Side | None]] = {}
    some: frozenset[Meant] = FOUR | frozenset({straight})
    every: frozenset[Meant] = some | frozenset({angled, Meaning.BOTH})
    for sayable in (FOUR, some, every):
        among = [chosen_by(f"s{number}", sayable) for number in range(40)]
        assert {chosen[ANGLING].meaning for chosen in among} == {straight, angled}
        sides[str(Meaning.BOTH in sayable)] = {chosen[ANGLING].side for chosen in among}
    assert sides["False"] == {None, Side.LEFT, Side.RIGHT}
    assert sides["True"] == {None, Side.LEFT, Side.RIGHT, Side.BOTH}


def test_an_answer_is_told_in_words() -> None:
    assert str(ChosenAnswer(Meaning.YES, Side.LEFT)) == "yes left"
    assert str(ChosenAnswer(Meaning.NO)) == "no"
