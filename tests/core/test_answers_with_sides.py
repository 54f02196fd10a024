"""More than one answer in one sentence: the side is not asked for again."""

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


def at_the_first_question() -> Person:
    settings = load_settings(PACKAGED, {"safety.screening": False})
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
