"""A microphone that gives no more of a voice than a telephone: noticed, told, and not relied on."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.person import Person
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Source, Status
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceLost

TELEPHONE = -70.0
WHOLE = -20.0

TEST = "trunk-rotation"
EASIER, PULLING = (TEST, "easier"), (TEST, "pulling")


def on_a_telephone(person: MakePerson, **settings: object) -> Person:
    anna = person(session__tests=[TEST], **settings)
    anna.high_band_db = TELEPHONE
    anna.go_to(State.SOUND_CHECK)
    anna.say("yes")
    return anna


def at_the_question(person: MakePerson) -> Person:
    anna = on_a_telephone(person)
    anna.go_to(State.QUESTION)
    anna.listen_to_the_end()
    return anna


def test_it_is_told_in_the_sound_check_in_place_of_the_praise(person: MakePerson) -> None:
    anna = on_a_telephone(person)
    assert anna.said[0] == "phrases.check_narrow"
    assert anna.is_in(State.STEP)
    assert "phrases.heard_you" not in anna.all_said


def test_a_microphone_that_gives_whole_voices_is_not_suspected(person: MakePerson) -> None:
    anna = person(session__tests=[TEST])
    anna.high_band_db = WHOLE
    anna.go_to(State.SOUND_CHECK)
    anna.say("yes")
    anna.high_band_db = TELEPHONE  # as many a "no" and "ready" by itself
    anna.go_to(State.QUESTION)
    anna.say("no")
    assert anna.answers[EASIER].meaning is Meaning.NO
    assert "phrases.check_narrow" not in anna.all_said


def test_who_is_not_understood_in_the_sound_check_is_told_too(person: MakePerson) -> None:
    anna = person(session__tests=[TEST])
    anna.high_band_db = TELEPHONE
    anna.go_to(State.SOUND_CHECK)
    anna.say("seven")
    assert anna.said == ["phrases.check_narrow", "sound_check.short"]
    anna.say("seven")
    assert anna.said[0] == "phrases.check_other_word"
    anna.say("yes")
    assert anna.said[0] == "phrases.heard_you"


def test_an_answer_that_nothing_else_confirms_is_said_back_and_not_kept_before(
    person: MakePerson,
) -> None:
    anna = at_the_question(person)
    anna.say("no")
    assert anna.said == ["phrases.heard_as.no", "phrases.is_that_right.say"]
    assert EASIER not in anna.answers

    anna.say("yes")

    answer = anna.answers[EASIER]
    assert (answer.meaning, answer.status, answer.confirmed) == (
        Meaning.NO,
        Status.ANSWERED,
        True,
    )


def test_an_answer_that_was_misheard_is_asked_for_again_and_never_kept(person: MakePerson) -> None:
    anna = at_the_question(person)
    anna.say("no", "no")
    assert anna.said == [
        "phrases.denied",
        "tests.trunk-rotation.questions.easier.short",
    ]
    assert EASIER not in anna.answers
    anna.say("no", "no")
    assert "phrases.offer_keys" in anna.said
    anna.say("no", "yes")
    assert anna.answers[EASIER].meaning is Meaning.NO


def test_what_is_confirmed_anyway_is_not_asked_twice(person: MakePerson) -> None:
    anna = at_the_question(person)
    anna.say("yes")
    assert anna.is_in(State.CONFIRMATION)
    assert "phrases.heard_as.yes" not in anna.all_said


def test_a_side_is_said_back_and_can_be_replaced_at_once(person: MakePerson) -> None:
    anna = at_the_question(person)
    anna.say("yes", "yes", "left")
    assert anna.said[0] == "phrases.heard_as.left"
    assert anna.answers[EASIER].side is None

    anna.say("right")
    assert anna.said[0] == "phrases.heard_as.right"
    anna.say("yes")

    assert anna.answers[EASIER].side is Side.RIGHT


def test_a_key_is_sure_by_itself(person: MakePerson) -> None:
    anna = at_the_question(person)
    anna.press(Meaning.NO)
    assert anna.answers[EASIER].source is Source.KEY
    anna.listen_to_the_end()
    anna.say("no")
    anna.press(Meaning.YES)
    assert anna.answers[(TEST, "farther")].meaning is Meaning.NO


def test_not_sure_leaves_the_question_open_without_a_check(person: MakePerson) -> None:
    anna = at_the_question(person)
    anna.say("not sure")
    assert anna.answers[EASIER].status is Status.UNSURE


def test_who_says_nothing_to_the_check_leaves_the_question_open(person: MakePerson) -> None:
    anna = at_the_question(person)
    anna.say("no")
    anna.stay_silent()
    assert anna.said[-2:] == ["phrases.heard_as.no", "phrases.is_that_right.short"]
    anna.stay_silent(times=20)
    answer = anna.answers.get(EASIER)
    assert answer is None or answer.status is Status.NOT_HEARD


@pytest.mark.parametrize("words", ["stop", "pause", "it hurts"])
def test_what_always_counts_counts_during_the_check(person: MakePerson, words: str) -> None:
    anna = at_the_question(person)
    anna.say("no", words)
    assert anna.state in (State.STOPPED, State.PAUSED, State.COMPLAINT)
    anna.say("yes" if anna.is_in(State.COMPLAINT) else "continue")
    assert EASIER not in anna.answers


def test_a_sound_above_4_khz_takes_the_suspicion_back(person: MakePerson) -> None:
    anna = at_the_question(person)
    anna.high_band_db = WHOLE
    anna.say("no")
    assert anna.answers[EASIER].meaning is Meaning.NO


def test_another_microphone_is_not_suspected_for_the_one_before(person: MakePerson) -> None:
    anna = at_the_question(person)
    anna.tell(DeviceLost(Device.MICROPHONE))
    anna.tell(DeviceBack(Device.MICROPHONE, "the desk microphone"))
    anna.listen_to_the_end()
    anna.say("no")
    assert anna.answers[EASIER].meaning is Meaning.NO


def test_it_is_told_again_of_another_microphone_in_another_sound_check(person: MakePerson) -> None:
    anna = person(session__tests=[TEST])
    anna.high_band_db = TELEPHONE
    anna.go_to(State.SOUND_CHECK)
    anna.say("seven")
    anna.tell(DeviceLost(Device.MICROPHONE))
    anna.tell(DeviceBack(Device.MICROPHONE, "the desk microphone"))
    anna.listen_to_the_end()
    anna.say("yes")
    assert anna.said[0] == "phrases.check_narrow"


def test_the_choice_after_the_screening_and_what_follows_pain_are_said_back(
    person: MakePerson,
) -> None:
    anna = on_a_telephone(person)
    anna.go_to(State.STEP)
    anna.say("it hurts", "yes", "no")
    assert anna.said[0] == "phrases.heard_as.no"
    anna.say("yes")
    assert anna.is_in(State.SORE_SIDE)
    anna.say("left")
    assert anna.said[0] == "phrases.heard_as.left"
