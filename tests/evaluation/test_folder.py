"""What lies in a folder of recordings, and what each of them must give."""

from pathlib import Path

import pytest

from tests.evaluation.folders import small_folder, tone_file
from voice_rom.core.language.meanings import Meaning
from voice_rom.errors import FolderNotEvaluable
from voice_rom.evaluation.folder import RecordingKind, find_noise, find_recordings, require_sound


def test_every_folder_is_of_its_kind(tmp_path: Path) -> None:
    kinds = {one.group: one.kind for one in find_recordings(small_folder(tmp_path))}
    assert kinds == {
        "answers/bird": RecordingKind.OTHER_WORDS,
        "answers/left": RecordingKind.ANSWER,
        "answers/no": RecordingKind.ANSWER,
        "answers/right": RecordingKind.ANSWER,
        "answers/silence": RecordingKind.SILENCE,
        "answers/stop": RecordingKind.STOP,
        "answers/unknown": RecordingKind.UNKNOWN,
        "answers/yes": RecordingKind.ANSWER,
        "bystander": RecordingKind.BYSTANDER,
        "noise": RecordingKind.NOISE,
    }


def test_only_an_answer_and_stop_want_a_meaning(tmp_path: Path) -> None:
    wanted = {one.group: one.wanted for one in find_recordings(small_folder(tmp_path))}
    assert wanted["answers/left"] is Meaning.LEFT
    assert wanted["answers/stop"] is Meaning.STOP
    assert wanted["answers/unknown"] is None
    assert wanted["bystander"] is None


def test_a_word_that_sounds_like_an_answer_counts_nowhere(tmp_path: Path) -> None:
    tone_file(tmp_path / "answers/know/a.wav", 0.5)
    (found,) = find_recordings(tmp_path)
    assert found.kind is RecordingKind.HOMOPHONE
    assert found.wanted is None


def test_a_long_noise_is_many_trials_and_no_sample_is_lost(tmp_path: Path) -> None:
    tone_file(tmp_path / "noise/long.wav", 17.25)
    pieces = [one.piece for one in find_recordings(tmp_path)]
    assert pieces == [(0.0, 5.0), (5.0, 10.0), (10.0, 17.25)]


def test_a_short_noise_is_one_trial(tmp_path: Path) -> None:
    tone_file(tmp_path / "noise/short.wav", 0.5)
    assert [one.piece for one in find_recordings(tmp_path)] == [(0.0, 0.5)]


def test_what_is_hidden_or_no_sound_by_its_name_is_passed_over(tmp_path: Path) -> None:
    tone_file(tmp_path / "answers/yes/a.flac", 0.5)
    tone_file(tmp_path / "answers/yes/.hidden.flac", 0.5)
    tone_file(tmp_path / "answers/.old/a.flac", 0.5)
    tone_file(tmp_path / "bystander/.trash/a.flac", 0.5)
    (tmp_path / "answers/yes/notes.txt").write_text("loud", encoding="utf-8")
    (tmp_path / "answers/readme.md").write_text("words", encoding="utf-8")
    assert [one.name for one in find_recordings(tmp_path)] == ["answers/yes/a.flac"]


def test_folders_within_folders_are_looked_into(tmp_path: Path) -> None:
    tone_file(tmp_path / "bystander/coffee/one.flac", 0.5)
    tone_file(tmp_path / "answers/yes/by-phone/one.WAV", 0.5)
    names = [one.name for one in find_recordings(tmp_path)]
    assert names == ["answers/yes/by-phone/one.WAV", "bystander/coffee/one.flac"]


def test_a_stride_takes_every_nth_of_each_folder(tmp_path: Path) -> None:
    for word in ("yes", "no"):
        for number in range(5):
            tone_file(tmp_path / f"answers/{word}/{number}.wav", 0.2)
    names = [one.name for one in find_recordings(tmp_path, stride=2)]
    assert names == [
        f"answers/{word}/{number}.wav" for word in ("no", "yes") for number in (0, 2, 4)
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderNotEvaluable, match="nowhere is not a folder"):
        find_recordings(tmp_path / "nowhere")


def test_a_folder_without_recordings_is_told_with_what_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "answers/yes").mkdir(parents=True)
    tone_file(tmp_path / "music/song.flac", 0.5)
    with pytest.raises(FolderNotEvaluable, match="answers/WORD, bystander and noise"):
        find_recordings(tmp_path)


def test_a_file_that_is_no_sound_is_named(tmp_path: Path) -> None:
    tone_file(tmp_path / "answers/yes/a.flac", 0.5)
    (tmp_path / "answers/yes/broken.wav").write_bytes(b"RIFF, but not really")
    with pytest.raises(FolderNotEvaluable, match=r"answers/yes/broken\.wav cannot be read"):
        find_recordings(tmp_path)


def test_a_file_without_a_sample_is_named(tmp_path: Path) -> None:
    tone_file(tmp_path / "answers/yes/empty.wav", 0.0)
    with pytest.raises(FolderNotEvaluable, match=r"empty\.wav contains no sound"):
        find_recordings(tmp_path)


def test_the_kitchen_is_mixed_in_when_it_is_there_else_the_first_noise(tmp_path: Path) -> None:
    tone_file(tmp_path / "noise/fan.flac", 0.5)
    assert find_noise(tmp_path).name == "fan.flac"
    tone_file(tmp_path / "noise/kitchen.wav", 0.5)
    assert find_noise(tmp_path).name == "kitchen.wav"


def test_no_noise_to_mix_in_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderNotEvaluable, match="--noise FILE"):
        find_noise(tmp_path)


def test_a_noise_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderNotEvaluable, match=r"There is no file .*hum\.flac"):
        require_sound(tmp_path / "hum.flac")
