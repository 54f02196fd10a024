"""Whoever waits for help is told what is known of the clinic's staff, and never more than that."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.person import Person
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.state import State
from voice_rom.core.protocol.effects import AlertOwner, AlertReason, Prepare, Say
from voice_rom.core.protocol.events import (
    StaffAcknowledged,
    StaffNews,
    StaffNotReached,
    StaffTold,
)

TEXTS = {
    StaffTold(): "safety.staff.told",
    StaffAcknowledged(): "safety.staff.acknowledged",
    StaffNotReached(): "safety.staff.not_reached",
}
DESK = "ws://127.0.0.1:8643"


def called(person: MakePerson) -> Person:
    """Somebody who has called for help, and to whom the voice is saying what to do."""
    anna = person(staff__url=DESK, staff__key_file="key")
    anna.go_to(State.QUESTION)
    anna.say("help me", "help")
    assert anna.is_in(State.ALARM)
    return anna


def alerts(anna: Person) -> list[AlertReason]:
    return [alert.reason for alert in anna.of(AlertOwner)]


@pytest.mark.parametrize("news", TEXTS)
def test_what_is_known_comes_first_and_what_to_do_is_still_said_in_full(
    person: MakePerson, news: StaffNews
) -> None:
    anna = called(person)
    anna.tell(news)
    assert anna.said == [TEXTS[news], "phrases.help_called.first"]
    assert anna.is_in(State.ALARM)


@pytest.mark.parametrize("news", TEXTS)
def test_later_it_is_said_before_the_short_form_and_not_with_every_reminder(
    person: MakePerson, news: StaffNews
) -> None:
    anna = called(person)
    anna.listen_to_the_end()
    anna.tell(news)
    assert anna.said == [TEXTS[news], "phrases.help_called.again"]
    anna.stay_silent()
    assert anna.said == ["phrases.help_called.again"]


def test_what_is_new_takes_the_place_of_what_was_known(person: MakePerson) -> None:
    anna = called(person)
    anna.tell(StaffNotReached())
    anna.tell(StaffTold())
    anna.tell(StaffAcknowledged())
    assert anna.said == ["safety.staff.acknowledged", "phrases.help_called.first"]


def test_who_did_not_answer_is_told_too(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    while not anna.is_in(State.ALARM):
        anna.stay_silent()
    anna.tell(StaffTold())
    assert anna.said == ["safety.staff.told", "phrases.no_answer.first"]


def test_who_asks_again_hears_what_is_known_with_what_to_do(person: MakePerson) -> None:
    anna = called(person)
    anna.tell(StaffTold())
    anna.say("help")
    assert anna.said == ["safety.staff.told", "phrases.help_called.first"]
    assert alerts(anna) == [AlertReason.HELP]


def test_who_calls_after_the_staff_have_acknowledged_calls_anew(person: MakePerson) -> None:
    anna = called(person)
    anna.tell(StaffTold())
    anna.tell(StaffAcknowledged())
    anna.say("help")
    assert alerts(anna) == [AlertReason.HELP] * 2
    assert anna.said == ["phrases.help_called.first"]


@pytest.mark.parametrize("news", TEXTS)
def test_who_has_gone_on_is_not_troubled_with_it(person: MakePerson, news: StaffNews) -> None:
    anna = called(person)
    anna.say("yes")
    assert anna.tell(news) == ()
    assert anna.is_in(State.QUESTION)


def test_nothing_that_is_said_promises_that_somebody_comes(content: Content) -> None:
    told = " ".join(
        line for text_id in TEXTS.values() for line in content.texts[text_id]
    ).casefold()
    assert not {"coming", "come", "way", "soon", "will", "help"} & set(told.split())


@pytest.mark.parametrize("url", ["", DESK])
def test_the_sentences_are_only_made_ready_where_there_is_a_desk(
    person: MakePerson, url: str
) -> None:
    anna = person(staff__url=url, staff__key_file="key")
    ready = {line.text_id for each in anna.of(Prepare) for line in each.lines}
    assert (set(TEXTS.values()) <= ready) is bool(url)
    assert bool(set(TEXTS.values()) & ready) is bool(url)


def test_without_a_desk_nobody_hears_of_any_staff(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("help me", "help", "repeat")
    said = {line.text_id for say in anna.of(Say) for line in say.lines}
    assert not said & set(TEXTS.values())
