"""One recording, heard as a session would hear the answer to a question."""

from pathlib import Path

import pytest

from tests.evaluation.candidates import Scripted
from tests.evaluation.folders import tone_file
from voice_rom.core.language.meanings import Meaning
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.folder import Recording, RecordingKind
from voice_rom.evaluation.trial import Outcome, run_trial


@pytest.fixture
def yes(tmp_path: Path) -> Recording:
    file = tone_file(tmp_path / "answers/yes/a.wav", 1.0)
    return Recording("answers/yes/a.wav", file, "answers/yes", RecordingKind.ANSWER)


def trial(recording: Recording, *said: tuple[float, str]) -> Outcome:
    return run_trial(Conditions(), recording, Scripted(*said))


def test_the_word_of_the_folder_is_right(yes: Recording) -> None:
    outcome = trial(yes, (2.1, "yeah"))
    assert outcome.as_wanted
    assert (outcome.decided, outcome.words, outcome.rule) == (
        Meaning.YES,
        "yeah",
        "the whole utterance",
    )


def test_another_answer_is_not(yes: Recording) -> None:
    outcome = trial(yes, (2.1, "left"))
    assert outcome.answer is Meaning.LEFT
    assert not outcome.as_wanted


def test_a_command_is_no_answer(yes: Recording) -> None:
    outcome = trial(yes, (2.1, "skip"))
    assert (outcome.answer, outcome.command) == (None, Meaning.SKIP)


def test_a_trial_ends_with_a_command(yes: Recording) -> None:
    candidate = Scripted((2.1, "skip"), (2.5, "no"))
    outcome = run_trial(Conditions(), yes, candidate)
    (listener,) = candidate.listeners
    assert listener.blocks[-1].end == pytest.approx(2.12)
    assert outcome.sound_seconds == pytest.approx(2.12)
    assert outcome.words == "skip"


def test_after_an_answer_it_is_listened_for_more_of_it_for_two_seconds(yes: Recording) -> None:
    candidate = Scripted((2.1, "yes"), (4.2, "[unk]"))
    outcome = run_trial(Conditions(), yes, candidate)
    assert outcome.sound_seconds == pytest.approx(4.14)
    assert (outcome.decided, outcome.words) == (Meaning.YES, "yes")
    assert [during_voice for _, during_voice in candidate.listeners[0].opened] == [False, True]


@pytest.mark.parametrize(
    ("more", "decided"),
    [("[unk]", None), ("i think", Meaning.YES), ("uh", Meaning.YES), ("skip", Meaning.YES)],
)
def test_an_answer_stands_unless_it_was_the_beginning_of_something_else(
    yes: Recording, more: str, decided: Meaning | None
) -> None:
    outcome = trial(yes, (2.1, "yes"), (3.1, more))
    assert outcome.decided is decided
    assert not outcome.after_miss


def test_without_a_decision_it_ends_three_seconds_after_the_recording(yes: Recording) -> None:
    candidate = Scripted((4.99, "yes"), (5.01, "no"))
    assert run_trial(Conditions(), yes, candidate).decided is Meaning.YES
    candidate = Scripted((5.01, "yes"))
    outcome = run_trial(Conditions(), yes, candidate)
    assert (outcome.decided, outcome.latency) == (None, None)
    assert outcome.sound_seconds == pytest.approx(5.0)


def test_latency_is_from_the_last_word_to_the_decision(yes: Recording) -> None:
    assert trial(yes, (2.1, "yes")).latency == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("first", "is_miss"), [("[unk]", True), ("maybe", True), ("uh", False), ("", False)]
)
def test_what_a_session_would_ask_again_for_is_a_miss(
    yes: Recording, first: str, *, is_miss: bool
) -> None:
    outcome = trial(yes, (1.5, first), (2.1, "yes"))
    assert outcome.as_wanted
    assert outcome.after_miss is is_miss
    assert outcome.words == f"{first} | yes"


def test_every_trial_has_a_listener_of_its_own_opened_for_an_answer(yes: Recording) -> None:
    candidate = Scripted()
    for _ in range(2):
        run_trial(Conditions(), yes, candidate)
    assert [each.opened for each in candidate.listeners] == [[(0.0, False)]] * 2
    assert candidate.listeners[0].blocks[0].start == 0.0
