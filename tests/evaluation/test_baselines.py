"""The listeners to compare with: plain, but with a fair chance."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evaluation.folders import FIXTURES, small_folder
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.errors import UsageMistake
from voice_rom.evaluation.candidate import EXPECTED, Candidate, Entry
from voice_rom.evaluation.candidates import (
    POCKETSPHINX,
    VOSK_PLAIN,
    open_candidate,
    require_listener,
)
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.folder import Recording, RecordingKind, find_recordings
from voice_rom.evaluation.plain_reading import read_plainly
from voice_rom.evaluation.trial import Outcome, run_trial


@pytest.fixture(scope="module", params=[VOSK_PLAIN, POCKETSPHINX])
def baseline(
    request: pytest.FixtureRequest, settings: Settings, _real: None
) -> Iterator[Candidate]:
    if request.param == POCKETSPHINX:
        pytest.importorskip("pocketsphinx", reason="there is no wheel of it for this Python")
    with open_candidate(Entry(request.param, settings, None)) as opened:
        yield opened


def of_kind(folder: Path, kind: RecordingKind) -> list[Recording]:
    return [one for one in find_recordings(folder) if one.kind is kind]


def shown(outcome: Outcome) -> tuple[object, ...]:
    return outcome.decided, outcome.words, outcome.latency, outcome.sound_seconds


def test_most_clear_answers_are_right_with_a_plausible_latency(
    baseline: Candidate, tmp_path: Path
) -> None:
    words = of_kind(small_folder(tmp_path), RecordingKind.ANSWER)
    right = [one for one in words if run_trial(Conditions(), one, baseline).as_wanted]
    assert len(right) >= 0.7 * len(words)
    latencies = [run_trial(Conditions(), one, baseline).latency for one in right]
    assert all(latency is not None and 0.0 < latency < 1.5 for latency in latencies)


def test_a_sentence_is_taken_for_an_answer(baseline: Candidate, tmp_path: Path) -> None:
    (sentence,) = of_kind(small_folder(tmp_path), RecordingKind.BYSTANDER)
    assert run_trial(Conditions(), sentence, baseline).answer is not None


def test_silence_is_no_answer(baseline: Candidate) -> None:
    file = FIXTURES / "noise" / "silence.flac"
    recording = Recording("silence", file, "answers/silence", RecordingKind.SILENCE)
    assert run_trial(Conditions(), recording, baseline).decided is None


def test_no_trial_of_a_baseline_knows_of_the_one_before(
    baseline: Candidate, tmp_path: Path
) -> None:
    words = of_kind(small_folder(tmp_path), RecordingKind.ANSWER)
    conditions = Conditions(gain_db=-20.0)
    forward = [shown(run_trial(conditions, one, baseline)) for one in words]
    backward = [shown(run_trial(conditions, one, baseline)) for one in reversed(words)]
    assert forward == backward[::-1]


@pytest.mark.parametrize(
    ("words", "meaning"),
    [("yes", Meaning.YES), ("yes left", Meaning.LEFT), ("", None), ("maybe", None)],
)
def test_a_plain_reading_takes_the_last_of_the_four_words(
    words: str, meaning: Meant | None
) -> None:
    utterance = Utterance(
        words=tuple(Word(word, 0.0, 1.0, 1.0) for word in words.split()),
        start=0.0,
        end=1.0,
        decided=1.2,
        level_dbfs=-20.0,
        noise_dbfs=-60.0,
    )
    assert read_plainly(utterance, EXPECTED).meaning is meaning
    assert read_plainly(utterance, frozenset({Meaning.STOP})).meaning is None


def test_a_listener_that_there_is_not_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageMistake, match="voice-rom, vosk-plain, pocketsphinx"):
        require_listener("whisper")
