"""What is said while the voice speaks: what counts, what is asked for again, what is our echo."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.conftest import MakePerson
from tests.core.person import Person, utterance
from tests.english import english_vocabulary
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.settings import BargeInMode
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.interpretation import Fate, Interpretation, Situation, interpret
from voice_rom.core.dialogue.own_voice import VoiceOutput, is_own
from voice_rom.core.language.meanings import COMMANDS, COMPLAINTS, Meaning
from voice_rom.core.language.understanding import Reason
from voice_rom.core.protocol.effects import Say, ShowUnderstood, Silence
from voice_rom.core.protocol.events import Heard, SpeechBegan

ENGLISH = english_vocabulary()
KEY = ("trunk-rotation", "easier")


def being_asked(person: MakePerson, **settings: object) -> Person:
    """Somebody to whom the first question is being put: 3 s, its last words after 2.5 s."""
    anna = person(**settings)
    anna.go_to(State.QUESTION)
    anna.press(Meaning.REPEAT)
    anna.hear_the_voice(last_words=2.5, ends=3.0)
    return anna


def test_an_answer_that_begins_in_the_last_words_and_outlasts_the_voice_counts(
    person: MakePerson,
) -> None:
    anna = being_asked(person)
    anna.say_between("no", 2.6, 3.2)
    assert anna.answers[KEY].meaning is Meaning.NO


def test_it_silences_the_voice_that_still_speaks_and_not_one_that_has_ended(
    person: MakePerson,
) -> None:
    anna = being_asked(person)
    anna.say_between("no", 2.6, 3.2)
    assert anna.of(Silence)
    bert = being_asked(person)
    bert.listen_to_the_end()
    bert.say_between("no", 2.6, 3.2)
    assert bert.answers[KEY].meaning is Meaning.NO
    assert not bert.of(Silence)


def test_a_command_in_the_last_words_counts_too(person: MakePerson) -> None:
    anna = being_asked(person)
    anna.say_between("skip", 2.6, 3.2)
    assert anna.answers[KEY].status is Status.SKIPPED


@pytest.mark.parametrize(("begin", "end"), [(1.0, 1.4), (2.4, 3.2), (2.6, 3.05)])
def test_an_answer_at_any_other_time_is_asked_for_again_when_the_voice_has_ended(
    person: MakePerson, begin: float, end: float
) -> None:
    anna = being_asked(person)
    before = anna.last_speech
    anna.say_between("no", begin, end)
    assert anna.last_speech == before
    assert anna.understood.reason is Reason.TOO_EARLY
    assert anna.understood.unexpected is Meaning.NO
    anna.listen_to_the_end()
    assert anna.said == ["phrases.spoken_over"]
    assert KEY not in anna.answers
    anna.say("no")
    assert anna.answers[KEY].meaning is Meaning.NO


def test_an_early_answer_that_is_known_only_after_the_voice_is_asked_for_at_once(
    person: MakePerson,
) -> None:
    anna = being_asked(person)
    anna.listen_to_the_end()
    anna.say_between("no", 1.0, 1.4)
    assert anna.said == ["phrases.spoken_over"]


def test_it_is_asked_for_again_once_a_turn(person: MakePerson) -> None:
    anna = being_asked(person)
    for _ in range(2):
        anna.say_between("no", 1.0, 1.4)
        anna.listen_to_the_end()
    spoken_over = [say for say in anna.of(Say) if say.lines[0].text_id == "phrases.spoken_over"]
    assert len(spoken_over) == 1
    anna.say("no")
    anna.press(Meaning.REPEAT)
    anna.say_between("no", 1.0, 1.4)
    anna.listen_to_the_end()
    assert anna.said == ["phrases.spoken_over"]


@pytest.mark.parametrize("words", ["seven", "left", "yes no", "uh", "", "left sorry"])
def test_what_is_no_answer_is_passed_over_while_the_voice_speaks(
    person: MakePerson, words: str
) -> None:
    anna = being_asked(person)
    shown = len(anna.of(ShowUnderstood))
    anna.say_between(words, 1.0, 1.4)
    anna.say_between(words, 2.6, 3.2)
    anna.listen_to_the_end()
    assert "phrases.spoken_over" not in anna.said
    assert len(anna.of(ShowUnderstood)) == shown


@pytest.mark.parametrize("command", ["skip", "help", "say that again", "louder"])
def test_no_command_is_asked_for_again(person: MakePerson, command: str) -> None:
    """Our own instructions are full of them."""
    anna = being_asked(person)
    shown = len(anna.of(ShowUnderstood))
    anna.say_between(command, 1.0, 1.4)
    anna.listen_to_the_end()
    assert "phrases.spoken_over" not in anna.said
    assert len(anna.of(ShowUnderstood)) == shown


def test_our_own_words_are_our_echo(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent()
    assert "no" in anna.of(Say)[-1].lines[-1].text
    anna.hear_the_voice(last_words=2.5, ends=3.0)
    anna.say_between("no", 1.0, 1.4)
    anna.say_between("no", 2.6, 3.12)
    anna.listen_to_the_end()
    assert "phrases.spoken_over" not in anna.said
    assert anna.answers == {}


def test_our_own_last_word_counts_when_most_of_it_comes_after_the_voice(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent()
    anna.hear_the_voice(last_words=2.5, ends=3.0)
    anna.say_between("no", 2.9, 3.2)
    assert anna.answers[KEY].meaning is Meaning.NO


def test_times_of_another_speech_say_nothing_about_this_one(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.press(Meaning.REPEAT)
    anna.tell(SpeechBegan(anna.last_speech - 1, anna.now, anna.now + 0.1))
    anna.say_between("no", 0.1, 1.0)
    assert anna.answers == {}


@pytest.mark.parametrize(("words", "state"), [("stop", State.STOPPED), ("wait", State.PAUSED)])
def test_stop_and_pause_count_at_any_time(person: MakePerson, words: str, state: State) -> None:
    anna = being_asked(person)
    anna.say_between(words, 0.5, 0.9)
    assert anna.is_in(state)
    assert len(anna.of(Silence)) == 1


def test_ready_said_too_early_in_an_instruction_is_asked_for_again(person: MakePerson) -> None:
    anna = person()
    anna.say("yes", "ready")
    anna.hear_the_voice(last_words=9.0, ends=10.0)
    anna.say_between("ready", 4.0, 4.5)
    anna.listen_to_the_end()
    assert anna.said == ["phrases.spoken_over"]
    anna.say("ready")
    assert anna.said == ["tests.trunk-rotation.steps.turn-one-side.say"]


@pytest.mark.parametrize("command", sorted(COMMANDS - COMPLAINTS))
@pytest.mark.parametrize("barge_in", list(BargeInMode))
def test_no_command_over_the_goodbye_leaves_the_session_in_silence(
    person: MakePerson, command: Meaning, barge_in: BargeInMode
) -> None:
    """Nothing would follow a voice that is silenced and says no more."""
    anna = person(session__tests=["trunk-rotation"], session__barge_in=barge_in)
    anna.go_to(State.SUMMARY)
    anna.say("done")
    anna.hear_the_voice(last_words=2.5, ends=3.0)
    before = len(anna.effects)
    anna.say_between(ENGLISH.phrases[command][0], 2.6, 3.2)
    kinds = [type(effect) for effect in anna.effects[before:]]
    assert kinds[-1] is not Silence
    anna.listen_to_the_end()
    # Who says "help me" is not left, and is asked whether all is well.
    left = {State.ENDED, State.WELFARE} if command is Meaning.HELP_ME else {State.ENDED}
    assert anna.state in left


# Headphones


def test_with_headphones_any_answer_counts_at_any_time_and_silences_the_voice(
    person: MakePerson,
) -> None:
    anna = being_asked(person, session__barge_in="everything")
    anna.say_between("yes", 0.3, 0.6)
    assert anna.answers[KEY].meaning is Meaning.YES
    assert anna.is_in(State.CONFIRMATION)
    assert anna.of(Silence)


def test_with_headphones_any_command_counts_at_any_time(person: MakePerson) -> None:
    anna = being_asked(person, session__barge_in="everything")
    anna.say_between("louder", 0.3, 0.6)
    assert anna.said[0] == "phrases.louder"
    assert anna.of(Silence)


def test_with_headphones_a_correction_still_goes_to_the_answer_before(person: MakePerson) -> None:
    anna = person(session__barge_in="everything")
    anna.go_to(State.QUESTION)
    anna.say("no")
    anna.correct("sorry yes")
    assert set(anna.answers) == {KEY}
    assert anna.answers[KEY].meaning is Meaning.YES


def test_with_headphones_what_is_no_answer_is_no_miss_while_the_voice_speaks(
    person: MakePerson,
) -> None:
    anna = being_asked(person, session__barge_in="everything")
    before = anna.last_speech
    anna.say_between("seven", 0.3, 0.6)
    assert anna.last_speech == before


def test_without_them_an_answer_counts_only_when_the_voice_has_ended(person: MakePerson) -> None:
    anna = being_asked(person)
    anna.tell(Heard(utterance("yes", start=anna.now + 0.3, during_voice=True)))
    assert anna.answers == {}


@pytest.mark.parametrize(
    ("heard", "said", "own"),
    [
        ("yes", "Say yes, no, or not sure.", True),
        ("not sure", "Say yes, no, or not sure.", True),
        ("know", "Say yes or no.", True),
        ("yes", "Does it hurt?", False),
        ("yes please", "Say yes, no, or not sure.", False),
        ("that's right", "So that's right.", True),
    ],
)
def test_what_holds_only_words_of_the_line_is_taken_for_its_echo(
    heard: str, said: str, *, own: bool
) -> None:
    voice = replace(ASKING, lines=(Line("a.text", said),))
    assert is_own(utterance(heard), voice, ENGLISH) is own


# The rule by itself

YES_OR_NO = frozenset({Meaning.YES, Meaning.NO, Meaning.UNSURE})
ASKING = VoiceOutput(
    lines=(Line("a.text", "Say yes, or something else."),),
    course=SpeechBegan(1, last_words=2.5, ends=3.0),
    past=0.1,
    confidence=0.6,
)


def fate(
    words: str, begin: float, end: float, own: VoiceOutput = ASKING
) -> tuple[Fate, Interpretation]:
    said = utterance(words, start=begin, seconds=end - begin, during_voice=True)
    heard = interpret(said, asked_over(own), ENGLISH)
    return heard.fate, heard


def asked_over(own: VoiceOutput) -> Situation:
    return Situation(expected=YES_OR_NO, over_voice=True, voice=own)


@pytest.mark.parametrize(
    ("words", "begin", "end", "becomes"),
    [
        ("no", 2.6, 3.2, Fate.TAKEN),
        ("no", 3.1, 3.4, Fate.TAKEN),
        ("skip", 2.6, 3.2, Fate.TAKEN),
        ("stop", 0.5, 0.9, Fate.TAKEN),
        ("wait", 0.5, 0.9, Fate.TAKEN),
        ("no", 1.0, 1.4, Fate.TOO_EARLY),
        ("no", 2.4, 3.2, Fate.TOO_EARLY),
        ("no", 2.6, 3.05, Fate.TOO_EARLY),
        ("yes", 1.0, 1.4, Fate.OWN_ECHO),
        ("yes", 2.6, 3.2, Fate.OWN_ECHO),
        ("yes", 2.9, 3.2, Fate.TAKEN),
        ("skip", 1.0, 1.4, Fate.NOTHING),
        ("left", 2.6, 3.2, Fate.NOTHING),
        ("something", 1.0, 1.4, Fate.NOTHING),
        ("yes no", 2.6, 3.2, Fate.NOTHING),
        ("", 2.6, 3.2, Fate.NOTHING),
    ],
)
def test_what_becomes_of_something_said_over_the_voice(
    words: str, begin: float, end: float, becomes: Fate
) -> None:
    what, judged = fate(words, begin, end)
    assert what is becomes
    assert (judged.understanding.meaning is not None) is (becomes is Fate.TAKEN)
    assert (judged.understanding.reason is Reason.TOO_EARLY) is (becomes is Fate.TOO_EARLY)


def test_where_nobody_knows_when_it_ends_no_answer_is_in_time() -> None:
    own = replace(ASKING, course=None)
    assert fate("no", 2.6, 3.2, own)[0] is Fate.TOO_EARLY
    assert fate("stop", 2.6, 3.2, own)[0] is Fate.TAKEN


@given(
    words=st.sampled_from(["yes", "no", "maybe", "left", "skip", "stop", "sorry", "seven", ""]),
    begin=st.floats(0.0, 4.0),
    seconds=st.floats(0.0, 2.0),
)
def test_an_echo_that_ends_with_the_voice_is_never_taken(
    words: str, begin: float, seconds: float
) -> None:
    end = min(begin + seconds, ASKING.past + 2.99)
    what, judged = fate(words, min(begin, end), end)
    assert judged.understanding.meaning in (None, Meaning.STOP)
    assert (what is Fate.TAKEN) is (words == "stop")


def over(said: str, words: str, confidence: float = 1.0) -> Fate:
    """What becomes of `words` in the middle of the sentence `said`."""
    heard = utterance(words, start=1.0, seconds=0.4, during_voice=True)
    unsure = tuple(replace(word, confidence=confidence) for word in heard.words)
    own = replace(ASKING, lines=(Line("a.text", said),))
    return interpret(replace(heard, words=unsure), asked_over(own), ENGLISH).fate


@pytest.mark.parametrize(
    ("said", "words", "becomes"),
    [
        ("Is it easier to the right?", "wait", Fate.OWN_ECHO),
        ("Is it easier to the left?", "wait", Fate.TAKEN),
        ("It hurts to lift your left leg.", "it hurts left", Fate.OWN_ECHO),
        ("It hurts to lift your left leg.", "it hurts correct", Fate.OWN_ECHO),
        ("It hurts to lift your left leg.", "ouch", Fate.TAKEN),
        ("Lift your left leg.", "it hurts left", Fate.TAKEN),
        ("Say stop, pause, or continue.", "pause", Fate.TAKEN),
        ("Say stop, pause, or continue.", "stop", Fate.TAKEN),
        ("Is it easier to the right?", "stop wait", Fate.TAKEN),
    ],
)
def test_a_command_that_may_be_the_voices_own_echo_is_none_but_for_stop(
    said: str, words: str, becomes: Fate
) -> None:
    assert over(said, words) is becomes


@pytest.mark.parametrize("words", ["wait", "pause", "ouch", "it hurts", "it's numb"])
def test_what_is_hardly_understood_over_the_voice_is_taken_for_its_echo(words: str) -> None:
    assert over("Lift your left leg.", words, confidence=0.59) is Fate.OWN_ECHO
    assert over("Lift your left leg.", words, confidence=0.61) is Fate.TAKEN


def test_stop_counts_however_hardly_it_is_understood() -> None:
    assert over("Please stop there.", "stop", confidence=0.1) is Fate.TAKEN
