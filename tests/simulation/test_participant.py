"""The scripted person does what the scenario says, at the moment it says."""

from pathlib import Path

import numpy as np
import pytest

from tests.simulation.fake_session import (
    ANGLING,
    BENDING,
    LIE_FLAT,
    LINE_SECONDS,
    PAIN,
    PAIN_CONFIRM,
    PAIN_SHORT,
    PAIN_SIDE,
    SLOWER,
    session,
)
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded, DeviceLost, QuitAsked
from voice_rom.sound import level_dbfs


def test_a_question_gets_the_answer_that_is_no_concern(tmp_path: Path) -> None:
    talk = session(tmp_path)
    for question in (PAIN, ANGLING, BENDING):
        talk.ask(question)
        talk.wait(2.0)
    assert talk.spoken == ["words/no/anna", "words/straight/anna", "words/yes/anna"]


def test_an_answer_comes_after_the_voice_by_the_usual_delay(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(PAIN)
    talk.wait(2.0)
    assert talk.heard_at == [pytest.approx(LINE_SECONDS + 0.6)]


def test_a_movement_takes_longer_than_an_answer(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(LIE_FLAT)
    talk.wait(4.0)
    assert talk.heard_at == [pytest.approx(LINE_SECONDS + 2.0)]
    assert talk.spoken == ["words/ready/anna"]


def test_nobody_answers_what_only_speaks(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.say("welcome.say")
    talk.wait(5.0)
    assert talk.spoken == []


def test_the_scenario_gives_answers_by_moment_pattern_and_kind(tmp_path: Path) -> None:
    talk = session(tmp_path, 'answers: {question: not sure, "*.side": right, leg-lift.pain: "yes"}')
    for asked in ((PAIN,), (ANGLING,), PAIN_CONFIRM, (PAIN_SIDE,)):
        talk.ask(*asked)
        talk.wait(2.0)
    said = ["words/yes/anna", "words/not_sure/anna", "words/yes/anna", "words/right/anna"]
    assert talk.spoken == said


def test_a_list_of_answers_goes_on_with_its_last(tmp_path: Path) -> None:
    talk = session(tmp_path, 'answers: {leg-lift.pain: [nothing, "yes", "no"]}')
    for _ in range(4):
        talk.ask(PAIN)
        talk.wait(2.0)
    assert talk.spoken == ["words/yes/anna", "words/no/anna", "words/no/anna"]


def test_the_moment_stays_when_a_command_is_answered(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(LIE_FLAT)
    talk.wait(3.0)
    talk.ask(SLOWER)
    talk.wait(3.0)
    assert talk.spoken == ["words/ready/anna", "words/ready/anna"]


def test_who_is_asked_again_before_answering_holds_back(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(PAIN)
    talk.wait(0.3)
    talk.ask(PAIN_SHORT)
    talk.wait(2.0)
    assert talk.spoken == ["words/no/anna"]
    assert talk.heard_at == [pytest.approx(2 * LINE_SECONDS + 0.3 + 0.6)]


def test_an_answer_held_back_does_not_count_as_given(tmp_path: Path) -> None:
    talk = session(tmp_path, 'answers: {leg-lift.pain: ["yes", "no"]}')
    talk.ask(PAIN)
    talk.wait(0.3)
    talk.ask(PAIN_SHORT)
    talk.wait(2.0)
    assert talk.spoken == ["words/yes/anna"]


def test_a_cue_takes_the_place_of_the_answer_once(tmp_path: Path) -> None:
    talk = session(tmp_path, "cues: [{at: leg-lift.pain, say: stop, after: 1.0}]")
    for _ in range(2):
        talk.ask(PAIN)
        talk.wait(2.0)
    assert talk.spoken == ["words/stop/anna", "words/no/anna"]
    assert talk.heard_at[0] == pytest.approx(LINE_SECONDS + 1.0)
    assert talk.simulation.participant.unused == ()


def test_cues_for_the_same_moment_come_one_time_after_the_other(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        "cues: [{at: leg-lift.pain, say: stop}, {at: leg-lift.pain, say: left}]",
    )
    for _ in range(2):
        talk.ask(PAIN)
        talk.wait(2.0)
    assert talk.spoken == ["words/stop/anna", "words/left/anna"]


def test_a_cue_may_name_a_kind_of_moment_or_a_text(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        f"cues: [{{at: side, say: right}}, {{at: {PAIN_SHORT}, say: stop}}]",
    )
    for asked in (PAIN_SIDE, PAIN, PAIN_SHORT):
        talk.ask(asked)
        talk.wait(2.0)
    assert talk.spoken == ["words/right/anna", "words/no/anna", "words/stop/anna"]


def test_who_is_disturbed_answers_afterwards(tmp_path: Path) -> None:
    talk = session(tmp_path, "cues: [{at: leg-lift.pain, play: noise/cough, after: 0.5}]")
    talk.ask(PAIN)
    talk.wait(3.0)
    cough_ends = LINE_SECONDS + 0.5 + 0.1
    assert talk.spoken == ["words/no/anna"]
    assert talk.heard_at == [pytest.approx(LINE_SECONDS + 0.5), pytest.approx(cough_ends + 0.6)]


def test_a_noise_lasts_as_long_and_as_loud_as_is_said(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        "cues:",
        "  - {at: leg-lift.pain, noise: fan, seconds: 1, level_dbfs: -30, after: 0}",
        "  - {at: leg-lift.pain, nothing: true}",
    )
    talk.ask(PAIN)
    talk.wait(2.0)
    levels = [level_dbfs(block.samples) for block in talk._blocks]
    noisy = [level for level in levels if level > -40.0]
    assert len(noisy) == 50
    assert np.median(noisy) == pytest.approx(-30.0, abs=0.5)


def test_what_is_said_into_a_line_comes_so_long_after_its_beginning(tmp_path: Path) -> None:
    talk = session(tmp_path, "cues: [{during: leg-lift.pain, say: stop, after: 0.2}]")
    talk.say("tests.leg-lift.questions.higher.noted.no", PAIN)
    talk.wait(2.0)
    assert talk.heard_at == [pytest.approx(LINE_SECONDS + 0.2)]


def test_a_cue_during_a_line_does_nothing_while_it_listens(tmp_path: Path) -> None:
    talk = session(tmp_path, "cues: [{during: leg-lift.angling, say: stop}]")
    talk.ask(PAIN)
    talk.wait(2.0)
    assert talk.spoken == ["words/no/anna"]
    assert [cue.name for cue in talk.simulation.participant.unused] == ["leg-lift.angling"]


def test_keys_and_closed_windows_are_signals_of_the_room(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        "cues:",
        "  - {at: leg-lift.pain, press: left, after: 0.5}",
        "  - {at: leg-lift.pain, quit: true, after: 0.5}",
    )
    for _ in range(2):
        talk.ask(PAIN)
        talk.wait(1.0)
    told = [
        (at, signal) for at, signal in talk.signals if isinstance(signal, Commanded | QuitAsked)
    ]
    assert told == [
        (LINE_SECONDS + 0.5, Commanded(Meaning.LEFT)),
        (2 * LINE_SECONDS + 1.0 + 0.5, QuitAsked()),
    ]
    assert talk.spoken == []


def test_a_fault_lasts_for_its_seconds_and_the_answer_comes_all_the_same(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        "cues: [{at: leg-lift.pain, fault: microphone, seconds: 2, after: 0.1}]",
    )
    talk.ask(PAIN)
    talk.wait(3.0)
    assert len(talk.of(DeviceLost)) == 1
    assert talk.spoken == ["words/no/anna"]


def test_the_participant_gives_up_at_the_limit(tmp_path: Path) -> None:
    talk = session(tmp_path, "limit: 1.5")
    talk.wait(3.0)
    assert (1.5, QuitAsked()) in talk.signals


def test_the_end_of_what_was_spoken_is_the_end_of_its_sound(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(PAIN)
    (spoken,) = talk.simulation.participant.spoken
    assert spoken.end - spoken.start == pytest.approx(0.1)
