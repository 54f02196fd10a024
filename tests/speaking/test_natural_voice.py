"""The natural voice, an extra: a driver of ours behind pyttsx3's own interface."""

import wave
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.speaking.builders import CALM, lines, scripted, voice_settings
from voice_rom.core.protocol.effects import Prosody
from voice_rom.errors import UnknownVoice
from voice_rom.sound import SAMPLE_RATE
from voice_rom.speaking.loudness import speech_level_dbfs
from voice_rom.speaking.natural_voice import NATURAL, is_installed, speed_for
from voice_rom.speaking.recording import UnusableRecordingError, read_recording
from voice_rom.speaking.renderer import ESPEAK, RenderLimits, Speech, WorkerRenderer
from voice_rom.speaking.voice import RenderedVoice
from voice_rom.speaking.voices import choose_voice, driver_name, drivers_to_choose_from

TEXTS = (
    "Sit upright on the chair, with both feet flat on the floor.",
    "Which side goes higher, left or right?",
    "Lie on your back with both legs straight.",
    "Say ready.",
)
PATIENT = RenderLimits(load_seconds=60.0)
"""For a machine that does much else."""

# By name, whether it is installed or not


def test_the_natural_voice_is_chosen_by_its_name_alone() -> None:
    assert driver_name("", "natural") == driver_name("espeak", " Natural ") == NATURAL
    assert driver_name("espeak", "en-us") == driver_name("espeak") == ESPEAK


def test_a_faster_rate_is_a_faster_voice() -> None:
    speeds = [speed_for(rate) for rate in range(60, 460, 10)]
    assert all(slower <= faster for slower, faster in pairwise(speeds))
    assert speeds[0] < speed_for(150) < speeds[-1]


@pytest.mark.real
def test_where_it_is_not_installed_one_line_says_how_to_get_it(tmp_path: Path) -> None:
    renderer = WorkerRenderer(scripted(tmp_path, "no-driver"))
    with pytest.raises(UnknownVoice, match="pip install hibari-tts") as told:
        renderer.describe(NATURAL)
    renderer.close()
    assert "\n" not in str(told.value)


# As it speaks

speaking = [
    pytest.mark.real,
    pytest.mark.skipif(not is_installed(), reason="the extra `natural` is not installed"),
]


@pytest.fixture(scope="module")
def renderer(_real: None) -> Iterator[WorkerRenderer]:
    opened = WorkerRenderer(patience=PATIENT)
    yield opened
    opened.close()


def natural(text: str, rate: int = 150) -> Speech:
    return Speech(text, NATURAL, NATURAL, rate)


class TestAsItSpeaks:
    pytestmark = speaking

    def test_it_is_a_voice_to_choose_beside_the_systems_own(self, renderer: WorkerRenderer) -> None:
        assert drivers_to_choose_from(ESPEAK) == [ESPEAK, NATURAL]
        driver = renderer.describe(NATURAL)
        assert choose_voice(driver, wanted="natural", language="en") == NATURAL
        assert choose_voice(driver, wanted="", language="en") == NATURAL
        assert "hibari-tts" in driver.version

    def test_the_same_text_is_always_the_same_samples(self, renderer: WorkerRenderer) -> None:
        first = renderer.render(natural(TEXTS[0]))
        renderer.render(natural(TEXTS[1], 200))
        assert renderer.render(natural(TEXTS[0])).tolist() == first.tolist()

    @pytest.mark.parametrize("rate", [110, 130, 150, 170, 200])
    def test_it_takes_as_long_as_espeak_at_every_rate(
        self, renderer: WorkerRenderer, rate: int
    ) -> None:
        def seconds(driver: str, voice: str) -> float:
            rendered = (renderer.render(Speech(each, driver, voice, rate)) for each in TEXTS)
            return sum(map(len, rendered)) / SAMPLE_RATE

        usual = seconds(ESPEAK, "gmw/en-us")
        assert seconds(NATURAL, NATURAL) == pytest.approx(usual, rel=0.15)

    def test_a_voice_that_it_has_not_is_a_mistake_in_the_settings(
        self, renderer: WorkerRenderer
    ) -> None:
        with pytest.raises(UnknownVoice, match="nobody"):
            renderer.render(Speech(TEXTS[0], NATURAL, "nobody", 150))

    def test_what_is_cut_off_anywhere_but_in_a_pause_is_not_taken(
        self, renderer: WorkerRenderer, tmp_path: Path
    ) -> None:
        samples = renderer.render(natural(TEXTS[0]))
        refused = 0
        places = range(len(samples) // 20, len(samples), len(samples) // 20)
        for place in places:
            file = tmp_path / "cut.wav"
            _write(file, samples[:place])
            try:
                read_recording(file, text=TEXTS[0], rate=150, ends_silent=True)
            except UnusableRecordingError:
                refused += 1
        assert refused >= 0.8 * len(places)

    def test_it_is_as_loud_as_the_settings_say_and_never_clips(self, tmp_path: Path) -> None:
        settings = voice_settings(voice=NATURAL)
        voice = RenderedVoice(settings, "en", tmp_path, WorkerRenderer(patience=PATIENT))
        clips = [*voice.clips(lines(*TEXTS), CALM), *voice.clips(lines(*TEXTS), Prosody(110, 0.0))]
        voice.close()
        highest = 10.0 ** (settings.peak_dbfs / 20.0) * 32_768.0
        for clip in clips:
            level = speech_level_dbfs(clip.samples)
            assert level == pytest.approx(settings.level_dbfs, abs=1.0)
            assert np.abs(clip.samples.astype(np.int32)).max() <= highest


def _write(path: Path, samples: np.typing.NDArray[np.int16]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.astype("<i2").tobytes())
