"""What is numb, weak or sharply painful: its advice goes before everything else."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.in_pain import LIFTING, URGENT, moving
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Say
from voice_rom.core.protocol.events import QuitAsked

# What is urgent


def test_urgent_advice_goes_before_everything_else(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "yes", "left")
    assert anna.said == ["safety.rest_first", "safety.another_test.say"]
    anna.say("no")
    assert anna.said[:3] == ["phrases.ending", *URGENT]
    assert "advice.open_questions.say" not in anna.said
    anna.go_to(State.ENDED)
    assert anna.report.urgent[0] == "This is the most important thing."
    (complaint,) = anna.report.complaints
    assert (complaint.urgent, complaint.sharp) == (True, Meaning.YES)
    assert anna.report.findings[0] == (
        "Leg lift: You said you felt pain on your left side. The pain was sharp."
    )


@pytest.mark.parametrize("words", ["it's numb", "tingling", "it feels weak"])
def test_what_is_numb_or_weak_ends_the_session_with_urgent_advice(
    person: MakePerson, words: str
) -> None:
    anna = moving(person)
    anna.say(words)
    assert anna.said == ["phrases.end_movement", "safety.numb.understood.say"]
    anna.say("yes")
    assert anna.is_in(State.SUMMARY)
    assert anna.said[:3] == ["phrases.ending", "safety.urgent_first", "safety.numb.urgent"]
    assert "advice.something_noticed.say" not in anna.said


@pytest.mark.parametrize("words", ["not sure", "skip"])
def test_who_is_not_sure_is_told_as_well(person: MakePerson, words: str) -> None:
    anna = moving(person)
    anna.say("numbness", words)
    assert "safety.numb.urgent" in anna.said


def test_numb_and_pain_are_both_told(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "yes", "numbness", "yes")
    assert anna.said[1:4] == ["safety.urgent_first", "safety.numb.urgent", "safety.pain.urgent"]


@pytest.mark.parametrize(
    ("settings", "spoken", "written"),
    [
        ({}, "your emergency number", "your emergency number"),
        ({"safety__country": "US"}, "9 1 1", "911"),
        ({"safety__emergency_number": "1234"}, "1 2 3 4", "1234"),
    ],
)
def test_the_number_of_the_country_is_named(
    person: MakePerson, settings: dict[str, object], spoken: str, written: str
) -> None:
    anna = moving(person, **{"safety__emergency_number": "", "safety__country": "", **settings})
    anna.say("numbness", "yes")
    assert any(f"call {spoken}" in line.text for line in anna.of(Say)[-1].lines)
    anna.go_to(State.ENDED)
    assert any(f"call {written}" in line for line in anna.report.urgent)


# After it has ended the session


@pytest.mark.parametrize(
    "sayings",
    [["numbness", "yes"], ["ouch", "yes", "yes", "left", "no"], ["ouch", "yes", "stop", "stop"]],
)
def test_back_from_the_urgent_advice_leads_to_what_hurt_and_not_into_the_movement(
    person: MakePerson, sayings: list[str]
) -> None:
    anna = moving(person)
    anna.say(*sayings)
    assert anna.is_in(State.SUMMARY)
    anna.say("back")
    assert anna.is_in(State.COMPLAINT)
    anna.say("no")
    assert anna.said == ["safety.misheard", f"tests.leg-lift.steps.{LIFTING}.short"]


def test_back_and_confirmed_again_another_test_can_be_gone_on_with(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "no", "left", "no", "back", "yes", "no", "left", "yes")
    assert anna.said[-1] == "tests.hip-rotation.steps.lie-flat.say"


def test_who_closes_the_window_hears_what_is_urgent_first(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "yes")
    anna.tell(QuitAsked())
    assert anna.said[: len(URGENT)] == list(URGENT)
