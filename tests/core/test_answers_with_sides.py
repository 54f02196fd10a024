"""More than one answer in one sentence: the side is not asked for again."""

from typing import Final

import pytest

from tests.core.person import Person
from tests.english import english_content, english_sentences
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Record

CONTENT = english_content()
KEY = ("trunk-rotation", "easier")


def at_the_first_question(test: str = "trunk-rotation") -> Person:
    settings = load_settings(PACKAGED, {"safety.screening": False, "session.tests": [test]})
    anna = Person(Dialogue(CONTENT, english_sentences(), settings))
    anna.go_to(State.QUESTION)
    return anna


def easier(anna: Person) -> Answer:
    return anna.answers[KEY]


def test_an_answer_with_its_side_is_said_back_and_neither_is_asked_again() -> None:
    anna = at_the_first_question()
    anna.say("yes the left one")
    assert anna.is_in(State.QUESTION)
    assert anna.said[0].endswith(".easier.finding.left")
    answer = easier(anna)
    assert (answer.meaning, answer.side, answer.confirmed) == (Meaning.YES, Side.LEFT, True)


def test_a_claim_answers_the_question_and_its_side() -> None:
    anna = at_the_first_question()
    anna.say("it's a bit easier on the right")
    assert easier(anna).side is Side.RIGHT
    assert anna.said[0].endswith(".easier.finding.right")


def test_a_side_alone_is_confirmed_by_what_it_means() -> None:
    anna = at_the_first_question()
    anna.say("the right one")
    assert anna.is_in(State.CONFIRMATION)
    assert anna.said[0].endswith(".easier.finding.right")
    assert not easier(anna).confirmed
    anna.say("yes")
    assert anna.is_in(State.QUESTION)
    assert (easier(anna).side, easier(anna).confirmed) == (Side.RIGHT, True)


def test_a_side_that_was_not_meant_is_taken_back_with_its_answer() -> None:
    anna = at_the_first_question()
    anna.say("the right one", "no")
    assert anna.is_in(State.QUESTION)
    assert (easier(anna).meaning, easier(anna).side) == (None, None)


def test_the_side_may_come_with_the_confirmation() -> None:
    anna = at_the_first_question()
    anna.say("yes")
    assert anna.is_in(State.CONFIRMATION)
    anna.say("yes the left")
    assert anna.is_in(State.QUESTION)
    assert (easier(anna).side, easier(anna).confirmed) == (Side.LEFT, True)


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("it's easier to the left", Side.LEFT),
        ("the left feels easier", Side.LEFT),
        ("the left is stiffer", Side.RIGHT),
    ],
)
def test_the_finding_said_again_with_its_side_confirms_it(words: str, side: Side) -> None:
    anna = at_the_first_question()
    anna.say("yes", words)
    assert anna.is_in(State.QUESTION)
    assert (easier(anna).side, easier(anna).confirmed) == (side, True)


LIFT: Final = {
    "angling": ("no", "at an angle"),
    "bending": ("no", "straight", "no"),
    "pain": ("no", "straight", "yes", "yes"),
}
"""What is answered until the finding of a question is said back."""


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("angling", "the left one drifts out"),
        ("bending", "the left knee bends"),
        ("pain", "my left leg hurts"),
        ("pain", "it hurts on the left"),
    ],
)
def test_what_is_asked_is_also_what_tells_the_side(question: str, words: str) -> None:
    anna = at_the_first_question("leg-lift")
    anna.say(*LIFT[question], "yes", words)
    assert anna.answers["leg-lift", question].side is Side.LEFT


@pytest.mark.parametrize("words", ["it hurts on the left", "my left leg hurts", "the left one"])
def test_which_side_hurts_is_told_by_what_hurts(words: str) -> None:
    anna = at_the_first_question("leg-lift")
    anna.say(*LIFT["pain"], "yes", "yes")
    assert anna.is_in(State.SIDE)
    anna.say(words)
    assert anna.answers["leg-lift", "pain"].side is Side.LEFT


