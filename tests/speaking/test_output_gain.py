"""Whatever spoke, and however loud: how loud it leaves, and that it neither clips nor jumps."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.english import english_content
from tests.speaking.builders import voice_settings
from tests.speaking.emergency import sentences
from voice_rom.core.assessment.texts import Texts
from voice_rom.sound import FULL_SCALE, SAMPLE_RATE, Clip, Samples
from voice_rom.speaking.emergency_recordings import EmergencyRecordings
from voice_rom.speaking.espeak_program import EspeakProgram
from voice_rom.speaking.loudness import speech_level_dbfs
from voice_rom.speaking.output_gain import OutputGain, stepped
from voice_rom.speaking.prefetcher import Text
from voice_rom.speaking.renderer import Renderer, Speech, WorkerRenderer

ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SETTINGS = voice_settings()
LEVEL_DB = 0.5
"""So far may a sentence be from its level."""
LIMITED_DB = 1.5
"""At the loudest gain its peaks are turned down, and it is softer than its level by less."""

gains = st.sampled_from(SETTINGS.gains_db)
any_samples = arrays.arrays(np.int16, st.integers(0, 3_000))


def sample_of_texts() -> list[str]:
    content = english_content()
    fixed = Texts(content.texts).all_fixed()
    return sorted({line.text for line in fixed})[::12]


def spoken(renderer: Renderer, rate: int = 150) -> list[Samples]:
    try:
        return [
            renderer.render(Speech(text, "espeak", "gmw/en-us", rate)) for text in sample_of_texts()
        ]
    finally:
        renderer.close()


def recorded() -> list[Samples]:
    recordings = EmergencyRecordings("en")
    sounds = [recordings.speak(Text(text, 150)) for text in sentences("en")]
    return [sound for sound in sounds if sound is not None]


@pytest.fixture(scope="module")
def voices(_real: None) -> dict[str, list[Samples]]:
    return {
        "pyttsx3": spoken(WorkerRenderer()),
        "espeak-ng": spoken(EspeakProgram("en")),
        "espeak-ng, fast": spoken(EspeakProgram("en"), rate=200),
        "recordings": recorded(),
    }


def speech_of(clip: Clip) -> Samples:
    """Without the gap after it."""
    sounding = np.flatnonzero(clip.samples)
    return clip.samples[: sounding[-1] + 1] if len(sounding) else clip.samples[:0]


def peak(samples: Samples) -> float:
    return float(np.abs(samples.astype(int)).max(initial=0)) / FULL_SCALE


@pytest.mark.parametrize("voice", ["pyttsx3", "espeak-ng", "espeak-ng, fast", "recordings"])
@pytest.mark.parametrize("gain", SETTINGS.gains_db)
def test_every_text_by_every_voice_leaves_at_the_level_that_was_set(
    voices: dict[str, list[Samples]], voice: str, gain: float
) -> None:
    way_out = OutputGain(SETTINGS)
    while abs(way_out.gain_db - gain) > 0:
        way_out.clips([], gain)
    clips = way_out.clips(voices[voice], gain)
    away = [speech_level_dbfs(speech_of(clip)) - SETTINGS.level_dbfs - gain for clip in clips]
    assert len(clips) >= 20
    assert max(away) <= LEVEL_DB
    assert min(away) >= -(LIMITED_DB if gain == SETTINGS.gains_db[-1] else LEVEL_DB)
    assert max(peak(clip.samples) for clip in clips) <= 10 ** (SETTINGS.peak_dbfs / 20)


@ANY_MACHINE
@given(
    st.lists(
        st.tuples(st.sampled_from(["pyttsx3", "espeak-ng", "recordings"]), st.integers(0), gains),
        min_size=2,
        max_size=8,
    )
)
def test_from_one_speech_to_the_next_it_is_never_more_than_a_step_louder_or_softer(
    voices: dict[str, list[Samples]], speeches: list[tuple[str, int, float]]
) -> None:
    """Louder, quieter, another voice in between, a cry and back: whatever is asked for."""
    way_out = OutputGain(SETTINGS)
    levels = []
    for voice, number, gain in speeches:
        sounds = voices[voice]
        (clip,) = way_out.clips([sounds[number % len(sounds)]], gain)
        levels.append(speech_level_dbfs(clip.samples))
    assert levels[0] <= SETTINGS.level_dbfs + SETTINGS.gain_db + SETTINGS.most_step_db + LEVEL_DB
    for one, other in pairwise(levels):
        assert abs(other - one) <= SETTINGS.most_step_db + 2 * LEVEL_DB


@ANY_MACHINE
@given(st.lists(any_samples, max_size=4), st.floats(-60.0, 60.0))
def test_nothing_that_leaves_is_over_the_peak_whatever_it_was(
    sounds: list[Samples], gain: float
) -> None:
    way_out = OutputGain(SETTINGS)
    for _ in range(3):
        for clip in way_out.clips(sounds, gain):
            assert peak(clip.samples) <= 10 ** (SETTINGS.peak_dbfs / 20)


@ANY_MACHINE
@given(st.lists(any_samples, min_size=1, max_size=4), gains)
def test_nothing_clicks_as_every_clip_begins_and_ends_at_zero(
    sounds: Sequence[Samples], gain: float
) -> None:
    for clip in OutputGain(SETTINGS).clips(sounds, gain):
        if len(clip.samples) > 1:
            assert clip.samples[[0, -1]].tolist() == [0, 0]


def test_real_speech_begins_and_ends_softly(voices: dict[str, list[Samples]]) -> None:
    """In its first and last millisecond it is 30 dB under its own peak."""
    edge = SAMPLE_RATE // 1000
    for sounds in voices.values():
        for clip in OutputGain(SETTINGS).clips(sounds, 0.0):
            ends = np.concatenate([clip.samples[:edge], clip.samples[-edge:]])
            assert peak(ends) <= peak(clip.samples) * 10 ** (-30 / 20)


@given(st.floats(-90, 90), st.floats(-90, 90), st.floats(0, 30))
def test_a_step_goes_towards_what_is_wanted_and_no_further(
    last: float, wanted: float, most: float
) -> None:
    new = stepped(last, wanted, most)
    assert abs(new - last) <= most + 1e-9
    assert abs(new - wanted) <= max(0.0, abs(wanted - last) - most) + 1e-9


def test_what_is_far_away_is_reached_step_by_step() -> None:
    way_out = OutputGain(SETTINGS)
    reached = []
    for _ in range(4):
        way_out.clips([], -12.0)
        reached.append(way_out.gain_db)
    assert reached == [-6.0, -12.0, -12.0, -12.0]


def test_louder_and_quieter_take_effect_at_once() -> None:
    """The steps between the program's own gains are smaller than the largest step."""
    assert max(b - a for a, b in pairwise(SETTINGS.gains_db)) <= SETTINGS.most_step_db


def test_silence_stays_silence_as_long_as_it_is() -> None:
    (clip,) = OutputGain(SETTINGS).clips([np.zeros(5_000, dtype=np.int16)], 8.0)
    assert len(clip.samples) == 5_000
    assert not clip.samples.any()
