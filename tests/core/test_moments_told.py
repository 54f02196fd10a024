"""Whatever the voice says, it tells at which moment, and from which line on its own words begin."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.everywhere import Place, places
from tests.core.person import Person
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.machine import SPECS
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.protocol.effects import Say
from voice_rom.core.protocol.events import Device, DeviceLost
from voice_rom.simulation.moments import kinds_of


def last_say(anna: Person) -> Say:
    return anna.of(Say)[-1]


def own_texts(say: Say) -> list[str]:
    return list(dict.fromkeys(line.text_id for line in say.lines[say.before :]))


@pytest.mark.parametrize("place", places(), ids=str)
def test_everywhere_the_moment_told_is_one_of_the_state(place: Place, content: Content) -> None:
    anna = place.go().person
    say = last_say(anna)
    assert say.moment is not None
    kind = kinds_of(content.assessment)[say.moment]
    if anna.state is not State.ENDED:
        assert kind is SPECS[anna.state].moment
    assert 0 <= say.before <= len(say.lines)


def test_a_question_its_confirmation_and_its_side_are_told_by_name(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.QUESTION)
    assert last_say(anna).moment == "leg-lift.higher"
    anna.say("yes")
    assert last_say(anna).moment == "leg-lift.higher.confirm"
    anna.say("yes")
    assert last_say(anna).moment == "leg-lift.higher.side"


def test_what_came_of_the_last_answer_comes_before_the_next_question(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.QUESTION)
    anna.say("no")
    say = last_say(anna)
    assert say.moment == "leg-lift.angling"
    assert say.lines[0].text_id == "tests.leg-lift.questions.higher.noted.no"
    assert own_texts(say) == ["tests.leg-lift.questions.angling.say"]


def test_why_it_is_asked_again_comes_before_the_question(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.QUESTION)
    anna.say("four")
    say = last_say(anna)
    assert say.moment == "leg-lift.higher"
    assert own_texts(say) == ["tests.leg-lift.questions.higher.short"]
    assert say.lines[0].text_id == "phrases.not_understood.first"


def test_after_a_command_it_is_still_the_same_moment(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.STEP)
    before = last_say(anna).moment
    anna.say("slower")
    assert (last_say(anna).moment, own_texts(last_say(anna))) == (before, [])


def test_a_lost_device_is_all_that_there_is_to_say_there(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.STEP)
    anna.tell(DeviceLost(Device.MICROPHONE))
    say = last_say(anna)
    assert (say.moment, say.before) == ("device_lost", 0)


def test_an_answer_said_back_is_a_moment_of_its_own_in_the_same_state(person: MakePerson) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.high_band_db = -70.0
    anna.go_to(State.SOUND_CHECK)
    anna.say("yes")
    anna.go_to(State.SIDE)
    anna.listen_to_the_end()
    asked = last_say(anna).moment
    anna.say("left")
    assert last_say(anna).moment == MomentKind.CHECKED
    anna.say("no")
    assert (last_say(anna).moment, anna.state) == (asked, State.SIDE)
