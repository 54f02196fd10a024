"""What the microphone gets: levels, ratios, rooms, and where chance comes from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluation.folders import tone_file
from tests.tiers import at_most
from voice_rom.errors import FolderNotEvaluable, UsageMistake
from voice_rom.evaluation.conditions import ROOMS, Conditions, require_room
from voice_rom.evaluation.folder import Recording, RecordingKind
from voice_rom.evaluation.mixing import hiss, in_room, noise_at_ratio, seed_of, trial_samples
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, SILENCE_DBFS, Samples, level_dbfs

NOTHING_ADDED = Conditions(hiss_dbfs=SILENCE_DBFS)
SECOND = SAMPLE_RATE


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    file = tone_file(tmp_path / "answers/yes/a.wav", 0.51)
    return Recording("answers/yes/a.wav", file, "answers/yes", RecordingKind.ANSWER)


def power(samples: Samples) -> float:
    return float(np.mean(samples.astype(np.float64) ** 2))


def test_a_trial_is_a_second_of_room_the_recording_and_three_of_silence(
    recording: Recording,
) -> None:
    samples = trial_samples(recording, NOTHING_ADDED)
    length = round(0.51 * SECOND)
    assert len(samples) % BLOCK_SAMPLES == 0
    assert 0 <= len(samples) - (4 * SECOND + length) < BLOCK_SAMPLES
    assert not samples[:SECOND].any()
    assert samples[SECOND : SECOND + length].any()
    assert not samples[SECOND + length :].any()


def test_gain_changes_the_recording_by_so_many_decibels(recording: Recording) -> None:
    before = trial_samples(recording, NOTHING_ADDED)
    softer = trial_samples(recording, replace(NOTHING_ADDED, gain_db=-20.0))
    assert level_dbfs(before) - level_dbfs(softer) == pytest.approx(20.0, abs=0.1)


def test_gain_over_full_scale_is_cut_off(recording: Recording) -> None:
    louder = trial_samples(recording, replace(NOTHING_ADDED, gain_db=60.0))
    assert (louder.min(), louder.max()) == (-32_768, 32_767)


def test_hiss_is_in_the_whole_trial_at_its_level_whatever_the_gain(recording: Recording) -> None:
    heard = trial_samples(recording, Conditions(hiss_dbfs=-65.0, gain_db=-20.0))
    assert level_dbfs(heard[:SECOND]) == pytest.approx(-65.0, abs=0.5)
    assert level_dbfs(heard[-SECOND:]) == pytest.approx(-65.0, abs=0.5)


def test_noise_is_there_before_during_and_after(recording: Recording, tmp_path: Path) -> None:
    noise = tone_file(tmp_path / "noise/hum.wav", 1.3)
    heard = trial_samples(recording, replace(NOTHING_ADDED, snr_db=10.0, noise=noise))
    alone = trial_samples(recording, NOTHING_ADDED)
    added = heard.astype(np.int32) - alone
    speech = alone[SECOND : SECOND + round(0.51 * SECOND)]
    ratio = 10 * np.log10(power(speech) / np.mean(added.astype(np.float64) ** 2))
    assert ratio == pytest.approx(10.0, abs=0.1)
    for start in range(0, len(added) - SECOND // 2, SECOND // 2):
        assert level_dbfs(added[start : start + SECOND // 2].astype(np.int16)) > -45.0


def test_a_noise_that_is_itself_the_trial_is_not_mixed_with_another(tmp_path: Path) -> None:
    file = tone_file(tmp_path / "noise/hum.wav", 2.0)
    recording = Recording("noise/hum.wav#0", file, "noise", RecordingKind.NOISE, (0.5, 1.0))
    samples = trial_samples(recording, replace(NOTHING_ADDED, snr_db=0.0, noise=file))
    assert not samples[:SECOND].any()
    assert len(samples) == 4 * SECOND + SECOND // 2


def test_chance_depends_on_the_name_and_on_nothing_else(recording: Recording) -> None:
    conditions = Conditions(room="living-room")
    again = trial_samples(replace(recording, group="bystander"), conditions)
    other = trial_samples(replace(recording, name="answers/yes/b.wav"), conditions)
    assert np.array_equal(trial_samples(recording, conditions), again)
    assert not np.array_equal(again, other)


def test_a_seed_is_the_same_on_every_machine_and_differs_by_purpose() -> None:
    assert seed_of("answers/yes/a.flac", "hiss") == 15_502_497_560_138_445_199
    assert seed_of("answers/yes/a.flac", "noise") != seed_of("answers/yes/a.flac", "hiss")


def test_a_file_that_breaks_off_is_named(recording: Recording) -> None:
    recording.file.write_bytes(recording.file.read_bytes()[:20])
    with pytest.raises(FolderNotEvaluable, match=r"a\.wav cannot be read"):
        trial_samples(recording, NOTHING_ADDED)


def test_an_unknown_room_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageMistake, match="none, bedroom, living-room"):
        require_room("cathedral")


@pytest.mark.parametrize("name", ["bedroom", "living-room"])
def test_a_room_adds_a_tail_and_keeps_the_level(name: str) -> None:
    room = ROOMS[name]
    assert room is not None
    impulse = np.zeros(SECOND // 10, dtype=np.int16)
    impulse[0] = 30_000
    heard = in_room(impulse, room, seed=1).astype(np.float64)
    assert np.sum(heard**2) == pytest.approx(30_000.0**2, rel=1e-4)
    ratio = 10 * np.log10(heard[0] ** 2 / np.sum(heard[1:] ** 2))
    assert ratio == pytest.approx(room.direct_to_tail_db, abs=0.01)
    assert heard[round(room.rt60 * SECOND * 0.8) :].any()


def impulse_response(file: Path, rate: int = SAMPLE_RATE) -> Path:
    """Two ears: a direct sound after 5 ms, and a reflection half as loud 0.1 s later."""
    response = np.zeros((rate, 2))
    direct = round(0.005 * rate)
    response[direct, 0], response[direct + rate // 10, 0] = 0.5, 0.25
    response[direct + rate // 5, 1] = 0.9
    soundfile.write(file, response, rate, subtype="FLOAT")
    return file


def test_a_measured_room_is_heard_from_its_direct_sound_on_with_one_ear(tmp_path: Path) -> None:
    room = Conditions(room=str(impulse_response(tmp_path / "room.wav"))).room_sound
    assert room is not None
    impulse = np.zeros(SECOND // 10, dtype=np.int16)
    impulse[0] = 30_000
    heard = in_room(impulse, room, seed=1).astype(np.float64)
    assert np.flatnonzero(np.abs(heard) > 10.0).tolist() == [0, SECOND // 10]
    assert heard[SECOND // 10] == pytest.approx(heard[0] / 2, rel=1e-3)
    assert np.sum(heard**2) == pytest.approx(30_000.0**2, rel=1e-4)


def test_a_measured_room_of_another_rate_has_the_same_reflections(tmp_path: Path) -> None:
    room = Conditions(room=str(impulse_response(tmp_path / "room.wav", 48_000))).room_sound
    assert room is not None
    impulse = np.zeros(SECOND // 10, dtype=np.int16)
    impulse[0] = 30_000
    heard = np.abs(in_room(impulse, room, seed=1))
    assert int(np.argmax(heard)) == 0
    assert abs(int(np.argmax(heard[SECOND // 20 :])) + SECOND // 20 - SECOND // 10) <= 1


def test_a_silent_impulse_response_is_refused_before_anything_is_heard(tmp_path: Path) -> None:
    file = tmp_path / "room.wav"
    soundfile.write(file, np.zeros(100), SAMPLE_RATE)
    with pytest.raises(FolderNotEvaluable, match="no sound"):
        require_room(str(file))


def test_a_file_that_is_no_impulse_response_is_named(tmp_path: Path) -> None:
    file = tmp_path / "room.wav"
    file.write_text("the measurements of my living room")
    with pytest.raises(FolderNotEvaluable, match=r"room\.wav cannot be read"):
        require_room(str(file))


Floats = npt.NDArray[np.float64]

waves = st.integers(min_value=0, max_value=2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).uniform(-3000, 3000, 500 + seed % 700)
)


@settings(max_examples=at_most(50), deadline=None)
@given(speech=waves, noise=waves, snr_db=st.floats(min_value=-20.0, max_value=40.0))
def test_noise_is_mixed_at_the_ratio_that_is_asked_for(
    speech: Floats, noise: Floats, snr_db: float
) -> None:
    mixed = noise_at_ratio(speech.astype(np.float32), noise.astype(np.float32), snr_db)
    ratio = 10 * np.log10(np.mean(speech**2) / np.mean(mixed.astype(np.float64) ** 2))
    assert ratio == pytest.approx(snr_db, abs=0.01)


def test_silence_takes_no_noise_at_any_ratio() -> None:
    silence, noise = np.zeros(100, dtype=np.float32), np.ones(200, dtype=np.float32)
    assert not noise_at_ratio(silence, noise, 5.0).any()
    assert not noise_at_ratio(noise, silence, 5.0).any()


@settings(max_examples=at_most(20), deadline=None)
@given(dbfs=st.floats(min_value=-90.0, max_value=-10.0), seed=st.integers(0, 2**64 - 1))
def test_hiss_has_its_level(dbfs: float, seed: int) -> None:
    wave = hiss(SECOND, dbfs, seed).astype(np.float64) / 32_768.0
    assert 10 * np.log10(np.mean(wave**2)) == pytest.approx(dbfs, abs=0.3)
