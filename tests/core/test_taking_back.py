"""An answer is taken back with none in its place: the voice is silent, and another may follow."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.conftest import MakePerson, after_side
from tests.core.person import Person, utterance
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.language.understanding import Reason
from voice_rom.core.protocol.effects import (
    CancelTimer,
    Effect,
    Listen,
    Record,
    Say,
    ShowUnderstood,
    Silence,
    StartTimer,
)
from voice_rom.core.protocol.events import Heard, SpeechFinished, Timer, UtteranceBegan

EASIER = "tests.trunk-rotation.questions.easier"
KEY = ("trunk-rotation", "easier")
MOMENT = (Timer.CORRECTION, 1.5)
SIDES = {Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.NEITHER, Meaning.UNSURE}


def kinds(effects: list[Effect]) -> list[type[Effect]]:
    return [type(effect) for effect in effects]


# Over the voice


def test_the_voice_is_silent_at_once_and_listens_for_another_answer(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("left")
    before = len(anna.effects)
    anna.correct("no wait")
    heard = [ShowUnderstood, Silence, Record, Listen, StartTimer]
    assert kinds(anna.effects[before:]) == heard
    assert anna.seconds == MOMENT
    assert anna.listens_for == SIDES | COMMANDS
    assert anna.is_in(State.SIDE)
    assert anna.answers[KEY].side is None


@pytest.mark.parametrize("during_voice", [True, False])
@pytest.mark.parametrize("after", [0.1, 1.2])
def test_what_is_said_next_takes_the_place_aloud(
    person: MakePerson, after: float, *, during_voice: bool
) -> None:
    """Who goes on at once is still heard as over the voice."""
    anna = after_side(person, "no wait")
    anna.speak("right", after=after, during_voice=during_voice)
    assert anna.said == ["phrases.instead.right", "tests.trunk-rotation.questions.farther.say"]
    assert anna.answers[KEY].side is Side.RIGHT


def test_it_may_be_a_word_that_the_voice_was_saying(person: MakePerson) -> None:
    anna = after_side(person, "sorry")
    anna.speak("left", after=0.1, during_voice=True)
    assert anna.answers[KEY].side is Side.LEFT


def test_a_yes_is_taken_back_and_no_is_the_answer(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes")
    anna.correct("no wait")
    assert anna.answers[KEY].status is Status.WITHDRAWN
    anna.speak("no", after=0.8)
    assert anna.said[:2] == ["phrases.instead.no", f"{EASIER}.noted.no"]
    assert anna.answers[KEY].meaning is Meaning.NO


def test_only_when_nothing_follows_is_it_asked_again(person: MakePerson) -> None:
    anna = after_side(person, "sorry")
    before = anna.last_speech
    anna.tell(SpeechFinished(before))
    assert anna.last_speech == before
    anna.wait()
    assert anna.said == ["phrases.denied", f"{EASIER}.side.short"]
    anna.listen_to_the_end()
    assert anna.seconds == (Timer.NO_SPEECH, 8.0)
    anna.say("right")
    assert anna.said[0] == "phrases.side_noted.right"


def test_who_begins_to_speak_is_heard_out(person: MakePerson) -> None:
    anna = after_side(person, "sorry")
    anna.tell(UtteranceBegan(anna.now + 1.0))
    assert anna.seconds == (Timer.CORRECTION, 8.0)
    anna.speak("uh", after=1.0)
    assert anna.seconds == MOMENT
    anna.tell(UtteranceBegan(anna.now + 1.0))
    anna.speak("the right one", after=1.0)
    assert anna.answers[KEY].side is Side.RIGHT


@pytest.mark.parametrize("words", ["uh", "", "sorry", "no", "no wait no", "both sorry"])
def test_what_is_no_answer_yet_is_waited_out_in_silence(person: MakePerson, words: str) -> None:
    anna = after_side(person, "no wait")
    before = anna.last_speech
    anna.speak(words, after=0.5)
    assert anna.last_speech == before
    anna.speak("right", after=0.5)
    assert anna.answers[KEY].side is Side.RIGHT


def test_no_noise_holds_the_silence_for_ever(person: MakePerson) -> None:
    anna = after_side(person, "no wait")
    before = len(anna.of(StartTimer))
    for _ in range(20):
        anna.tell(UtteranceBegan(anna.now))
        anna.speak("", after=0.5)
    assert len(anna.of(StartTimer)) - before == 4
    anna.wait()
    assert anna.said[0] == "phrases.denied"


def test_two_answers_then_are_no_answer(person: MakePerson) -> None:
    anna = after_side(person, "no wait")
    anna.speak("left right", after=0.5)
    assert anna.said[0] == "phrases.two_answers"


@pytest.mark.parametrize(
    ("words", "state"), [("stop", State.STOPPED), ("pause", State.PAUSED), ("back", State.QUESTION)]
)
def test_commands_work_in_that_silence(person: MakePerson, words: str, state: State) -> None:
    anna = after_side(person, "no wait")
    anna.speak(words, after=0.5)
    assert anna.is_in(state)
    assert anna.answers[KEY].side is None


def test_after_help_the_question_has_its_usual_time(person: MakePerson) -> None:
    anna = after_side(person, "no wait")
    anna.speak("help", after=0.5)
    anna.listen_to_the_end()
    assert anna.seconds == (Timer.NO_SPEECH, 8.0)


# "No" where it is no answer


@pytest.mark.parametrize("words", ["no", "wait no", "sorry no", "not really"])
def test_no_right_after_a_side_takes_it_back(person: MakePerson, words: str) -> None:
    anna = after_side(person, words)
    assert anna.seconds == MOMENT
    assert anna.answers[KEY].side is None


@pytest.mark.parametrize(
    "words", ["no right", "no the right one", "nope right", "no no wait right"]
)
def test_no_and_another_side_takes_its_place(person: MakePerson, words: str) -> None:
    anna = after_side(person, words)
    assert anna.said[0] == "phrases.instead.right"
    assert anna.answers[KEY].side is Side.RIGHT


def test_a_no_that_the_voice_itself_may_have_said_takes_nothing_back(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("left")
    anna.press(Meaning.HELP)
    assert any("no" in line.text.lower().split() for line in anna.of(Say)[-1].lines)
    anna.correct("no")
    assert anna.answers[KEY].side is Side.LEFT


def test_with_headphones_no_answers_the_next_question_where_it_can(person: MakePerson) -> None:
    anna = after_side(person, "no", session__barge_in="everything")
    assert anna.answers[KEY].side is Side.LEFT
    assert anna.answers["trunk-rotation", "farther"].meaning is Meaning.NO


def test_with_headphones_no_and_a_side_is_a_correction(person: MakePerson) -> None:
    anna = after_side(person, "no right", session__barge_in="everything")
    assert set(anna.answers) == {KEY}
    assert anna.answers[KEY].side is Side.RIGHT


def test_no_is_an_answer_to_yes_or_no_and_takes_nothing_back(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes")
    before = anna.last_speech
    anna.correct("no")
    assert anna.last_speech == before
    assert anna.answers[KEY].meaning is Meaning.YES


# While it listens


def test_where_it_listens_already_nothing_that_follows_is_missed(person: MakePerson) -> None:
    """To listen afresh would lose the beginning of it."""
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    anna.listen_to_the_end()
    before = len(anna.effects)
    anna.speak("no wait", after=0.5)
    kept = [CancelTimer, StartTimer]
    assert kinds(anna.effects[before:]) == [ShowUnderstood, Record, *kept]
    anna.speak("yes", after=0.5)
    assert anna.is_in(State.CONFIRMATION)
    assert set(anna.answers) == {KEY}


@pytest.mark.parametrize(
    ("state", "words", "said"),
    [
        (State.SIDE, "left sorry", f"{EASIER}.side.short"),
        (State.SIDE, "left no", f"{EASIER}.side.short"),
        (State.QUESTION, "yes no wait", f"{EASIER}.short"),
        (State.CONFIRMATION, "yes wait", "phrases.is_that_right.short"),
    ],
)
def test_who_takes_it_back_in_the_same_breath_is_waited_for_too(
    person: MakePerson, state: State, words: str, said: str
) -> None:
    anna = person()
    anna.go_to(state)
    before = anna.last_speech
    anna.say(words)
    assert anna.understood.reason is Reason.UNCERTAIN
    assert anna.last_speech == before
    assert anna.seconds == MOMENT
    anna.wait()
    assert (anna.said[0], anna.said[-1]) == ("phrases.denied", said)


def test_left_sorry_and_after_a_while_right_is_right(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("left sorry")
    anna.speak("right", after=1.0)
    assert anna.answers[KEY].side is Side.RIGHT
    assert "phrases.not_understood.first" not in anna.all_said


def test_ready_no_wait_is_passed_over(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    before = anna.last_speech
    anna.say("ready no wait")
    assert anna.last_speech == before
    assert anna.seconds == (Timer.MOVEMENT, 45.0)


@pytest.mark.parametrize("state", [State.SOUND_CHECK, State.STOPPED, State.SUMMARY, State.WELFARE])
def test_where_nothing_is_noted_the_next_answer_leads_on_as_ever(
    person: MakePerson, state: State
) -> None:
    answers = {State.SOUND_CHECK: "yes", State.WELFARE: "yes"}
    answer = answers.get(state, "done")
    anna = person(session__tests=["trunk-rotation"])
    if state is State.STOPPED:
        anna.press(Meaning.STOP)
    elif state is State.WELFARE:
        anna.go_to(State.QUESTION)
        anna.stay_silent(3)
    else:
        anna.go_to(state)
    assert anna.is_in(state)
    anna.say(f"{answer} no wait")
    assert anna.seconds == MOMENT
    anna.speak(answer, after=1.0)
    assert not anna.is_in(state)
    assert not [text for text in anna.said if text.startswith("phrases.instead")]


# In whatever order

ANSWERS = {
    State.QUESTION: ("yes", "no", "not sure"),
    State.CONFIRMATION: ("yes", "no", "not sure"),
    State.SIDE: ("left", "right", "both", "not sure", "neither"),
}


def where(anna: Person) -> tuple[State, list[tuple[object, ...]]]:
    answers: list[tuple[object, ...]] = [
        (answer.question_id, answer.status, answer.meaning, answer.side, answer.confirmed)
        for answer in anna.answers.values()
    ]
    return anna.state, answers


@given(data=st.data(), state=st.sampled_from(list(ANSWERS)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_an_answer_after_one_taken_back_leads_where_it_would_have_led_at_once(
    person: MakePerson, data: st.DataObject, state: State
) -> None:
    answers = st.sampled_from(ANSWERS[state])
    said = data.draw(st.lists(answers, min_size=2, max_size=4))
    hesitations = st.lists(st.sampled_from(["uh", "", "sorry", "no wait"]), max_size=3)
    anna, bert = person(), person()
    for somebody in (anna, bert):
        somebody.go_to(state)
    anna.say(said[0])
    for words in said[1:]:
        over_voice = data.draw(st.booleans())
        taking_back = data.draw(st.sampled_from(["sorry", "no wait", "i mean", "wait"]))
        anna.speak(taking_back, after=0.5, during_voice=over_voice)
        for hesitation in data.draw(hesitations):
            anna.speak(hesitation, after=0.5, during_voice=over_voice)
        anna.speak(words, after=0.3, during_voice=over_voice)
    bert.say(said[-1])
    assert where(anna) == where(bert)


@given(
    state=st.sampled_from(list(ANSWERS)),
    words=st.sampled_from(["no wait", "wait"]),
    noises=st.lists(st.sampled_from(["uh", "", None]), max_size=10),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_sounds_it_is_asked_again_and_only_once(
    person: MakePerson, state: State, words: str, noises: list[str | None]
) -> None:
    anna = person()
    anna.go_to(state)
    anna.say(ANSWERS[state][0])
    anna.correct(words)
    before = anna.last_speech
    for noise in noises:
        if noise is None:
            anna.tell(UtteranceBegan(anna.now))
        else:
            anna.tell(Heard(utterance(noise, start=anna.now + 0.5)))
        assert anna.seconds[0] is Timer.CORRECTION
        assert anna.seconds[1] <= 8.0
    assert anna.last_speech == before
    anna.wait()
    assert anna.said[0] == ("phrases.paused.say" if words == "wait" else "phrases.denied")
    assert anna.last_speech == before + 1


# Whoever goes on speaking


def test_an_answer_that_was_the_beginning_of_something_else_is_asked_for_again(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes")
    anna.say_between("it's very pretty today", 0.3, 1.5)
    assert anna.answers[KEY].status is Status.WITHDRAWN
    assert anna.seconds == MOMENT
    anna.wait()
    assert anna.said == ["phrases.denied", f"{EASIER}.short"]
    assert anna.is_in(State.QUESTION)


def test_more_that_says_the_same_changes_nothing(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    before = anna.last_speech
    anna.say_between("not really", 0.3, 1.5)
    assert anna.last_speech == before
    assert anna.answers[KEY].meaning is Meaning.NO
