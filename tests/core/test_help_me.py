"""Who says "help me" is asked at once whether all is well, before others are told."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.everywhere import Place, Said, places
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.machine import states_in
from voice_rom.core.dialogue.table import Group
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import AlertOwner, AlertReason, Say, Silence
from voice_rom.core.protocol.events import Commanded

PLACES = [
    place for place in places() if place.state not in (*states_in(Group.ASKS_AFTER), State.ENDED)
]

LISTENING = [place for place in PLACES if not place.speaking]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_key_asks_in_every_state_and_silences_first(place: Place) -> None:
    somebody = place.go()
    effects = somebody.meet(Commanded(Meaning.HELP_ME))
    assert somebody.state is State.WELFARE
    said = next(index for index, effect in enumerate(effects) if isinstance(effect, Say))
    assert any(isinstance(effect, Silence) for effect in effects[:said])
    assert somebody.person.said == ["phrases.welfare.short"]  # of no silence


@pytest.mark.parametrize("place", LISTENING, ids=str)
def test_the_voice_asks_wherever_it_listens_and_yes_goes_on(place: Place) -> None:
    somebody = place.go()
    somebody.meet(Said("help me"))
    assert somebody.person.is_in(State.WELFARE)
    somebody.wait()
    somebody.meet(Said("yes"))
    assert somebody.state not in states_in(Group.ASKS_AFTER)
    assert "phrases.welfare_yes" in somebody.person.said
    if place.state not in states_in(Group.CALM):
        assert somebody.state is place.state


@pytest.mark.parametrize("answer", ["help", "help me", "no"])
def test_who_is_not_well_has_others_told(person: MakePerson, answer: str) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("help me")
    assert not any(isinstance(effect, AlertOwner) for effect in anna.effects)
    anna.say(answer)
    assert anna.is_in(State.ALARM)
    assert AlertOwner(AlertReason.HELP) in anna.effects


def test_who_says_nothing_more_has_others_told(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("help me")
    for _ in range(9):
        if anna.is_in(State.ALARM):
            break
        anna.stay_silent()
    assert AlertOwner(AlertReason.NO_ANSWER) in anna.effects


def test_a_pause_stays_a_pause(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("pause", "help me", "yes")
    assert anna.is_in(State.PAUSED)
