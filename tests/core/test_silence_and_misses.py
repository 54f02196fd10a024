"""What silence, noise and other people's talk lead to."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.person import utterance
from voice_rom.core.events import Heard, Timer, UtteranceBegan
from voice_rom.core.findings import Status
from voice_rom.core.meanings import Meaning
from voice_rom.core.states import State


def test_silence_after_a_question_brings_its_short_form_then_help_and_the_keys(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    assert anna.seconds == (Timer.NO_SPEECH, 8.0)
    anna.stay_silent()
    easier = "tests.trunk-rotation.questions.easier"
    assert anna.said == ["phrases.not_heard", f"{easier}.short"]
    anna.listen_to_the_end()
    assert anna.seconds == (Timer.NO_SPEECH, 15.0)
    anna.stay_silent()
    assert anna.said == [
        "phrases.not_heard",
        f"{easier}.help",
        "phrases.offer_keys",
        f"{easier}.short",
    ]


def test_repeated_silence_asks_whether_all_is_well_and_yes_goes_on(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    assert anna.said == ["phrases.welfare.say"]
    anna.say("yes")
    assert anna.said[0] == "phrases.welfare_yes"
    assert anna.is_in(State.QUESTION)


def test_a_question_that_stays_unanswered_is_left_open(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    anna.say("yes")
    anna.stay_silent(3)
    assert anna.said[0] == "phrases.left_open"
    assert anna.answers["trunk-rotation", "easier"].status is Status.NOT_HEARD


def test_nobody_answering_at_all_pauses_and_ends_with_the_summary(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(6)
    assert anna.is_in(State.PAUSED)
    anna.stay_silent(8)
    assert anna.is_in(State.SUMMARY)
    anna.stay_silent()
    anna.listen_to_the_end()
    assert anna.is_in(State.ENDED)


def test_a_question_asked_in_vain_is_not_heard_even_if_the_session_ends_there(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    assert anna.answers["trunk-rotation", "easier"].status is Status.NOT_HEARD
    anna.say("yes", "no")
    assert anna.answers["trunk-rotation", "easier"].meaning is Meaning.NO


def test_a_movement_is_reminded_at_growing_distances_and_never_hurried(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.STEP)
    assert anna.seconds == (Timer.MOVEMENT, 45.0)
    anna.stay_silent()
    assert anna.said == ["phrases.take_your_time"]
    anna.listen_to_the_end()
    assert anna.seconds == (Timer.MOVEMENT, 90.0)
    anna.stay_silent(2)
    assert anna.is_in(State.WELFARE)


def test_stop_to_the_welfare_question_stops(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    anna.say("stop")
    assert anna.is_in(State.STOPPED)


def test_no_to_the_welfare_question_stops_too(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    anna.say("no")
    assert anna.is_in(State.STOPPED)


def test_words_that_are_no_answer_are_told_so_and_counted_apart_from_silence(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("seven")
    assert anna.said == ["phrases.not_understood", "tests.trunk-rotation.questions.easier.short"]
    anna.stay_silent()
    assert anna.said[0] == "phrases.not_heard"


def test_bystanders_who_go_on_talking_are_answered_three_times_and_then_no_more(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("seven", "seven", "seven")
    before = anna.last_speech
    anna.say("seven", "seven")
    assert anna.last_speech == before
    anna.say("no")
    assert anna.is_in(State.QUESTION)
    assert anna.last_speech > before


@pytest.mark.parametrize("words", ["", "uh"])
def test_a_cough_or_a_filler_holds_the_turn_open(person: MakePerson, words: str) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    before = anna.last_speech
    anna.say(words)
    assert anna.last_speech == before
    assert anna.is_in(State.QUESTION)


def test_no_noise_can_hold_a_turn_open_for_ever(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    timers = sum(bool(anna.tell(UtteranceBegan(1.0))) for _ in range(10))
    assert timers == 2


def test_talk_beside_a_movement_is_passed_over(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    before = anna.last_speech
    anna.say("seven", "seven")
    assert anna.last_speech == before


def test_an_utterance_that_is_too_long_is_no_answer(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.tell(Heard(utterance("yes", too_long=True)))
    assert anna.said[0] == "phrases.too_long"


def test_two_answers_at_once_are_asked_about_again(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("left right")
    assert anna.said[0] == "phrases.two_answers"


def test_what_the_room_says_while_the_voice_speaks_is_no_miss(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("seven")
    before = anna.last_speech
    anna.say_over_the_voice("seven")
    assert anna.last_speech == before
