"""The session begins with a welcome, and with whether the voice can hear the person."""

import pytest

from tests.core.conftest import MakePerson
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.protocol.events import (
    RoomSounded,
)


def test_the_session_welcomes_then_asks_for_a_yes(person: MakePerson) -> None:
    anna = person()
    assert anna.said == ["welcome.say"]
    anna.listen_to_the_end()
    assert anna.said == ["sound_check.say"]
    assert anna.listens_for == {Meaning.YES} | COMMANDS


def test_a_yes_to_the_sound_check_leads_to_the_first_test(person: MakePerson) -> None:
    anna = person()
    anna.say("yes")
    assert anna.said == [
        "phrases.heard_you",
        "tests.trunk-rotation.intro",
        "tests.trunk-rotation.steps.sit-tall.say",
    ]


@pytest.mark.parametrize(
    ("room", "phrase"),
    [
        (RoomSounded(-120.0, -120.0, zeros=True), "phrases.check_muted"),
        (RoomSounded(-30.0, -20.0, zeros=False), "phrases.check_too_noisy"),
        (RoomSounded(-70.0, -55.0, zeros=False), "phrases.check_too_quiet"),
        (RoomSounded(-70.0, -68.0, zeros=False), "phrases.check_nothing"),
    ],
)
def test_silence_in_the_sound_check_gets_the_help_that_fits_the_room(
    person: MakePerson, room: RoomSounded, phrase: str
) -> None:
    anna = person()
    anna.listen_to_the_end()
    anna.tell(room)
    anna.stay_silent()
    assert anna.said == [phrase, "sound_check.short"]


def test_a_sound_check_that_never_succeeds_pauses_and_at_last_ends(person: MakePerson) -> None:
    anna = person()
    anna.stay_silent(6)
    assert anna.is_in(State.PAUSED)
    assert "phrases.check_keys" in anna.all_said
    anna.stay_silent(8)
    anna.go_to(State.ENDED)
    assert not anna.report.complete


def test_a_key_in_the_sound_check_is_not_taken_for_a_voice_that_is_heard(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.SOUND_CHECK)

    anna.press(Meaning.YES)

    assert anna.is_in(State.SOUND_CHECK)
    assert anna.said == ["phrases.check_only_a_key", "sound_check.short"]
    assert "phrases.heard_you" not in anna.all_said


def test_who_answers_the_sound_check_by_voice_after_a_key_is_heard(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SOUND_CHECK)
    anna.press(Meaning.YES)

    anna.say("yes")

    assert "phrases.heard_you" in anna.said
    assert not anna.is_in(State.SOUND_CHECK)


def test_a_second_key_in_the_sound_check_goes_on_without_a_claim_to_have_heard(
    person: MakePerson,
) -> None:
    anna = person(session__automatic_wait=True)
    anna.go_to(State.SOUND_CHECK)
    anna.press(Meaning.YES)
    anna.listen_to_the_end()

    anna.press(Meaning.YES)

    assert not anna.is_in(State.SOUND_CHECK)
    assert anna.said[:2] == ["phrases.keys_alone", "phrases.automatic_wait"]
    assert "phrases.heard_you" not in anna.all_said
