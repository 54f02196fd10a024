"""The questions before the first test, and the safe way on."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.person import Person
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.outcome.report import NoTests
from voice_rom.core.protocol.effects import Record

WELL = ("no", "no", "no", "no", "yes", "yes")
"""All is well; that the person can get up is said back."""

QUESTIONS = "safety.screening.questions"
CHOICE = ("screening", "chair-alone")


def screened(person: MakePerson, *sayings: str, **settings: object) -> Person:
    """Somebody who has answered the questions before the first test."""
    anna = person(safety__screening=True, **settings)
    anna.say("yes", *sayings)
    return anna


def test_the_questions_come_after_the_sound_check_one_at_a_time(person: MakePerson) -> None:
    anna = screened(person)
    assert anna.said == [
        "phrases.heard_you",
        "safety.screening.intro",
        f"{QUESTIONS}.operation.say",
    ]
    anna.say("no")
    assert anna.said[-1] == f"{QUESTIONS}.fracture.say"
    assert len(anna.said) == 2


def test_who_is_well_goes_on_to_the_first_test(person: MakePerson) -> None:
    anna = screened(person, *WELL)
    assert anna.said == ["safety.screening.clear"]
    anna.listen_to_the_end()
    assert anna.said[-1] == "tests.trunk-rotation.steps.sit-tall.say"


def test_every_answer_is_recorded(person: MakePerson) -> None:
    anna = screened(person, *WELL)
    given = {key: answer.meaning for key, answer in anna.answers.items()}
    assert given == {
        ("screening", "operation"): Meaning.NO,
        ("screening", "fracture"): Meaning.NO,
        ("screening", "pregnancy"): Meaning.NO,
        ("screening", "unwell"): Meaning.NO,
        ("screening", "getting-up"): Meaning.YES,
    }


@pytest.mark.parametrize("number", range(5))
def test_any_concern_leads_to_an_explanation_and_a_choice(
    person: MakePerson, content: Content, number: int
) -> None:
    assert content.assessment.screening is not None
    question = content.assessment.screening.questions[number]
    after = WELL[number + 1 :] if number < 4 else ()
    anna = screened(person, *WELL[:number], question.concern[0], "yes", *after)
    anna.listen_to_the_end()
    assert anna.is_in(State.SCREENED)
    expected = {
        "safety.screening.caution",
        f"{QUESTIONS}.{question.id}.finding.unknown",
        f"{QUESTIONS}.{question.id}.advice",
        "safety.screening.left_out",
        "safety.screening.choice.say",
    }
    assert expected <= anna.all_said
    choices = {Meaning.YES, Meaning.NO, Meaning.UNSURE, Meaning.END}
    assert anna.listens_for == choices | COMMANDS


@pytest.mark.parametrize("leaving", [("skip",), ()])
def test_that_somebody_can_get_up_is_taken_for_sure_only_when_confirmed(
    person: MakePerson, leaving: tuple[str, ...]
) -> None:
    anna = screened(person, *WELL[:-1], *leaving)
    if not leaving:
        anna.stay_silent(3)
        anna.say("yes")
        anna.stay_silent(3)
    anna.listen_to_the_end()
    assert anna.is_in(State.SCREENED)
    assert "safety.screening.left_open" in anna.all_said


def test_getting_up_with_help_is_the_concern_and_not_the_bare_yes(person: MakePerson) -> None:
    anna = screened(person, "no", "no", "no", "no", "no")
    assert anna.said[0] == f"{QUESTIONS}.getting-up.confirm.no"
    anna.say("yes")
    assert anna.is_in(State.SCREENED)
    assert f"{QUESTIONS}.getting-up.finding.unknown" in anna.said


@pytest.mark.parametrize("words", ["not sure", "skip"])
def test_no_plain_answer_is_a_reason_to_be_careful(person: MakePerson, words: str) -> None:
    anna = screened(person, words, *WELL[1:])
    assert "safety.screening.left_open" in anna.said
    assert anna.said[-1] == "safety.screening.choice.say"


def test_a_concern_that_is_taken_back_is_none(person: MakePerson) -> None:
    anna = screened(person, "yes", "no", *WELL)
    assert anna.said == ["safety.screening.clear"]


def careful(person: MakePerson, *choice: str, **settings: object) -> Person:
    """Somebody who had an operation."""
    return screened(person, "yes", "yes", *WELL[1:], *choice, **settings)


def test_who_chooses_the_chair_does_the_chair_test_alone(person: MakePerson) -> None:
    anna = careful(person, "yes")
    assert anna.said[0] == "safety.screening.going_on"
    assert anna.said[-1] == "tests.trunk-rotation.steps.sit-tall.say"
    anna.go_to(State.ENDED)
    assert not any(said.startswith(("to_floor", "tests.leg-lift")) for said in anna.all_said)
    assert [test.id for test in anna.report.tests] == ["trunk-rotation"]
    assert anna.report.complete
    assert anna.report.screening is not None
    assert anna.report.screening.choice == "chair"
    assert anna.report.screening.left_out == ("Leg lift", "Hip rotation")


@pytest.mark.parametrize("words", ["no", "end", "not sure"])
def test_who_does_not_choose_the_chair_is_told_to_ask_first(person: MakePerson, words: str) -> None:
    anna = careful(person, words)
    assert anna.is_in(State.SUMMARY)
    assert anna.said[:2] == ["safety.screening.end_chosen", "safety.screening.ask_first"]
    assert "advice.nothing_noticed.say" not in anna.said
    assert "advice.open_questions.say" not in anna.said
    anna.go_to(State.ENDED)
    assert not anna.report.complete
    assert anna.report.screening is not None
    assert anna.report.screening.choice == NoTests.END


def test_the_choice_is_recorded_as_it_was_made(person: MakePerson) -> None:
    assert careful(person, "yes").answers[CHOICE].meaning is Meaning.YES
    assert careful(person, "no").answers[CHOICE].meaning is Meaning.NO
    assert careful(person, "not sure").answers[CHOICE].status is Status.UNSURE


def test_the_choice_can_be_corrected_while_the_next_sentence_is_said(person: MakePerson) -> None:
    anna = careful(person, "yes")
    anna.correct("sorry no")
    assert anna.is_in(State.SUMMARY)
    assert anna.answers[CHOICE].meaning is Meaning.NO
    anna = careful(person, "no")
    anna.correct("no wait yes")
    assert anna.said[-1] == "tests.trunk-rotation.steps.sit-tall.say"


def test_back_leads_to_the_questions_and_all_tests_are_possible_again(person: MakePerson) -> None:
    anna = careful(person, "yes", "back", "yes", "yes")
    assert anna.is_in(State.SCREENED)
    anna.say(*["back"] * 5, "no", "no", "no", "no", "yes", "yes")
    assert anna.said == ["safety.screening.clear"]
    anna.go_to(State.ENDED)
    assert len(anna.report.tests) == 3


def test_back_at_the_summary_leads_to_the_choice(person: MakePerson) -> None:
    anna = careful(person, "no", "back")
    assert anna.is_in(State.SCREENED)
    anna.say("yes")
    assert anna.is_in(State.STEP)


def test_no_answer_to_the_choice_is_asked_after_and_ends(person: MakePerson) -> None:
    anna = careful(person)
    anna.stay_silent(3)
    assert anna.is_in(State.WELFARE)
    anna.say("yes")
    anna.stay_silent(3)
    assert anna.is_in(State.SUMMARY)
    assert anna.answers[CHOICE].status is Status.NOT_HEARD


def test_skipping_the_choice_is_no_way_past_it(person: MakePerson) -> None:
    assert careful(person, "skip").is_in(State.SUMMARY)


def test_skipping_what_needs_no_choice_goes_on(person: MakePerson) -> None:
    anna = screened(person, *WELL)
    anna.press(Meaning.SKIP)
    assert anna.is_in(State.STEP)


def test_without_a_chair_test_there_is_only_the_end(person: MakePerson) -> None:
    anna = careful(person, session__tests=["leg-lift"])
    assert anna.said[-1] == "safety.screening.nothing_left"
    anna.listen_to_the_end()
    assert anna.is_in(State.SUMMARY)
    anna = careful(person, session__tests=["leg-lift"])
    anna.press(Meaning.SKIP)
    assert anna.is_in(State.SUMMARY)


def test_who_does_only_the_chair_test_is_not_asked_about_the_floor(person: MakePerson) -> None:
    anna = screened(person, "no", "no", "no", session__tests=["trunk-rotation"])
    assert anna.said[-1] == "safety.screening.clear"
    anna = screened(person, "yes", "yes", "no", "no", session__tests=["trunk-rotation"])
    assert anna.said[-1] == "safety.screening.choice.say"
    assert "safety.screening.left_out" not in anna.said


def test_where_am_i_counts_the_questions(person: MakePerson) -> None:
    anna = screened(person, "no", "where am i")
    assert anna.said[0] == "phrases.where_screening"
    anna = careful(person, "where am i")
    assert anna.said[0] == "phrases.where_start"


def test_pain_told_of_before_the_first_test_is_a_reason_to_be_careful(person: MakePerson) -> None:
    anna = screened(person, "it hurts", "yes", "no", "left", "yes")
    assert anna.said[-1] == f"{QUESTIONS}.operation.short"
    anna.say(*WELL)
    assert "safety.screening.hurts_now" in anna.said
    assert anna.said[-1] == "safety.screening.choice.say"


def test_the_setting_turns_it_off(person: MakePerson) -> None:
    anna = person(safety__screening=False)
    anna.say("yes")
    assert anna.is_in(State.STEP)
    anna.go_to(State.ENDED)
    assert anna.report.screening is None


def test_an_answer_is_kept_before_the_next_question_is_asked(person: MakePerson) -> None:
    anna = screened(person)
    before = len(anna.effects)
    anna.say("no")
    kinds = [type(effect).__name__ for effect in anna.effects[before:]]
    assert kinds.index(Record.__name__) < len(kinds) - 1 - kinds[::-1].index("Say")
