"""A key that means nothing: whoever is in need may hit any, and a cat may walk over them all."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.everywhere import Place, places
from tests.core.person import positions
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Say, Silence
from voice_rom.core.protocol.events import Commanded

ANY_KEY = Commanded(None)

LIVE = [place for place in places() if place.state is not State.ENDED]

GOING = [place for place in LIVE if place.state not in (State.GOODBYE, State.STOPPED)]
"""Where the session has neither stopped nor is about to end."""


@pytest.mark.parametrize("place", GOING, ids=str)
def test_it_silences_and_stops_wherever_the_session_goes_on(place: Place) -> None:
    somebody = place.go()
    effects = somebody.meet(ANY_KEY)
    assert somebody.state is State.STOPPED
    assert positions(effects, Silence)[0] < positions(effects, Say)[0]


@pytest.mark.parametrize("place", LIVE, ids=str)
def test_however_often_it_is_hit_it_ends_nothing(place: Place) -> None:
    somebody = place.go()
    for _ in range(20):
        somebody.meet(ANY_KEY)
        assert somebody.state in (State.STOPPED, place.state)
        assert somebody.state is not State.ENDED
        somebody.wait()
        if place.state is State.GOODBYE:  # that ends by itself
            return


def test_after_stop_it_has_the_choice_said_again(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("stop")
    anna.tell(ANY_KEY)
    assert anna.is_in(State.STOPPED)
    assert anna.said == ["phrases.stopped.short"]
    anna.say("continue")
    assert anna.is_in(State.STEP)


def test_stop_that_is_meant_still_ends_after_it(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.tell(ANY_KEY)
    anna.press(Meaning.STOP)
    assert anna.is_in(State.SUMMARY)


def test_in_the_summary_after_stop_and_end_it_leads_no_further(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("stop", "stop")
    anna.listen_to_the_end()
    anna.tell(ANY_KEY)
    assert anna.is_in(State.SUMMARY)
    assert anna.said == ["phrases.summary_closing.short"]


def test_it_tells_that_somebody_is_there(person: MakePerson) -> None:
    """Silence is somebody's from then on: they are asked after before the session leaves."""
    anna = person()
    anna.tell(ANY_KEY)
    for _ in range(100):
        if anna.is_in(State.WELFARE):
            return
        anna.wait()
    raise AssertionError(f"never asked after, but left in {anna.state}")
