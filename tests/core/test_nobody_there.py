"""For long nobody gave a sign of life: it is asked, and the session stands where it stood."""

import pytest

from tests.core.everywhere import Place, places
from voice_rom.core.assessment.state import State
from voice_rom.core.protocol.effects import AlertOwner, Finish, Record, Say
from voice_rom.core.protocol.events import NobodyThere, SomebodyThere

WARNED = "phrases.nobody_there"

EVERYWHERE = [place for place in places() if place.state is not State.ENDED]


@pytest.mark.parametrize("place", EVERYWHERE, ids=str)
def test_wherever_it_was_it_asks_whether_anyone_is_there_and_stays(place: Place) -> None:
    somebody = place.go()
    effects = somebody.meet(NobodyThere(60.0))
    (said,) = [effect for effect in effects if isinstance(effect, Say)]
    assert said.lines[0].text_id == WARNED
    assert len(said.lines) > len([line for line in said.lines if line.text_id == WARNED])
    assert somebody.state is place.state
    assert not any(isinstance(effect, Record | Finish | AlertOwner) for effect in effects)


@pytest.mark.parametrize("place", EVERYWHERE, ids=str)
def test_a_sign_of_life_alone_changes_nothing(place: Place) -> None:
    somebody = place.go()
    assert somebody.meet(SomebodyThere()) == ()
    assert somebody.state is place.state
