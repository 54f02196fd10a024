"""Words cannot be understood for a while: said once, whatever the reasons, and gone on from."""

from tests.core.conftest import MakePerson
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceLost

ENDED = DeviceLost(Device.RECOGNISER, "It ended.")
MISSING = DeviceLost(Device.RECOGNISER, "The model is missing.")
BACK = DeviceBack(Device.RECOGNISER)


def test_the_question_is_asked_again_when_it_is_mended(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    asked = anna.said[-1]
    anna.tell(ENDED)
    assert anna.is_in(State.DEVICE_LOST)
    assert set(anna.said) == {"phrases.recogniser_lost"}
    anna.tell(BACK)
    assert anna.is_in(State.QUESTION)
    assert anna.said[0] == "phrases.recogniser_back"
    assert anna.said[-1].rpartition(".")[0] == asked.rpartition(".")[0]


def test_another_reason_is_for_the_screen_alone(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.tell(ENDED)
    before = anna.last_speech
    anna.tell(MISSING)
    assert anna.last_speech == before
    anna.press(Meaning.CONTINUE)
    anna.tell(ENDED)
    assert anna.is_in(State.STEP)


def test_the_keys_lead_on_meanwhile(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.tell(ENDED)
    anna.press(Meaning.CONTINUE)
    assert anna.is_in(State.QUESTION)
    anna.press(Meaning.NO)
    before = anna.last_speech
    anna.tell(BACK)
    assert anna.last_speech == before
