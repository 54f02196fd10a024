"""What hurts is heard over the voice, and wherever it is told, from first to last."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.in_pain import moving
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Say, Silence
from voice_rom.core.protocol.events import Device, DeviceLost

# Over the voice


def test_pain_over_the_voice_silences_it(person: MakePerson) -> None:
    anna = moving(person)
    before = len(anna.effects)
    anna.say_over_the_voice("ouch")
    assert anna.is_in(State.COMPLAINT)
    kinds = [type(effect) for effect in anna.effects[before:]]
    assert kinds.index(Silence) < kinds.index(Say)


def test_what_the_voice_says_of_pain_is_not_taken_for_the_persons(person: MakePerson) -> None:
    anna = moving(person)
    anna.press(Meaning.HELP)
    assert any("hurts" in line.text for line in anna.of(Say)[-1].lines)
    anna.say_over_the_voice("it hurts")
    assert anna.is_in(State.STEP)
    anna.say_over_the_voice("ouch")
    assert anna.is_in(State.COMPLAINT)


def test_with_headphones_there_is_no_echo_to_take_it_for(person: MakePerson) -> None:
    anna = moving(person, session__barge_in="everything")
    anna.press(Meaning.HELP)
    anna.say_over_the_voice("it hurts")
    assert anna.is_in(State.COMPLAINT)


# Where it is asked


def test_it_hurts_answers_the_question_about_pain(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.QUESTION)
    anna.say("no", "straight", "yes", "yes")
    assert anna.said[-1] == "tests.leg-lift.questions.pain.say"
    anna.say("it hurts")
    assert anna.said[0] == "tests.leg-lift.questions.pain.confirm.yes"
    anna.say("no", "no pain")
    assert anna.answers["leg-lift", "pain"].meaning is Meaning.NO


def test_over_the_question_about_pain_it_is_an_interruption(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.QUESTION)
    anna.say("no", "straight", "yes", "yes")
    anna.say_over_the_voice("ouch")
    assert anna.is_in(State.COMPLAINT)


@pytest.mark.parametrize(
    ("go", "key"),
    [
        ([], ("screening", "pain_sound_check")),
        (["yes"], ("trunk-rotation", "pain_sit-tall")),
    ],
)
def test_it_is_kept_with_where_it_was_told(
    person: MakePerson, go: list[str], key: tuple[str, str]
) -> None:
    anna = person()
    anna.say(*go, "ouch")
    assert key in anna.answers


def test_before_the_first_test_it_goes_on_where_it_was(person: MakePerson) -> None:
    anna = person()
    anna.say("ouch", "yes", "no", "left")
    assert anna.said == ["safety.go_on_here.say"]
    anna.say("yes")
    assert anna.said == ["sound_check.short"]


def test_pain_at_the_goodbye_is_told_in_a_new_summary(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.SUMMARY)
    anna.say("done")
    anna.say_over_the_voice("ouch")
    anna.say("yes", "no", "left")
    anna.listen_to_the_end()
    assert anna.is_in(State.SUMMARY)
    assert "safety.pain.finding.left" in anna.all_said
    anna.go_to(State.ENDED)
    assert anna.report.complaints[0].where == "summary"


def test_what_was_misheard_at_the_goodbye_says_goodbye_again(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.SUMMARY)
    anna.say("done")
    anna.say_over_the_voice("ouch")
    anna.say("no")
    anna.listen_to_the_end()
    assert anna.is_in(State.ENDED)


def test_a_lost_device_does_not_keep_pain_from_being_heard(person: MakePerson) -> None:
    anna = moving(person)
    anna.tell(DeviceLost(Device.LOUDSPEAKER))
    anna.press(Meaning.PAIN)
    assert anna.is_in(State.COMPLAINT)
    anna.say("no")
    assert anna.is_in(State.STEP)
