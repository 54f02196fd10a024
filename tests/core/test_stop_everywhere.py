"""Stop works in every state of the table, while the voice speaks and while it listens."""

import pytest

from tests.core.everywhere import Place, Said, Somebody, places, ways_found
from tests.core.person import positions
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import (
    AlertOwner,
    Finish,
    Listen,
    Prepare,
    Record,
    Say,
    Silence,
)
from voice_rom.core.protocol.events import Commanded, QuitAsked

PLACES = [place for place in places() if place.state is not State.ENDED]

LISTENING = [place for place in PLACES if not place.speaking]

AFTER_STOP = {State.STOPPED: {State.SUMMARY, State.GOODBYE}, State.GOODBYE: {State.ENDED}}
"""Where "stop" was said before, it ends; anywhere else it stops."""

AT_THE_END = {State.NOTICED, State.SUMMARY, State.GOODBYE}
"""Where silence may end the session without a question: all was said."""

STOPS = 4
"""Said so often it ends any session: stopped, to the summary, to the goodbye, at once."""

MOST_WAITING = 400

every_place = pytest.mark.parametrize("place", PLACES, ids=str)


def test_every_state_is_come_to_speaking_and_listening_wherever_it_takes_an_answer() -> None:
    assert set(ways_found()) == set(places())


def test_in_every_state_that_asks_something_it_both_speaks_and_listens() -> None:
    only_speaking = {place.state for place in PLACES} - {place.state for place in LISTENING}
    assert only_speaking <= {State.WELCOME, State.NOTICED, State.GOODBYE}


@pytest.mark.parametrize("stop", [Said("stop"), Commanded(Meaning.STOP)], ids=["voice", "key"])
@every_place
def test_stop_silences_before_anything_else_and_stops(place: Place, stop: Said | Commanded) -> None:
    somebody = place.go()
    effects = somebody.meet(stop)
    silenced = positions(effects, Silence)
    assert silenced
    for kind in (Say, Listen, Record, Prepare, Finish):
        assert all(silenced[0] < position for position in positions(effects, kind))
    assert somebody.state in AFTER_STOP.get(place.state, {State.STOPPED})


@every_place
def test_stop_alone_ends_every_session_and_asks_once_at_most(place: Place) -> None:
    somebody = place.go()
    before = len(somebody.person.effects)
    stops = 0
    while somebody.state is not State.ENDED:
        somebody.meet(Said("stop"))
        stops += 1
        assert stops <= STOPS
    says = [effect for effect in somebody.person.effects[before:] if isinstance(effect, Say)]
    asked = [say for say in says if any("stopped" in line.text_id for line in say.lines)]
    assert len(asked) <= 1
    assert somebody.person.report.tests


@every_place
def test_a_closed_window_silences_and_ends_with_a_last_word(place: Place) -> None:
    somebody = place.go()
    effects = somebody.meet(QuitAsked())
    assert positions(effects, Silence)[0] == 0
    if place.state is State.GOODBYE:
        assert somebody.state is State.ENDED
        return
    assert somebody.person.said[-1] == "goodbye.say"
    somebody.wait()
    assert somebody.state is State.ENDED
    assert somebody.person.report.tests


@every_place
def test_silence_alone_ends_every_session_and_others_are_told_unless_all_was_said(
    place: Place,
) -> None:
    somebody = place.go()
    before = len(somebody.person.effects)
    for _ in range(MOST_WAITING):
        if somebody.state is State.ENDED:
            break
        somebody.wait()
    assert somebody.state is State.ENDED
    told = [effect for effect in somebody.person.effects[before:] if isinstance(effect, AlertOwner)]
    was_told_before = place.state is State.ALARM
    assert len(told) == (0 if place.state in AT_THE_END or was_told_before else 1)


@pytest.mark.parametrize("place", LISTENING, ids=str)
def test_the_voice_is_never_louder_than_its_loudest_step(place: Place) -> None:
    somebody = place.go()
    for _ in range(40):
        if somebody.state is State.ENDED:
            break
        somebody.wait()
    assert max(say.prosody.gain_db for say in somebody.person.of(Say)) <= 8.0


def test_nothing_happens_any_more_once_it_has_ended() -> None:
    ended = next(place for place in places() if place.state is State.ENDED)
    somebody: Somebody = ended.go()
    assert somebody.meet(Said("stop")) == ()
    assert somebody.meet(Commanded(Meaning.STOP)) == ()
