"""What the page shows, moment by moment: made of what the session tells, without a server."""

from functools import cache

import pytest
from hypothesis import given

from tests.display.every_kind import ANY_MACHINE, EFFECTS, EVENTS
from tests.page.scenes import SCENES
from tests.page.stories import NotedStory, told
from tests.page.telling import content
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import AlertReason, Effect, Finish
from voice_rom.core.protocol.events import (
    Commanded,
    DeliveryCaughtUp,
    DeliveryDelayed,
    Device,
    DeviceBack,
    DeviceLost,
    Event,
    UtteranceBegan,
)
from voice_rom.page.state import ListeningSign, NoteKind, PageState


@cache
def state_of(scene: str) -> PageState:
    return told(SCENES[scene]).state


def test_before_the_session_nothing_is_claimed() -> None:
    assert told(SCENES["starting"]).state == PageState()


def test_the_sentence_that_sounds_is_shown_alone() -> None:
    state = state_of("step-is-said")
    assert state.sign is ListeningSign.SPEAKING
    step = content().assessment.tests[0].steps[1]
    assert state.talk.shown == step.say[:1]


def test_while_it_listens_all_that_asks_is_shown_and_not_what_went_before() -> None:
    state = state_of("confirmation")
    assert state.talk.shown == ("So one side is easier to turn to.", "Is that right?")
    assert state_of("question").talk.shown == (
        "Is it easier to turn to one side than to the other?",
    )


@pytest.mark.parametrize(
    ("scene", "place"),
    [
        ("sound-check", "Getting started"),
        ("screening", "Before the first test, question 4 of 5"),
        ("step", "Trunk rotation, step 3 of 5"),
        ("question", "Trunk rotation, question 1 of 3"),
        ("side", "Trunk rotation, question 1 of 3"),
        ("longest-step", "Leg lift, step 2 of 5"),
        ("hip-step", "Hip rotation, step 3 of 7"),
        ("paused", "Trunk rotation, step 3 of 5"),
        ("summary", "What you noticed"),
    ],
)
def test_where_in_the_whole_it_is_stands_above(scene: str, place: str) -> None:
    assert state_of(scene).place == place


def test_it_says_that_it_listens_only_from_the_first_block_on() -> None:
    story = told(SCENES["step-is-said"])
    assert story.state.sign is not ListeningSign.LISTENING
    assert state_of("step").sign is ListeningSign.LISTENING


def test_it_does_not_say_that_it_listens_when_the_microphone_is_gone() -> None:
    assert state_of("microphone-lost").sign is not ListeningSign.LISTENING
    assert "microphone is gone" in state_of("microphone-lost").fault


def test_a_device_that_is_back_takes_its_fault_away() -> None:
    story = told(SCENES["microphone-lost"])
    story.session.tell(DeviceBack(Device.MICROPHONE))
    assert story.state.fault == ""
    assert [note.text for note in story.state.notes] == ["The microphone is back."]


def test_two_lost_devices_are_two_faults() -> None:
    story = told(SCENES["microphone-lost"])
    story.session.tell(DeviceLost(Device.LOUDSPEAKER))
    assert "microphone is gone" in story.state.fault
    assert "loudspeaker is gone" in story.state.fault


def test_a_database_that_can_be_reached_again_takes_its_fault_away() -> None:
    story = told(SCENES["question"])
    story.session.tell(DeliveryDelayed("The server is away."))
    assert "will be sent to the database later. The server is away." in story.state.fault
    story.session.tell(DeliveryCaughtUp())
    assert story.state.fault == ""
    assert [note.text for note in story.state.notes] == [
        "The database can be reached again, and everything saved here has been sent."
    ]


def test_somebody_who_speaks_is_noticed_while_it_listens() -> None:
    story = told(SCENES["question"])
    story.session.tell(UtteranceBegan(1.0))
    assert story.state.sign is ListeningSign.SOMEONE_SPEAKS


def test_what_was_heard_stands_with_what_it_was_taken_for() -> None:
    notes = state_of("side").notes
    assert [note.kind for note in notes] == [NoteKind.UNDERSTOOD, NoteKind.NOTED]
    assert notes[0].text == 'I heard "yes". Understood: yes.'


def test_what_was_not_understood_is_shown_as_that() -> None:
    (note,) = state_of("not-understood").notes
    assert note.kind is NoteKind.NOT_UNDERSTOOD


def test_only_the_latest_is_shown() -> None:
    story = told(SCENES["side"])
    story.session.tell(Commanded(Meaning.REPEAT))
    assert [note.kind for note in story.state.notes] == [NoteKind.KEY]


def test_another_question_is_another_turn_and_the_same_again_is_not() -> None:
    assert state_of("not-understood").turn == state_of("question").turn
    assert state_of("side").turn > state_of("confirmation").turn > state_of("question").turn


def test_what_can_be_answered_is_offered_in_the_voices_order() -> None:
    assert state_of("angling").offered == ("straight", "angled", Meaning.UNSURE)
    assert state_of("step").offered == (Meaning.READY,)


def test_a_call_for_help_is_shown_until_all_is_well() -> None:
    story = told(SCENES["help-called"])
    assert story.state.alert is AlertReason.HELP
    story.session.say("yes")
    assert story.state.alert is None


def test_the_end_is_the_report_with_nothing_left_to_press() -> None:
    state = state_of("summary")
    assert state.over
    assert state.report is not None
    assert state.report.findings
    assert state.offered == ()


def test_what_was_missed_is_told() -> None:
    story = told(SCENES["step"])
    story.missed(0.0, 7)
    assert story.state.notes[0].text == "The screen could not keep up. Updates missing here: 7."


@ANY_MACHINE
@given(event=EVENTS)
def test_no_event_is_too_much_for_it(event: Event) -> None:
    story = NotedStory()
    story.event(0.0, event)
    assert story.state.turn == 0


@ANY_MACHINE
@given(effect=EFFECTS)
def test_no_effect_is_too_much_for_it(effect: Effect) -> None:
    story = NotedStory()
    story.effect(0.0, effect)
    assert story.state.over == isinstance(effect, Finish)
