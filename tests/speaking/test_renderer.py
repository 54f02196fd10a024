"""The renderer against workers that fail in every way that was seen, and some that were not."""

import sys
import threading
from pathlib import Path

import psutil
import pytest

from tests.speaking.builders import log, scripted
from voice_rom.errors import SettingsError, VoiceUnavailable
from voice_rom.sound import SAMPLE_RATE
from voice_rom.speaking.renderer import RenderLimits, Speech, WorkerRenderer

pytestmark = pytest.mark.real

TEXT = "Which side goes higher?"
SPEECH = Speech(TEXT, "espeak", "gmw/en-us", 150)
SHORT = RenderLimits(start_seconds=1.0, text_seconds=0.2, letter_seconds=0.0, answer_seconds=0.0)


def renderer(
    folder: Path, *behaviours: str, patience: RenderLimits | None = None
) -> WorkerRenderer:
    return WorkerRenderer(scripted(folder, *behaviours), patience)


def test_one_worker_serves_all_texts(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "speak")
    for _ in range(3):
        voice.render(SPEECH)
    voice.close()
    assert log(tmp_path) == ["start", TEXT, TEXT, TEXT]


def test_what_is_rendered_comes_at_the_rate_of_the_program(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "speak")
    samples = voice.render(SPEECH)
    voice.close()
    assert len(samples) == pytest.approx(0.08 * len(TEXT) * SAMPLE_RATE, rel=0.02)


@pytest.mark.parametrize(
    "failure", ["crash", "garbage", "no-file", "empty", "cut", "broken", "zeros", "refuse"]
)
def test_after_a_failure_a_fresh_worker_is_asked_again(tmp_path: Path, failure: str) -> None:
    voice = renderer(tmp_path, failure, "speak")
    assert len(voice.render(SPEECH)) > 0
    voice.close()
    assert log(tmp_path) == ["start", TEXT, "start", TEXT]


def test_a_worker_that_hangs_is_replaced_when_its_time_is_up(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "hang", "speak", patience=SHORT)
    assert len(voice.render(SPEECH)) > 0
    voice.close()
    assert log(tmp_path) == ["start", TEXT, "start", TEXT]


def test_a_reply_to_an_earlier_request_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "late")
    assert len(voice.render(SPEECH)) > 0
    voice.close()
    assert log(tmp_path) == ["start", TEXT]


@pytest.mark.parametrize(
    "failure", ["crash", "garbage", "empty", "cut", "broken", "zeros", "refuse"]
)
def test_a_voice_that_never_works_is_said_to_be_unavailable_in_one_line(
    tmp_path: Path, failure: str
) -> None:
    voice = renderer(tmp_path, failure)
    with pytest.raises(VoiceUnavailable, match="does not work") as told:
        voice.render(SPEECH)
    voice.close()
    assert "\n" not in str(told.value)
    assert log(tmp_path).count("start") == RenderLimits().tries


def test_a_missing_library_is_named_with_the_line_that_installs_it(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "no-driver")
    with pytest.raises(VoiceUnavailable, match="sudo apt-get install libespeak-ng1"):
        voice.describe("espeak")
    voice.close()


def test_what_a_fresh_worker_cannot_mend_is_not_tried_twice(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "no-voice")
    with pytest.raises(SettingsError, match="voice-rom voices"):
        voice.render(SPEECH)
    voice.close()
    assert log(tmp_path).count("start") == 1


def test_a_worker_that_cannot_be_started_makes_the_voice_unavailable(tmp_path: Path) -> None:
    voice = WorkerRenderer([str(tmp_path / "nothing-here")])
    with pytest.raises(VoiceUnavailable, match="cannot be started"):
        voice.render(SPEECH)
    voice.close()


@pytest.mark.parametrize("behaviour", ["speak", "crash", "garbage"])
def test_nothing_is_left_running_after_close(tmp_path: Path, behaviour: str) -> None:
    threads = set(threading.enumerate())
    voice = renderer(tmp_path, behaviour, "speak")
    voice.render(SPEECH)
    voice.close()
    assert not [child for child in psutil.Process().children() if str(tmp_path) in _command(child)]
    assert set(threading.enumerate()) <= threads


def test_no_recording_is_left_after_close_and_none_between_texts(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "speak")
    voice.render(SPEECH)
    folder = Path((tmp_path / "last_path").read_text()).parent
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o077 == 0
    voice.close()
    assert not folder.exists()


def test_a_recordings_folder_that_was_cleaned_away_is_made_anew(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "speak")
    voice.render(SPEECH)
    Path((tmp_path / "last_path").read_text()).parent.rmdir()
    assert len(voice.render(SPEECH)) > 0
    voice.close()
    assert log(tmp_path) == ["start", TEXT, TEXT]


def test_a_closed_renderer_starts_no_worker(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "speak")
    voice.close()
    voice.close()
    with pytest.raises(VoiceUnavailable, match="closed"):
        voice.render(SPEECH)
    assert log(tmp_path) == []


def test_closing_ends_a_rendering_under_way(tmp_path: Path) -> None:
    voice = renderer(tmp_path, "hang", patience=RenderLimits(text_seconds=600.0))
    told: list[str] = []

    def speak() -> None:
        with pytest.raises(VoiceUnavailable) as error:
            voice.render(SPEECH)
        told.append(str(error.value))

    speaker = threading.Thread(target=speak)
    speaker.start()
    while TEXT not in log(tmp_path):
        speaker.join(timeout=0.01)
    voice.close()
    speaker.join()
    assert told == ["The voice has been closed."]


def test_pyttsx3_never_writes_an_empty_file_however_the_rate_changes() -> None:
    voice = WorkerRenderer(patience=RenderLimits(tries=1))
    voices = ("gmw/en-us", "gmw/en")
    for turn in range(30):
        speech = Speech("Yes.", "espeak", voices[turn % 2], (110, 150, 200)[turn % 3])
        assert len(voice.render(speech)) > 0.1 * SAMPLE_RATE
    voice.close()


def test_pyttsx3_renders_the_same_samples_whatever_was_rendered_before() -> None:
    voice = WorkerRenderer()
    first = voice.render(SPEECH)
    voice.render(Speech("Something else entirely.", "espeak", "gmw/en-us", 150))
    again = voice.render(SPEECH)
    voice.close()
    assert first.tolist() == again.tolist()


def test_a_driver_that_there_is_not_is_a_mistake_in_the_settings() -> None:
    voice = WorkerRenderer()
    with pytest.raises(SettingsError, match=r'no driver "espaek".*espeak, nsss, sapi5'):
        voice.describe("espaek")
    voice.close()


@pytest.mark.skipif(sys.platform != "linux", reason="sapi5 is there on Windows")
def test_a_driver_of_another_system_is_unavailable() -> None:
    voice = WorkerRenderer()
    with pytest.raises(VoiceUnavailable, match="sapi5"):
        voice.describe("sapi5")
    voice.close()


def test_a_variant_that_espeak_does_not_know_is_a_mistake_in_the_settings() -> None:
    voice = WorkerRenderer()
    with pytest.raises(SettingsError, match=r"gmw/en-us\+nobody"):
        voice.render(Speech(TEXT, "espeak", "gmw/en-us+nobody", 150))
    voice.close()


def _command(process: psutil.Process) -> str:
    return " ".join(process.cmdline())
