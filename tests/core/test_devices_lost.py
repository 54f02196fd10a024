"""What is said when a device goes and comes back, and that the session stands where it stood."""

import pytest

from tests.core.anything import Watch
from tests.core.conftest import MakePerson
from tests.core.person import THINKING
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import AlertOwner, Record, Say
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceCrackles, DeviceLost, Loss

MICROPHONE, LOUDSPEAKER = Device.MICROPHONE, Device.LOUDSPEAKER


@pytest.mark.parametrize("device", Device)
@pytest.mark.parametrize(
    "state",
    [
        State.SOUND_CHECK,
        State.STEP,
        State.QUESTION,
        State.CONFIRMATION,
        State.SUMMARY,
    ],
)
def test_after_a_loss_the_session_stands_where_it_stood(
    person: MakePerson, state: State, device: Device
) -> None:
    anna = person()
    anna.go_to(state)
    before = anna.of(Record)

    anna.tell(DeviceLost(device))
    anna.listen_to_the_end()
    assert anna.is_in(State.DEVICE_LOST)
    anna.tell(DeviceBack(device))

    assert anna.is_in(state)
    assert anna.of(Record) == before


def test_a_loss_during_the_welcome_and_the_goodbye_comes_back_to_them(person: MakePerson) -> None:
    anna = person()
    anna.tell(DeviceLost(LOUDSPEAKER))
    anna.tell(DeviceBack(LOUDSPEAKER))
    assert anna.is_in(State.WELCOME)
    anna.go_to(State.SUMMARY)
    anna.speak("done", after=THINKING)

    anna.tell(DeviceLost(LOUDSPEAKER))
    assert anna.is_in(State.DEVICE_LOST)
    anna.tell(DeviceBack(LOUDSPEAKER))

    assert anna.is_in(State.GOODBYE)
    assert anna.said[-1] == "goodbye.say"


@pytest.mark.parametrize(
    ("meaning", "state"), [(Meaning.PAUSE, State.PAUSED), (Meaning.STOP, State.STOPPED)]
)
def test_who_paused_or_stopped_is_not_gone_on_with_because_a_device_came_back(
    person: MakePerson, meaning: Meaning, state: State
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.press(meaning)
    anna.tell(DeviceLost(MICROPHONE))

    anna.tell(DeviceBack(MICROPHONE))

    assert anna.is_in(state)
    anna.listen_to_the_end()
    anna.press(Meaning.CONTINUE)
    assert anna.is_in(State.QUESTION)


def test_what_a_lost_loudspeaker_could_not_say_is_said_in_full(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    question = "tests.trunk-rotation.questions.easier"

    anna.tell(DeviceLost(LOUDSPEAKER))
    anna.tell(DeviceBack(LOUDSPEAKER))
    assert anna.said == ["phrases.device_back", f"{question}.say"]

    anna.tell(DeviceLost(MICROPHONE))
    anna.tell(DeviceBack(MICROPHONE))
    assert anna.said == ["phrases.device_back", f"{question}.short"]


def test_a_loudspeaker_that_is_back_says_that_the_microphone_is_still_gone(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.tell(DeviceLost(LOUDSPEAKER))
    anna.tell(DeviceLost(MICROPHONE))

    anna.tell(DeviceBack(LOUDSPEAKER))

    assert anna.said == ["phrases.microphone_lost"]
    assert anna.is_in(State.DEVICE_LOST)


def test_the_second_device_that_goes_is_told_as_the_first(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.tell(DeviceLost(Device.RECOGNISER))

    anna.tell(DeviceLost(MICROPHONE))

    assert anna.said == ["phrases.recogniser_lost", "phrases.microphone_lost"]


def test_what_is_gone_is_said_again_as_long_as_it_is(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.tell(DeviceLost(MICROPHONE))

    for _ in range(3):
        before = anna.last_speech
        anna.stay_silent()
        assert anna.last_speech > before
        assert anna.said == ["phrases.microphone_lost"]


def test_a_muted_microphone_is_called_muted(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)

    anna.tell(DeviceLost(MICROPHONE, loss=Loss.MUTED))

    assert anna.said == ["phrases.microphone_muted"]


def test_another_device_in_its_place_is_named(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.tell(DeviceLost(MICROPHONE))
    anna.tell(DeviceLost(LOUDSPEAKER))

    anna.tell(DeviceBack(MICROPHONE, "the desk microphone"))
    anna.tell(DeviceBack(LOUDSPEAKER, "the screen"))

    assert anna.said[:3] == [
        "phrases.other_microphone",
        "phrases.other_loudspeaker",
        "phrases.device_back",
    ]
    words = " ".join(line.text for line in anna.of(Say)[-1].lines)
    assert "I'm now listening with the desk microphone." in words
    assert "I'm now speaking through the screen." in words


@pytest.mark.parametrize("device", [MICROPHONE, Device.RECOGNISER])
def test_the_goodbye_needs_nobody_who_listens(person: MakePerson, device: Device) -> None:
    anna = person()
    anna.go_to(State.SUMMARY)
    anna.speak("done", after=THINKING)
    assert anna.is_in(State.GOODBYE)
    before = anna.last_speech

    anna.tell(DeviceLost(device))

    assert anna.last_speech == before
    anna.listen_to_the_end()
    assert anna.is_in(State.ENDED)


def test_a_device_that_comes_and_goes_loses_nothing(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    answers = anna.of(Record)

    for _ in range(10):
        for device in Device:
            anna.tell(DeviceLost(device))
            anna.tell(DeviceBack(device))

    assert anna.is_in(State.QUESTION)
    assert anna.of(Record) == answers
    anna.say("no")
    assert len(anna.of(Record)) == len(answers) + 1


def test_crackling_is_said_with_the_next_words_and_only_of_the_microphone(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.STEP)
    before = anna.last_speech
    anna.tell(DeviceCrackles(LOUDSPEAKER))
    anna.tell(DeviceCrackles(MICROPHONE))
    assert anna.last_speech == before

    anna.say("ready")

    assert anna.said[0] == "phrases.microphone_crackles"


def test_the_goodbye_waits_for_the_loudspeaker_alone(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SUMMARY)
    anna.say("done")
    anna.tell(DeviceLost(Device.MICROPHONE))
    anna.tell(DeviceLost(Device.LOUDSPEAKER))
    assert anna.is_in(State.DEVICE_LOST)
    anna.tell(DeviceBack(Device.LOUDSPEAKER))
    assert anna.is_in(State.GOODBYE)


def test_nobody_is_told_of_a_loudspeaker_that_went_in_the_goodbye(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SUMMARY)
    anna.say("done")
    anna.tell(DeviceLost(Device.LOUDSPEAKER))
    while not anna.is_in(State.ENDED):
        if anna.is_in(State.DEVICE_LOST):
            anna.stay_silent()
        else:
            anna.listen_to_the_end()
    assert not anna.of(AlertOwner)


def test_one_silence_is_told_to_others_once_even_if_another_device_goes_in_it(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.STEP)
    watch = Watch(anna, loudest_db=8.0)
    for device in (Device.MICROPHONE, Device.LOUDSPEAKER):
        watch.tell(DeviceLost(device))
        while anna.is_in(State.DEVICE_LOST):
            watch.wait()
    assert len(anna.of(AlertOwner)) == 1
