"""`Recordings`: a scripted participant's recordings, by name."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_rom.errors import ScenarioError
from voice_rom.simulation.recordings import Recordings, read_sound
from voice_rom.sound import SAMPLE_RATE

MANIFEST = """\
recordings:
- {path: words/yes/ann.flac}
- {path: words/no/ann.flac}
- {path: words/left/ann.flac}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manifest.yaml").write_text(MANIFEST, "utf-8")
    return tmp_path


def write_tone(file: Path, rate: int = SAMPLE_RATE, channels: int = 1) -> None:
    """Half a second of 440 Hz at half of full scale, alike in all channels."""
    tone = 0.5 * np.sin(2.0 * np.pi * 440.0 * np.arange(rate // 2) / rate)
    file.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(file, np.stack([tone] * channels, axis=1), rate, subtype="PCM_16")


def test_a_recording_is_found_by_its_path_without_ending(folder: Path) -> None:
    write_tone(folder / "words/yes/ann.flac")
    samples = Recordings(folder).samples("words/yes/ann")
    assert samples.dtype == np.int16
    assert samples.shape == (SAMPLE_RATE // 2,)


def test_a_recording_at_16_khz_keeps_its_samples_exactly(folder: Path) -> None:
    samples = np.array([0, 1, -1, 1234, 32_767, -32_768], dtype=np.int16)
    (folder / "words/yes").mkdir(parents=True)
    soundfile.write(folder / "words/yes/ann.flac", samples, SAMPLE_RATE, subtype="PCM_16")
    assert np.array_equal(Recordings(folder).samples("words/yes/ann"), samples)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_rate_and_channels_become_16_khz_mono(tmp_path: Path, rate: int, channels: int) -> None:
    write_tone(tmp_path / "tone.wav", rate, channels)
    samples = read_sound(tmp_path / "tone.wav")
    assert samples.ndim == 1
    assert len(samples) == pytest.approx(SAMPLE_RATE // 2, abs=2)
    loudest = np.argmax(np.abs(np.fft.rfft(samples))) * SAMPLE_RATE / len(samples)
    assert loudest == pytest.approx(440.0, abs=3.0)
    assert np.max(np.abs(samples)) == pytest.approx(16_384, rel=0.1)


def test_a_sound_outside_the_manifest_is_found_by_its_path_with_ending(folder: Path) -> None:
    write_tone(folder / "my own.wav", 44_100, 2)
    assert len(Recordings(folder).samples("my own.wav")) == SAMPLE_RATE // 2


def test_samples_cannot_be_changed_for_the_next_reader(folder: Path) -> None:
    write_tone(folder / "words/yes/ann.flac")
    samples = Recordings(folder).samples("words/yes/ann")
    with pytest.raises(ValueError, match="read-only"):
        samples[0] = 1


def test_a_misspelt_name_is_refused_with_the_nearest_ones(folder: Path) -> None:
    with pytest.raises(ScenarioError, match=r'"words/yse/ann".*Nearest: words/yes/ann'):
        Recordings(folder).samples("words/yse/ann")


def test_a_name_like_no_other_is_refused_with_where_to_look(folder: Path) -> None:
    with pytest.raises(ScenarioError, match=r'"quux".*manifest\.yaml'):
        Recordings(folder).samples("quux")


def test_a_listed_file_that_is_gone_is_told_by_its_path(folder: Path) -> None:
    with pytest.raises(ScenarioError, match=r"words/no/ann\.flac.*missing"):
        Recordings(folder).samples("words/no/ann")


def test_a_file_that_is_no_sound_is_told_by_its_path(folder: Path) -> None:
    (folder / "text.wav").write_text("not a sound", "utf-8")
    with pytest.raises(ScenarioError, match=r"text\.wav cannot be read"):
        Recordings(folder).samples("text.wav")


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"There is no .*manifest\.yaml"):
        Recordings(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "recordings",
        "recordings: 5",
        "recordings: [{voice: x}]",
        "recordings: [{path: .}]",
        "recordings: [{path: }]",
        "a: [",
    ],
)
def test_a_manifest_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.yaml").write_text(text, "utf-8")
    with pytest.raises(ScenarioError, match="not a list of recordings"):
        Recordings(tmp_path)
