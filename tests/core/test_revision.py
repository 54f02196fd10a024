"""Taking back an answer while the next sentence is being said."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.conftest import MakePerson
from tests.core.person import Person, utterance
from tests.english import english_vocabulary
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.interpretation import understand_correction
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.understanding import Reason
from voice_rom.core.protocol.effects import (
    Effect,
    Record,
    Say,
    ShowUnderstood,
    Silence,
    StopListening,
)

ENGLISH = english_vocabulary()
EASIER = "tests.trunk-rotation.questions.easier"
KEY = ("trunk-rotation", "easier")
YES_OR_NO = frozenset({Meaning.YES, Meaning.NO, Meaning.UNSURE})
SIDES = frozenset({Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.NEITHER, Meaning.UNSURE})


def kinds(effects: list[Effect]) -> list[type[Effect]]:
    return [type(effect) for effect in effects if not isinstance(effect, StopListening)]


def test_a_correction_over_the_voice_takes_the_side_back_aloud(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("left")
    before = len(anna.effects)
    anna.correct("sorry right")
    assert kinds(anna.effects[before:]) == [ShowUnderstood, Silence, Record, Say]
    assert anna.said == ["phrases.instead.right", "tests.trunk-rotation.questions.farther.say"]
    assert anna.answers[KEY].side is Side.RIGHT
    assert anna.is_in(State.QUESTION)


def test_a_corrected_answer_goes_its_own_way_from_there(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes")
    anna.correct("no wait no")
    assert anna.said[:2] == ["phrases.instead.no", f"{EASIER}.noted.no"]
    assert anna.answers[KEY].meaning is Meaning.NO
    anna.correct("i mean yes")
    assert anna.said == [
        "phrases.instead.yes",
        f"{EASIER}.confirm.yes",
        "phrases.is_that_right.say",
    ]
    assert anna.is_in(State.CONFIRMATION)


def test_a_correction_alone_takes_the_answer_back_and_asks_again(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    anna.correct("no wait")
    assert anna.answers[KEY].status is Status.WITHDRAWN
    anna.wait()
    assert anna.said == ["phrases.denied", f"{EASIER}.short"]
    anna.say("yes")
    assert anna.is_in(State.CONFIRMATION)


def test_a_confirmation_taken_back_is_asked_again_with_its_answer_as_it_was(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.CONFIRMATION)
    anna.say("yes")
    anna.correct("sorry")
    assert anna.is_in(State.CONFIRMATION)
    answer = anna.answers[KEY]
    assert (answer.status, answer.meaning, answer.confirmed) == (
        Status.ANSWERED,
        Meaning.YES,
        False,
    )


def test_a_denial_can_be_taken_back_too(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.CONFIRMATION)
    anna.say("no")
    assert anna.is_in(State.QUESTION)
    anna.correct("sorry yes")
    assert anna.said == ["phrases.instead.yes", f"{EASIER}.side.say"]
    assert anna.answers[KEY].confirmed


def test_the_last_answer_of_a_test_can_be_corrected_while_its_result_is_said(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "no", "no")
    assert anna.is_in(State.NOTICED)
    anna.correct("sorry yes")
    assert anna.is_in(State.CONFIRMATION)
    assert anna.answers["trunk-rotation", "pulling"].meaning is Meaning.YES


def test_a_correction_to_the_same_answer_leaves_the_voice_alone(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("left")
    before = len(anna.effects)
    anna.correct("sorry left")
    assert kinds(anna.effects[before:]) == [ShowUnderstood]


def test_the_same_and_no_are_one_answer_where_a_difference_is_asked_about(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    before = anna.last_speech
    anna.correct("i mean the same")
    assert anna.last_speech == before
    assert anna.answers[KEY].meaning is Meaning.NO


@pytest.mark.parametrize(("after", "taken"), [(1.5, True), (1.6, False)])
def test_a_correction_counts_when_it_begins_soon_after_the_answer_was_taken(
    person: MakePerson, after: float, *, taken: bool
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes")
    anna.correct("sorry no", after=after)
    assert (anna.answers[KEY].meaning is Meaning.NO) is taken


def test_once_the_next_question_listens_a_correction_still_goes_to_the_one_before(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    anna.listen_to_the_end()
    anna.speak("sorry yes", after=0.9)
    assert anna.is_in(State.CONFIRMATION)
    assert set(anna.answers) == {KEY}
    assert anna.answers[KEY].meaning is Meaning.YES


def test_later_the_same_words_answer_the_new_question(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "sorry no")
    assert anna.answers["trunk-rotation", "farther"].meaning is Meaning.NO


@pytest.mark.parametrize(
    "words", ["yes", "right", "seven", "sorry seven eight", "sorry left", "uh", ""]
)
def test_nothing_but_a_correction_of_that_answer_changes_it(person: MakePerson, words: str) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    before = anna.last_speech
    anna.correct(words)
    assert anna.last_speech == before
    assert anna.answers[KEY].meaning is Meaning.NO


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("no stop", State.STOPPED),
        ("sorry stop", State.STOPPED),
        ("sorry stop left", State.STOPPED),
        ("wait a moment", State.PAUSED),
        ("sorry pause left", State.PAUSED),
    ],
)
def test_stop_and_pause_in_it_go_before_every_correction(
    person: MakePerson, words: str, state: State
) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("right")
    anna.correct(words)
    assert anna.is_in(state)
    assert anna.answers[KEY].side is Side.RIGHT


def test_an_answer_by_key_is_no_slip_of_the_tongue(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.press(Meaning.NO)
    anna.correct("sorry yes", after=-5.0)
    assert anna.answers[KEY].meaning is Meaning.NO


def test_ready_is_not_taken_back(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("ready")
    before = anna.last_speech
    anna.correct("no wait")
    assert anna.last_speech == before


def test_after_a_stop_the_answer_before_it_stands(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    anna.correct("stop", after=0.1)
    anna.correct("sorry yes", after=0.1)
    assert anna.is_in(State.STOPPED)
    assert anna.answers[KEY].meaning is Meaning.NO


def test_an_answer_changed_with_back_and_then_changed_again_is_what_was_said_last(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "back", "yes")
    anna.correct("sorry no")
    assert anna.answers[KEY].meaning is Meaning.NO
    assert "phrases.changed" not in anna.said


def test_what_was_heard_is_the_evidence_of_a_corrected_answer(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes")
    anna.correct("sorry no")
    evidence = anna.answers[KEY].evidence
    assert evidence is not None
    assert (evidence.utterance.text, evidence.rule) == (
        "sorry no",
        "takes the place of the answer before",
    )


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("sorry left", Meaning.LEFT),
        ("no wait the left one", Meaning.LEFT),
        ("wait left", Meaning.LEFT),
        ("uh sorry left please", Meaning.LEFT),
        ("actually both", Meaning.BOTH),
        ("i mean left sorry right", Meaning.RIGHT),
        ("sorry", None),
        ("no wait", None),
        ("wait no", None),
        ("no sorry uh", None),
        ("no", None),
        ("no the left one", Meaning.LEFT),
        ("nope both", Meaning.BOTH),
        ("sorry left right", None),
        ("actually seven", None),
    ],
)
def test_a_correction_gives_another_answer_or_none(words: str, meaning: Meant | None) -> None:
    understanding = understand_correction(utterance(words), ENGLISH, SIDES)
    assert understanding is not None
    assert understanding.meaning is meaning
    assert understanding.reason is (Reason.UNDERSTOOD if meaning else Reason.UNCERTAIN)


@pytest.mark.parametrize(
    "words",
    [
        "left",
        "",
        "uh",
        "wait",
        "sorry [unk] seven",
        "[unk] sorry left",
        "sorry yes",
        "sorry stop",
        "yes",
    ],
)
def test_what_is_no_correction_of_a_side_is_left_to_others(words: str) -> None:
    assert understand_correction(utterance(words), ENGLISH, SIDES) is None


def test_no_alone_is_no_correction_of_a_yes() -> None:
    assert understand_correction(utterance("no"), ENGLISH, YES_OR_NO) is None


def test_nothing_endless_is_a_correction() -> None:
    assert understand_correction(utterance("sorry no", too_long=True), ENGLISH, YES_OR_NO) is None


# In whatever order: a corrected answer leads where the right one would have led at once.

ANSWERS = {
    State.QUESTION: ("yes", "no", "not sure"),
    State.CONFIRMATION: ("yes", "no", "not sure"),
    State.SIDE: ("left", "right", "both", "not sure", "neither"),
}


def where(anna: Person) -> tuple[State, int, list[tuple[object, ...]]]:
    answers = [_without_evidence(answer) for answer in anna.answers.values()]
    return anna.state, len(anna.answers), answers


def _without_evidence(answer: Answer) -> tuple[object, ...]:
    return (answer.question_id, answer.status, answer.meaning, answer.side, answer.confirmed)


@given(data=st.data(), state=st.sampled_from(list(ANSWERS)), over_voice=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_corrected_answer_leads_where_the_right_one_would_have_led(
    person: MakePerson, data: st.DataObject, state: State, *, over_voice: bool
) -> None:
    answers = st.sampled_from(ANSWERS[state])
    said = data.draw(st.lists(answers, min_size=1, max_size=4))
    corrections = st.sampled_from(["sorry", "no wait", "i mean", "actually"])
    anna, bert = person(), person()
    for somebody in (anna, bert):
        somebody.go_to(state)
    anna.say(said[0])
    for words in said[1:]:
        anna.speak(f"{data.draw(corrections)} {words}", after=0.5, during_voice=over_voice)
    bert.say(said[-1])
    assert where(anna) == where(bert)
