"""What is measured is what a session uses."""

from pathlib import Path

import pytest

from tests.evaluation.folders import small_folder
from voice_rom.app import load_program, open_listener
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.utterance import Utterance
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.folder import RecordingKind, find_recordings
from voice_rom.evaluation.mixing import trial_samples
from voice_rom.evaluation.session_listener import SessionListener
from voice_rom.evaluation.trial import run_trial
from voice_rom.ports import Listener
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Samples


def heard(listener: Listener, samples: Samples) -> list[Utterance]:
    listener.open(not_before=0.0, during_voice=False)
    blocks = [
        Block(samples[start : start + BLOCK_SAMPLES], start / SAMPLE_RATE)
        for start in range(0, len(samples), BLOCK_SAMPLES)
    ]
    signals = [signal for block in blocks for signal in listener.feed(block)]
    return [signal for signal in signals if isinstance(signal, Utterance)]


def test_it_hears_to_the_last_digit_what_a_session_s_listener_hears(
    tmp_path: Path, settings: Settings, session_listener: SessionListener
) -> None:
    conditions = Conditions(gain_db=-15.0)
    for recording in find_recordings(small_folder(tmp_path), stride=2)[:4]:
        samples = trial_samples(recording, conditions)
        with open_listener(load_program(settings)) as listener:
            wanted = heard(listener, samples)
        assert heard(session_listener.listener(), samples) == wanted


def test_no_trial_knows_of_the_one_before(
    tmp_path: Path, session_listener: SessionListener
) -> None:
    recordings = find_recordings(small_folder(tmp_path))
    words = [one for one in recordings if one.kind is RecordingKind.ANSWER][:3]
    noise = next(one for one in recordings if one.kind is RecordingKind.NOISE)
    conditions = Conditions(gain_db=-30.0)

    def outcomes(*order: int) -> dict[str, tuple[object, ...]]:
        found: dict[str, tuple[object, ...]] = {}
        for place in order:
            one = run_trial(conditions, words[place], session_listener)
            found[one.recording.name] = (one.decided, one.words, one.latency, one.sound_seconds)
            run_trial(Conditions(), noise, session_listener)
        return found

    assert outcomes(0, 1, 2) == outcomes(2, 1, 0)


@pytest.mark.parametrize("room", ["none", "living-room"])
def test_clear_words_are_right_soon_in_any_room(
    tmp_path: Path, session_listener: SessionListener, room: str
) -> None:
    recordings = find_recordings(small_folder(tmp_path))
    wanted = [one for one in recordings if one.wanted is not None]
    outcomes = [run_trial(Conditions(room=room), one, session_listener) for one in wanted]
    assert [one.decided for one in outcomes] == [one.wanted for one in wanted]
    assert all(0.0 < (one.latency or 0.0) < 1.0 for one in outcomes)
