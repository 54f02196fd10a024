"""What hurts, or is numb or weak: the movement ends first, and it is never lost."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.in_pain import LIFTING, URGENT, moving
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.machine import states_in
from voice_rom.core.dialogue.table import Group
from voice_rom.core.language.meanings import COMPLAINTS, Meaning
from voice_rom.core.protocol.effects import AlertOwner, Say


@pytest.mark.parametrize("words", ["ouch", "pain", "it hurts", "no wait it hurts", "stop it hurts"])
def test_pain_ends_the_movement_first(person: MakePerson, words: str) -> None:
    anna = moving(person)
    anna.say(words)
    assert anna.is_in(State.COMPLAINT)
    first = anna.of(Say)[-1].lines[0]
    assert first == Line("phrases.end_movement", "End the movement gently, and rest.")


@pytest.mark.parametrize("words", ["it hurts", "it's numb"])
@pytest.mark.parametrize(
    "moment", [State.SOUND_CHECK, State.QUESTION, State.CONFIRMATION, State.SIDE, State.SUMMARY]
)
def test_where_nobody_moves_nobody_is_told_to_end_a_movement(
    person: MakePerson, moment: State, words: str
) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(moment)
    anna.say(words)
    assert anna.is_in(State.COMPLAINT)
    assert "phrases.end_movement" not in anna.said


def test_who_has_been_told_to_end_the_movement_is_not_told_again(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("stop", "it hurts")
    assert anna.said == ["safety.pain.understood.say"]


def test_pain_in_a_pause_within_a_movement_ends_it(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("pause", "it hurts")
    assert anna.said[0] == "phrases.end_movement"


def test_it_is_kept_at_once_with_what_was_heard(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("it hurts")
    answer = anna.answers["leg-lift", f"pain_{LIFTING}"]
    assert (answer.status, answer.meaning) == (Status.ANSWERED, Meaning.PAIN)
    assert answer.evidence is not None
    assert answer.evidence.utterance.text == "it hurts"


def test_whether_it_is_sharp_and_where_is_asked_and_kept(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch", "yes")
    assert anna.said == ["safety.sharp.say"]
    anna.say("no")
    assert anna.said == ["safety.sore_side.say"]
    anna.say("left")
    assert anna.said == ["safety.another_test.say"]
    answer = anna.answers["leg-lift", f"pain_{LIFTING}"]
    assert (answer.side, answer.confirmed) == (Side.LEFT, True)
    assert anna.answers["leg-lift", f"sharp_{LIFTING}"].meaning is Meaning.NO


@pytest.mark.parametrize("words", ["yes", "go on"])
def test_another_test_can_be_gone_on_with(person: MakePerson, words: str) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "no", "left", words)
    assert anna.said[-1] == "tests.hip-rotation.steps.lie-flat.say"
    anna.go_to(State.SUMMARY)
    assert "safety.pain.finding.left" in anna.said
    assert "safety.urgent_first" not in anna.said


@pytest.mark.parametrize("words", ["no", "end", "not sure", "skip"])
def test_anything_else_ends_with_the_summary(person: MakePerson, words: str) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "no", "both", words)
    assert anna.is_in(State.SUMMARY)
    assert "safety.pain.finding.both" in anna.said


def test_after_the_last_test_there_is_no_other(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.QUESTION)
    anna.say("ouch", "yes", "no", "right")
    assert anna.said == ["safety.no_other_test"]
    anna.listen_to_the_end()
    assert anna.is_in(State.SUMMARY)


@pytest.mark.parametrize("words", ["no", "back"])
def test_what_was_misheard_is_taken_back_and_goes_on_where_it_was(
    person: MakePerson, words: str
) -> None:
    anna = moving(person)
    anna.say("ouch", words)
    assert anna.said == ["safety.misheard", f"tests.leg-lift.steps.{LIFTING}.short"]
    assert anna.answers["leg-lift", f"pain_{LIFTING}"].status is Status.WITHDRAWN
    anna.go_to(State.SUMMARY)
    anna.go_to(State.ENDED)
    assert anna.report.complaints == ()


def test_a_mistaken_no_can_be_corrected(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch", "no")
    anna.correct("sorry yes")
    assert anna.is_in(State.SHARP)
    assert anna.answers["leg-lift", f"pain_{LIFTING}"].confirmed


@pytest.mark.parametrize("complaint", ["ouch", "it's numb"])
def test_who_is_not_sure_after_all_has_not_confirmed_it(person: MakePerson, complaint: str) -> None:
    anna = moving(person)
    anna.say(complaint, "yes")
    anna.correct("sorry not sure")
    (kept,) = anna.answers.values()
    assert not kept.confirmed
    assert kept.meaning in COMPLAINTS


@pytest.mark.parametrize(("interruption", "state"), [("pause", "paused"), ("stop", "stopped")])
def test_who_was_resting_is_led_back_to_the_rest(
    person: MakePerson, interruption: str, state: str
) -> None:
    anna = moving(person)
    anna.say(interruption, "ouch", "no")
    assert anna.is_in(State(state))
    anna.say("continue")
    assert anna.said[-1] == f"tests.leg-lift.steps.{LIFTING}.short"


def test_stop_while_it_is_asked_about_stops_and_continue_leads_back(person: MakePerson) -> None:
    for state, sayings in zip(
        states_in(Group.COMPLAINT), ([], ["yes"], ["yes", "no"], ["yes", "no", "left"]), strict=True
    ):
        anna = moving(person)
        anna.say("ouch", *sayings)
        assert anna.is_in(state)
        anna.say("stop it hurts")
        assert anna.is_in(State.STOPPED)
        anna.say("continue")
        assert anna.is_in(state)
        anna.say("stop", "stop")
        assert anna.is_in(State.SUMMARY)


def test_the_same_again_while_it_is_asked_about_only_asks_again(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "it hurts")
    assert anna.is_in(State.SHARP)
    assert anna.said == ["safety.sharp.short"]
    anna.say("pause", "it hurts")
    assert anna.is_in(State.SHARP)


def test_back_leads_through_what_was_asked(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "no", "left", "back", "back", "back", "back")
    assert anna.said == ["safety.misheard", f"tests.leg-lift.steps.{LIFTING}.short"]


def test_what_is_skipped_stays_open(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch", "skip", "skip", "skip", "skip")
    assert anna.is_in(State.SUMMARY)
    assert "safety.pain.finding.unknown" in anna.said
    anna.go_to(State.ENDED)
    (complaint,) = anna.report.complaints
    assert (complaint.side, complaint.sharp, complaint.confirmed) == (None, None, False)


def test_silence_after_pain_is_asked_after(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch")
    anna.stay_silent(3)
    assert anna.is_in(State.WELFARE)
    anna.say("yes")
    assert anna.is_in(State.COMPLAINT)
    anna.stay_silent(3)
    assert anna.is_in(State.WELFARE)


def test_who_needs_help_is_not_asked_about_pain(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("ouch")
    anna.stay_silent(3)
    anna.say("help", "it hurts")
    assert anna.is_in(State.ALARM)
    assert len(anna.of(AlertOwner)) == 1


# One complaint after another


@pytest.mark.parametrize(
    ("state", "sayings"),
    [
        (State.COMPLAINT, []),
        (State.SHARP, ["yes"]),
        (State.SORE_SIDE, ["yes", "no"]),
        (State.GOING_ON, ["yes", "no", "left"]),
    ],
)
def test_a_second_one_that_was_misheard_leads_back_to_the_first(
    person: MakePerson, state: State, sayings: list[str]
) -> None:
    anna = moving(person)
    anna.say("ouch", *sayings, "numbness", "no")
    assert anna.is_in(state)
    anna.say("pause", "numbness", "no")
    assert anna.is_in(state)
    anna.say(*["yes", "no", "left", "yes"][len(sayings) :])
    assert anna.said[-1] == "tests.hip-rotation.steps.lie-flat.say"


@pytest.mark.parametrize("correction", ["no wait yes", "sorry right"])
def test_a_second_one_that_was_denied_by_mistake_is_the_one_that_is_confirmed(
    person: MakePerson, correction: str
) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "numbness", "no")
    assert anna.is_in(State.SHARP)
    anna.correct(correction)
    assert "safety.numb.urgent" in anna.said
    anna.say("stop", "stop", "stop")
    numb, confirmed = anna.report.complaints[-1].kind, anna.report.complaints[-1].confirmed
    assert (numb, confirmed) == (Meaning.NUMB, True)


def test_pain_told_while_numbness_is_asked_about_does_not_pass_over_it(person: MakePerson) -> None:
    anna = moving(person)
    anna.say("numbness", "ouch", "yes", "no", "left", "yes")
    assert anna.is_in(State.COMPLAINT)
    assert anna.said[-1] == "safety.numb.understood.short"
    anna.say("yes")
    assert "safety.numb.urgent" in anna.said


@pytest.mark.parametrize("after", [["no"], ["yes", "no", "right", "yes"]])
def test_a_sharp_pain_is_not_undone_by_what_is_told_at_the_same_place_later(
    person: MakePerson, after: list[str]
) -> None:
    anna = person(safety__screening=True)
    anna.say("yes", "it hurts", "yes", "yes", "left", "yes")
    assert anna.is_in(State.QUESTION)
    anna.say("pain", *after)
    anna.say("no", "no", "no", "no", "yes", "yes")
    anna.listen_to_the_end()
    assert anna.is_in(State.SCREENED)
    assert "safety.screening.hurts_now" in anna.all_said
    anna.say("no")
    assert set(URGENT) <= set(anna.said)
    assert anna.answers["screening", "pain_operation"].side is Side.LEFT


def test_it_hurts_after_stop_never_sounds_like_going_on_with_the_movement(
    person: MakePerson,
) -> None:
    anna = moving(person)
    anna.say("ouch", "yes", "stop", "it hurts")
    assert anna.said == ["safety.sharp.short"]
