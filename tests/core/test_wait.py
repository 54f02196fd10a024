"""Somebody says "wait" right after an answer: to correct it, or to pause."""

import pytest

from tests.core.conftest import MakePerson, after_side
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.state import State
from voice_rom.core.protocol.effects import Listen, ShowUnderstood, Silence, StartTimer
from voice_rom.core.protocol.events import Timer, UtteranceBegan

KEY = ("trunk-rotation", "easier")
MOMENT = (Timer.CORRECTION, 1.5)


def test_wait_silences_the_voice_and_leaves_the_answer_as_it_is(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("left")
    before = len(anna.effects)
    anna.correct("wait")
    assert [type(effect) for effect in anna.effects[before:]] == [
        ShowUnderstood,
        Silence,
        Listen,
        StartTimer,
    ]
    assert anna.seconds == MOMENT
    assert anna.answers[KEY].side is Side.LEFT


def test_when_nothing_follows_it_was_a_pause(person: MakePerson) -> None:
    anna = after_side(person, "wait")
    anna.wait()
    assert anna.is_in(State.PAUSED)
    assert anna.answers[KEY].side is Side.LEFT
    anna.say("continue")
    assert anna.said == ["phrases.go_on", "tests.trunk-rotation.questions.farther.short"]


@pytest.mark.parametrize("words", ["right", "sorry right", "no right", "uh the right one"])
@pytest.mark.parametrize("during_voice", [True, False])
def test_another_answer_after_it_takes_the_place_of_the_first(
    person: MakePerson, words: str, *, during_voice: bool
) -> None:
    anna = after_side(person, "wait")
    anna.speak(words, after=0.3, during_voice=during_voice)
    assert anna.said[0] == "phrases.instead.right"
    assert anna.answers[KEY].side is Side.RIGHT


def test_the_same_answer_after_it_is_said_again_aloud(person: MakePerson) -> None:
    anna = after_side(person, "wait")
    anna.speak("left", after=0.2, during_voice=True)
    assert anna.said == ["phrases.instead.left", "tests.trunk-rotation.questions.farther.say"]


@pytest.mark.parametrize("words", ["no", "sorry", "no wait", "actually"])
def test_a_word_of_correction_after_it_takes_the_answer_back(
    person: MakePerson, words: str
) -> None:
    anna = after_side(person, "wait")
    anna.speak(words, after=0.3)
    assert anna.answers[KEY].side is None
    anna.speak("right", after=0.3)
    assert anna.answers[KEY].side is Side.RIGHT


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("wait", State.PAUSED),
        ("pause", State.PAUSED),
        ("stop", State.STOPPED),
        ("skip", State.NOTICED),
    ],
)
def test_a_command_after_it_is_carried_out(person: MakePerson, words: str, state: State) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "no")
    anna.correct("wait")
    anna.speak(words, after=0.3)
    assert anna.is_in(state)


@pytest.mark.parametrize("words", ["uh", "", "seven", "ready"])
def test_nothing_else_breaks_the_silence_after_it(person: MakePerson, words: str) -> None:
    anna = after_side(person, "wait")
    before = anna.last_speech
    anna.tell(UtteranceBegan(anna.now + 0.3))
    assert anna.seconds == (Timer.CORRECTION, 8.0)
    anna.speak(words, after=0.3)
    assert anna.last_speech == before
    assert anna.seconds == MOMENT
    anna.wait()
    assert anna.is_in(State.PAUSED)


def test_it_holds_the_result_of_a_test_too(person: MakePerson) -> None:
    """Nothing can be said to a result but this."""
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "no", "no")
    assert anna.is_in(State.NOTICED)
    anna.correct("wait")
    anna.wait()
    assert anna.is_in(State.PAUSED)
    anna.say("continue")
    assert anna.is_in(State.NOTICED)


def test_later_wait_is_a_pause_at_once(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("left")
    anna.correct("wait", after=1.6)
    assert anna.is_in(State.PAUSED)