@pytest.mark.parametrize("words", ["ouch", "it hurts"])
def test_while_its_side_is_asked_what_hurts_with_none_is_a_complaint(words: str) -> None:
    anna = at_the_first_question("leg-lift")
    anna.say(*LIFT["pain"], "yes", "yes", words)
    assert anna.is_in(State.COMPLAINT)


@pytest.mark.parametrize("question", LIFT)
def test_something_else_of_a_side_tells_nothing_about_what_was_asked(question: str) -> None:
    anna = at_the_first_question("leg-lift")
    anna.say(*LIFT[question], "yes", "the left is stiffer")
    assert anna.answers["leg-lift", question].side is None
    assert "phrases.not_understood.first" in anna.said


@pytest.mark.parametrize("words", ["it hurts", "it really hurts", "my left leg hurts"])
def test_what_hurts_agrees_that_it_does(words: str) -> None:
    anna = at_the_first_question("leg-lift")
    anna.say(*LIFT["pain"], "yes", words)
    answer = anna.answers["leg-lift", "pain"]
    assert (answer.meaning, answer.confirmed) == (Meaning.YES, True)


@pytest.mark.parametrize("words", ["it hurts", "my left leg hurts"])
def test_what_hurts_is_a_complaint_where_something_else_is_confirmed(words: str) -> None:
    anna = at_the_first_question()
    anna.say("yes", words)
    assert anna.is_in(State.COMPLAINT)


def test_an_answer_without_its_side_is_asked_about_as_ever() -> None:
    anna = at_the_first_question()
    anna.say("yes there is a difference")
    assert anna.is_in(State.CONFIRMATION)
    anna.say("that's correct")
    assert anna.is_in(State.SIDE)


@pytest.mark.parametrize("words", ["no wait right", "sorry the right one"])
def test_the_side_alone_can_be_corrected_while_it_is_said_back(words: str) -> None:
    anna = at_the_first_question()
    anna.say("yes the left one")
    anna.correct(words)
    assert (easier(anna).meaning, easier(anna).side) == (Meaning.YES, Side.RIGHT)
    assert any(said.endswith(".easier.finding.right") for said in anna.said)


def test_the_same_side_again_changes_nothing() -> None:
    anna = at_the_first_question()
    anna.say("yes the left one")
    before = len(anna.of(Record))
    anna.correct("sorry the left one")
    assert len(anna.of(Record)) == before


def test_a_sentence_says_no_difference() -> None:
    anna = at_the_first_question()
    anna.say("no they're about the same")
    assert easier(anna).meaning is Meaning.NO


def test_somebody_elses_sentence_is_no_answer() -> None:
    anna = at_the_first_question()
    anna.say("there is no milk left")
    assert KEY not in anna.answers


@pytest.mark.parametrize("words", ["yes", "got it", "i'm there", "all done", "go ahead", "okay"])
def test_a_movement_is_done_in_many_words(words: str) -> None:
    anna = at_the_first_question()
    anna.press(Meaning.BACK)
    assert anna.is_in(State.STEP)
    anna.say(words)
    assert anna.is_in(State.QUESTION)


@pytest.mark.parametrize("words", ["right", "dinner is ready", "are you there yet"])
def test_other_talk_ends_no_movement(words: str) -> None:
    anna = at_the_first_question()
    anna.press(Meaning.BACK)
    anna.say(words)
    assert anna.is_in(State.STEP)


def test_a_side_said_after_a_pause_belongs_to_the_answer_and_is_not_asked_for() -> None:
    anna = at_the_first_question()
    anna.say("yes")
    anna.say_between("it's easier to the left", 0.3, 1.5)
    assert easier(anna).side is Side.LEFT
    assert [text.rpartition("questions.")[2] for text in anna.said] == [
        "easier.finding.left",
        "farther.say",
    ]
