"""The words that always work, at every kind of moment."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.person import utterance
from voice_rom.core.assessment.findings import Source, Status
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.protocol.effects import Say, Silence, StopListening
from voice_rom.core.protocol.events import Heard, Timer

MOMENTS = [
    State.SOUND_CHECK,
    State.STEP,
    State.QUESTION,
    State.CONFIRMATION,
    State.SIDE,
    State.SUMMARY,
]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_answers_aloud_at_once_at_every_moment(
    person: MakePerson, moment: State, command: Meaning
) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(moment)
    before = anna.last_speech
    anna.press(command)
    assert anna.last_speech == before + 1
    assert anna.of(Say)[-1].lines


@pytest.mark.parametrize("moment", MOMENTS)
def test_stop_silences_first_and_then_asks_whether_to_end_or_go_on(
    person: MakePerson, moment: State
) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(moment)
    effects = anna.tell(Heard(utterance("stop")))
    kinds = [type(effect) for effect in effects if not isinstance(effect, StopListening)]
    assert kinds.index(Silence) < kinds.index(Say)
    moves = ["phrases.end_movement"] if moment is State.STEP else []
    assert anna.said == [*moves, "phrases.stopped.say"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_going_on_after_stop_returns_to_where_it_was(person: MakePerson, moment: State) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(moment)
    anna.say("stop", "go on")
    assert anna.is_in(moment)


@pytest.mark.parametrize("moment", MOMENTS)
def test_pause_waits_and_continue_returns_to_where_it_was(
    person: MakePerson, moment: State
) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(moment)
    anna.say("pause")
    anna.listen_to_the_end()
    assert anna.seconds[0] is Timer.PAUSE
    anna.say("continue")
    assert anna.is_in(moment)


def test_end_after_stop_gives_the_summary_so_far_and_a_report(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes", "yes", "left", "stop", "end")
    assert anna.said[:2] == ["phrases.ending", "phrases.summary_test"]
    anna.say("done")
    anna.listen_to_the_end()
    assert not anna.report.complete
    assert len(anna.report.findings) == 1
    statuses = {question.status for test in anna.report.tests for question in test.questions}
    assert Status.NOT_ASKED in statuses


def test_stop_said_twice_ends_without_asking_again(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("stop", "stop")
    assert anna.is_in(State.SUMMARY)


def test_stop_is_heard_over_the_voice_and_yes_is_not(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.press(Meaning.REPEAT)
    anna.say_over_the_voice("ready")
    assert anna.is_in(State.STEP)
    anna.say_over_the_voice("stop")
    assert anna.is_in(State.STOPPED)


def test_back_leads_to_the_question_before_and_its_answer_can_be_changed(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "back")
    assert anna.said == ["phrases.back", "tests.trunk-rotation.questions.easier.say"]
    anna.say("yes", "yes")
    assert "phrases.changed" in {line.text_id for say in anna.of(Say) for line in say.lines}
    assert anna.answers["trunk-rotation", "easier"].meaning is Meaning.YES


def test_an_answer_that_is_left_again_unchanged_stands(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "back", "pause", "continue")
    assert anna.answers["trunk-rotation", "easier"].meaning is Meaning.NO


def test_back_from_a_confirmation_leads_to_its_own_question(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.CONFIRMATION)
    anna.say("back")
    assert anna.said == ["phrases.back", "tests.trunk-rotation.questions.easier.say"]


def test_back_at_the_very_first_step_says_so(person: MakePerson) -> None:
    anna = person()
    anna.say("yes", "back")
    assert anna.said == ["phrases.back_at_start"]


def test_back_from_the_summary_leads_to_the_last_question(person: MakePerson) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(State.SUMMARY)
    anna.say("back")
    assert anna.said[-1] == "tests.trunk-rotation.questions.pulling.say"


def test_whoever_goes_back_from_the_summary_hears_it_again_at_the_end(person: MakePerson) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(State.SUMMARY)
    anna.say("back", "stop", "end")
    assert anna.is_in(State.SUMMARY)


def test_skip_leaves_a_question_open_and_says_so(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("skip")
    assert anna.said[0] == "phrases.skipped"
    assert anna.answers["trunk-rotation", "easier"].status is Status.SKIPPED


def test_skipping_the_side_keeps_the_answer(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("skip")
    answer = anna.answers["trunk-rotation", "easier"]
    assert (answer.status, answer.meaning) == (Status.ANSWERED, Meaning.YES)
    assert anna.said[0] == "phrases.answer_kept"


def test_help_says_what_fits_here_and_then_the_words_that_always_work(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("help")
    assert anna.said == [
        "tests.trunk-rotation.questions.easier.help",
        "phrases.commands",
        "tests.trunk-rotation.questions.easier.short",
    ]


def test_where_am_i_names_the_test_and_the_number(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "where am i")
    words = anna.of(Say)[-1].lines[0].text
    assert "trunk rotation" in words
    assert "2" in words


def test_more_gives_the_longer_text_of_the_introduction(person: MakePerson) -> None:
    anna = person()
    anna.press(Meaning.MORE)
    assert anna.said == ["welcome.more", "welcome.say"]


def test_slower_and_faster_change_the_rate_of_everything_after(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("slower")
    assert (anna.said, anna.of(Say)[-1].prosody.rate) == (["phrases.slower"], 130)
    anna.say("ready")
    assert anna.of(Say)[-1].prosody.rate == 130
    anna.say("slower", "slower")
    assert (anna.said, anna.of(Say)[-1].prosody.rate) == (["phrases.slowest"], 110)
    anna.say("faster", "faster", "faster", "faster", "faster")
    assert (anna.said, anna.of(Say)[-1].prosody.rate) == (["phrases.fastest"], 200)


def test_louder_and_quieter_stay_within_their_limits(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    anna.say("louder", "louder", "louder")
    assert (anna.said, anna.of(Say)[-1].prosody.gain_db) == (["phrases.loudest"], 8.0)
    anna.say("quieter", "quieter", "quieter", "quieter", "quieter", "quieter")
    assert (anna.said, anna.of(Say)[-1].prosody.gain_db) == (["phrases.quietest"], -12.0)


def test_continue_at_a_movement_means_that_it_is_done(person: MakePerson) -> None:
    anna = person()
    anna.say("yes", "continue")
    assert anna.said == ["tests.trunk-rotation.steps.cross-arms.say"]


def test_a_key_answers_like_a_voice_and_is_reported_as_a_key(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.press(Meaning.NO)
    assert anna.answers["trunk-rotation", "easier"].source is Source.KEY


def test_a_key_that_answers_another_question_is_told_so(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.press(Meaning.LEFT)
    assert anna.said[0] == "phrases.not_expected"
    assert anna.answers == {}


def test_the_key_for_the_end_stops_first(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.press(Meaning.END)
    assert anna.is_in(State.STOPPED)
