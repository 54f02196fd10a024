"""When somebody may need help: asked louder and louder, others told, and never left alone."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.person import Person, positions
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import AlertOwner, AlertReason, Say
from voice_rom.core.protocol.events import (
    AlarmFailed,
    AlarmFault,
    Device,
    DeviceBack,
    DeviceLost,
    Timer,
)

WELFARE_TRIES = 3
PAUSE_REMINDERS = 8
"""Of 120 s, in the 900 s of a pause."""

SAID_LOUDER = {"phrases.welfare.short", "phrases.welfare.help"}


def asked_after(person: MakePerson, **settings: object) -> Person:
    """Somebody who is asked whether all is well, after a question that stayed unanswered."""
    anna = person(**settings)
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    assert anna.is_in(State.WELFARE)
    return anna


def unanswered(person: MakePerson, **settings: object) -> Person:
    """Somebody of whom others were told that nobody answers."""
    anna = asked_after(person, **settings)
    while not anna.is_in(State.ALARM):
        anna.stay_silent()
    return anna


def alerts(anna: Person) -> list[AlertReason]:
    return [alert.reason for alert in anna.of(AlertOwner)]


def gains_of_welfare(anna: Person) -> list[float]:
    return [
        say.prosody.gain_db
        for say in anna.of(Say)
        if any(line.text_id.startswith("phrases.welfare.") for line in say.lines)
    ]


# Louder


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        (0.0, [0.0, 4.0, 8.0]),
        (8.0, [8.0, 8.0, 8.0]),
        (4.0, [4.0, 8.0, 8.0]),
        (-12.0, [-12.0, -8.0, -4.0, 0.0, 4.0, 8.0]),
    ],
)
def test_it_is_asked_a_step_louder_each_time_up_to_the_loudest_there_is(
    person: MakePerson, own: float, asked: list[float]
) -> None:
    anna = unanswered(person, voice__gain_db=own)
    assert gains_of_welfare(anna) == asked


def test_only_the_question_is_louder_and_then_it_is_the_persons_own_level_again(
    person: MakePerson,
) -> None:
    anna = asked_after(person)
    anna.stay_silent(2)
    anna.say("yes")
    louder = [say for say in anna.of(Say) if say.prosody.gain_db > 0.0]
    assert {line.text_id for say in louder for line in say.lines} == SAID_LOUDER
    assert anna.of(Say)[-1].prosody.gain_db == 0.0


def test_what_is_said_once_others_were_told_is_at_the_persons_own_level(
    person: MakePerson,
) -> None:
    anna = unanswered(person)
    assert anna.of(Say)[-1].prosody.gain_db == 0.0


def test_the_last_time_it_says_what_silence_will_mean(person: MakePerson) -> None:
    anna = asked_after(person)
    anna.stay_silent()
    assert anna.said == ["phrases.welfare.short"]
    anna.stay_silent()
    assert anna.said == ["phrases.welfare.help", "phrases.welfare.short"]


# Others are told


def test_help_is_called_at_once_and_before_anything_is_said(person: MakePerson) -> None:
    anna = asked_after(person)
    before = len(anna.effects)
    anna.say("help")
    after = anna.effects[before:]
    assert alerts(anna) == [AlertReason.HELP]
    assert positions(after, AlertOwner)[0] < positions(after, Say)[0]
    assert anna.said == ["phrases.help_called.first"]


def test_who_says_that_they_are_not_all_right_needs_help(person: MakePerson) -> None:
    anna = asked_after(person)
    anna.say("no")
    assert anna.is_in(State.ALARM)
    assert alerts(anna) == [AlertReason.HELP]


def test_a_key_calls_for_help_as_a_word_does(person: MakePerson) -> None:
    anna = asked_after(person)
    anna.press(Meaning.HELP)
    assert alerts(anna) == [AlertReason.HELP]


@pytest.mark.parametrize("words", ["help", "no"])
def test_who_goes_on_calling_is_told_what_to_do_and_others_are_told_once(
    person: MakePerson, words: str
) -> None:
    anna = asked_after(person)
    anna.say("help", words, words)
    assert anna.said == ["phrases.help_called.first"]
    assert alerts(anna) == [AlertReason.HELP]


@pytest.mark.parametrize("words", ["help", "no"])
def test_who_calls_after_all_is_another_reason(person: MakePerson, words: str) -> None:
    anna = unanswered(person)
    anna.say(words)
    assert alerts(anna) == [AlertReason.NO_ANSWER, AlertReason.HELP]
    assert anna.said == ["phrases.help_called.first"]


def test_help_said_elsewhere_asks_only_what_can_be_said(person: MakePerson) -> None:
    anna = person()
    for state in (State.SOUND_CHECK, State.STEP, State.QUESTION, State.SUMMARY):
        anna.go_to(state)
        anna.say("help")
        assert "phrases.commands" in anna.said
    assert alerts(anna) == []


def test_the_emergency_number_is_read_out_digit_by_digit(person: MakePerson) -> None:
    anna = asked_after(person, safety__emergency_number="911")
    anna.say("help")
    assert "call 9 1 1." in " ".join(line.text for line in anna.of(Say)[-1].lines)


@pytest.mark.parametrize("program", [[], ["tell-somebody"]])
def test_that_a_message_goes_out_is_said_only_where_one_does(
    person: MakePerson, program: list[str]
) -> None:
    anna = unanswered(person, safety__on_no_answer=program)
    assert ("phrases.alarm_message" in anna.said) is bool(program)
    anna.say("help")
    assert ("phrases.alarm_message" in anna.said) is bool(program)


@pytest.mark.parametrize("fault", AlarmFault)
def test_who_counts_on_the_message_is_told_that_it_was_not_sent(
    person: MakePerson, fault: AlarmFault
) -> None:
    anna = asked_after(person, safety__on_no_answer=["tell-somebody"])
    anna.say("help")
    anna.tell(AlarmFailed(fault))
    assert anna.said == ["phrases.alarm_failed", "phrases.help_called.again"]
    assert anna.is_in(State.ALARM)


def test_a_message_that_failed_is_never_said_to_be_started_and_is_tried_again(
    person: MakePerson,
) -> None:
    anna = asked_after(person, safety__on_no_answer=["tell-somebody"])
    anna.say("help")
    assert "phrases.alarm_message" in anna.said
    anna.tell(AlarmFailed(AlarmFault.FAILED))
    anna.say("repeat")
    assert "phrases.alarm_message" not in anna.said
    anna.tell(DeviceLost(Device.MICROPHONE))
    assert "phrases.alarm_message" not in anna.said
    anna.tell(DeviceBack(Device.MICROPHONE))
    anna.say("help")
    assert alerts(anna) == [AlertReason.HELP] * 2
    assert "phrases.alarm_message" in anna.said
    anna.say("help")
    assert alerts(anna) == [AlertReason.HELP] * 2


@pytest.mark.parametrize("device", Device)
def test_a_device_that_goes_while_all_may_not_be_well_does_not_put_off_the_alert(
    person: MakePerson, device: Device
) -> None:
    anna = asked_after(person)
    anna.stay_silent()
    anna.tell(DeviceLost(device))
    assert anna.said == [f"phrases.{device}_lost", "phrases.welfare.short"]
    anna.stay_silent(WELFARE_TRIES - 1)
    assert alerts(anna) == [AlertReason.NO_ANSWER]


def test_who_has_gone_on_is_not_troubled_with_a_message_that_failed(person: MakePerson) -> None:
    anna = asked_after(person, safety__on_no_answer=["tell-somebody"])
    anna.say("help", "yes")
    before = anna.last_speech
    assert anna.tell(AlarmFailed(AlarmFault.TOO_SLOW)) == ()
    assert anna.last_speech == before


# It stays


def test_who_called_for_help_hears_every_half_minute_that_the_voice_is_there(
    person: MakePerson,
) -> None:
    anna = asked_after(person)
    anna.say("help")
    for _ in range(10):
        anna.listen_to_the_end()
        assert anna.seconds == (Timer.ALARM, 30.0)
        anna.stay_silent()
        assert anna.said == ["phrases.help_called.again"]


def test_it_stays_for_an_hour_and_ends_with_a_report(person: MakePerson) -> None:
    anna = asked_after(person)
    anna.say("help")
    anna.stay_silent(119)
    assert anna.is_in(State.ALARM)
    anna.stay_silent()
    assert anna.is_in(State.SUMMARY)


def test_where_nobody_answers_it_waits_as_in_a_pause(person: MakePerson) -> None:
    anna = unanswered(person)
    assert anna.said == ["phrases.no_answer.first"]
    anna.listen_to_the_end()
    assert anna.seconds == (Timer.PAUSE, 120.0)
    anna.stay_silent(PAUSE_REMINDERS - 1)
    assert anna.said == ["phrases.no_answer.again"]
    anna.stay_silent()
    assert anna.is_in(State.SUMMARY)


@pytest.mark.parametrize("words", ["yes", "i'm fine", "okay"])
@pytest.mark.parametrize("before", ["help", None])
def test_who_is_well_goes_on_where_they_were(
    person: MakePerson, before: str | None, words: str
) -> None:
    anna = unanswered(person) if before is None else asked_after(person)
    if before is not None:
        anna.say(before)
    anna.say(words)
    assert anna.is_in(State.QUESTION)
    assert anna.said[0] == "phrases.welfare_yes"


def test_a_new_silence_is_a_new_alert(person: MakePerson) -> None:
    anna = unanswered(person)
    anna.say("yes", "no")
    while not anna.is_in(State.ALARM):
        anna.stay_silent()
    assert alerts(anna) == [AlertReason.NO_ANSWER, AlertReason.NO_ANSWER]


def test_talk_beside_somebody_who_needs_help_is_passed_over(person: MakePerson) -> None:
    anna = asked_after(person)
    anna.say("help")
    before = anna.last_speech
    anna.say("seven", "hello", "doctor")
    assert anna.last_speech == before


@pytest.mark.parametrize("device", Device)
def test_a_device_that_goes_does_not_take_the_voice_from_who_needs_help(
    person: MakePerson, device: Device
) -> None:
    anna = asked_after(person)
    anna.say("help")
    anna.tell(DeviceLost(device))
    assert anna.is_in(State.ALARM)
    assert anna.said == [f"phrases.{device}_lost", "phrases.help_called.again"]
    anna.tell(DeviceBack(device))
    anna.stay_silent()
    assert anna.said == ["phrases.help_called.again"]
    assert alerts(anna) == [AlertReason.HELP]


def test_stop_and_pause_are_obeyed_there_as_everywhere(person: MakePerson) -> None:
    for words, state in (("stop", State.STOPPED), ("pause", State.PAUSED)):
        anna = unanswered(person)
        anna.say(words)
        assert anna.is_in(state)


# From everywhere


def test_after_a_pause_without_a_word_it_asks_before_it_ends(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("pause")
    anna.stay_silent(PAUSE_REMINDERS)
    assert anna.is_in(State.WELFARE)
    anna.stay_silent(WELFARE_TRIES)
    assert alerts(anna) == [AlertReason.NO_ANSWER]


def test_who_is_well_in_a_pause_is_left_in_it(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("pause")
    anna.stay_silent(PAUSE_REMINDERS)
    anna.say("yes")
    assert anna.is_in(State.PAUSED)
    assert anna.said == ["phrases.welfare_yes", "phrases.paused.say"]
    anna.say("continue")
    assert anna.is_in(State.STEP)


def test_a_pause_that_is_over_is_not_come_back_to(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("pause")
    anna.stay_silent(PAUSE_REMINDERS)
    anna.say("stop", "continue")
    anna.stay_silent(3)
    assert anna.is_in(State.WELFARE)
    anna.say("yes")
    assert anna.is_in(State.STEP)


def test_who_was_never_heard_is_nobody_to_worry_about(person: MakePerson) -> None:
    anna = person()
    while not anna.is_in(State.ENDED):
        anna.wait()
    assert alerts(anna) == []


def test_a_device_that_stays_gone_is_told_to_others_before_the_session_ends(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.tell(DeviceLost(Device.MICROPHONE))
    anna.stay_silent(PAUSE_REMINDERS)
    assert anna.is_in(State.SUMMARY)
    assert alerts(anna) == [AlertReason.NO_ANSWER]


def test_a_device_that_nobody_was_ever_heard_with_is_no_reason_for_an_alert(
    person: MakePerson,
) -> None:
    anna = person()
    anna.tell(DeviceLost(Device.MICROPHONE))
    anna.stay_silent(PAUSE_REMINDERS)
    assert anna.is_in(State.SUMMARY)
    assert alerts(anna) == []
