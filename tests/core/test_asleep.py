"""The computer slept: it is said, and the session stands where it stood."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.everywhere import Place, places
from voice_rom.core.assessment.state import State
from voice_rom.core.protocol.effects import AlertOwner, Finish, Record, Say, Silence
from voice_rom.core.protocol.events import WasAsleep

ASLEEP = "phrases.was_asleep"

LINES = 2
"""It is one text of two lines."""


@pytest.mark.parametrize(
    "state",
    [State.SOUND_CHECK, State.STEP, State.QUESTION, State.CONFIRMATION, State.SIDE, State.SUMMARY],
)
def test_the_same_question_is_asked_again_and_no_answer_is_lost(
    person: MakePerson, state: State
) -> None:
    anna = person()
    anna.go_to(state)
    anna.listen_to_the_end()
    before, said = anna.of(Record), len(anna.of(Say))

    anna.tell(WasAsleep(600.0))

    assert anna.is_in(state)
    assert anna.of(Record) == before
    (again,) = anna.of(Say)[said:]
    assert again.lines[0].text_id == ASLEEP
    assert len(again.lines) > LINES


def test_what_was_being_said_is_said_again_in_full_and_the_sleep_once(person: MakePerson) -> None:
    anna = person()
    welcome = anna.of(Say)[-1].lines

    anna.tell(WasAsleep(600.0))
    anna.tell(WasAsleep(600.0))

    again = anna.of(Say)[-1].lines
    assert [line.text_id for line in again].count(ASLEEP) == LINES
    assert again[2:] == welcome
    anna.listen_to_the_end()
    assert anna.is_in(State.SOUND_CHECK)


@pytest.mark.parametrize(
    "place", [place for place in places() if place.state is not State.ENDED], ids=str
)
def test_wherever_it_was_it_stays_there_and_says_so(place: Place) -> None:
    somebody = place.go()
    effects = somebody.meet(WasAsleep(600.0))
    assert isinstance(effects[0], Silence)
    (said,) = [effect for effect in effects if isinstance(effect, Say)]
    assert said.lines[0].text_id == ASLEEP
    assert len(said.lines) > LINES
    assert somebody.state is place.state


@pytest.mark.parametrize(
    "place", [place for place in places() if place.state is not State.ENDED], ids=str
)
def test_a_sleep_changes_nothing_that_is_kept(place: Place) -> None:
    effects = place.go().meet(WasAsleep(600.0))
    assert not any(isinstance(effect, Record | Finish | AlertOwner) for effect in effects)
