"""The three sounds: quiet, told apart, and in nobody's way."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.earcons import GAP_SECONDS, Earcon, Earcons, later
from voice_rom.errors import SettingsError
from voice_rom.sound import SAMPLE_RATE, Clip, Samples, level_dbfs
from voice_rom.speech_timing import SpeechTiming

SETTINGS = load_settings(PACKAGED).voice
GAP = round(GAP_SECONDS * SAMPLE_RATE)


def speech(level: float, seconds: float = 1.0) -> Clip:
    """Noise at an RMS level in dBFS."""
    noise = np.random.default_rng(7).standard_normal(round(seconds * SAMPLE_RATE))
    return Clip(np.round(noise * 10 ** (level / 20) * 32768).clip(-32768, 32767).astype(np.int16))


def sound_of(earcon: Earcon, clip: Clip, below_db: float = 8.0) -> Samples:
    earcons = Earcons(replace(SETTINGS, earcons_below_db=below_db))
    ((sounding,), delay) = earcons.around([clip], before=earcon, listening=False)
    return sounding.samples[: round(delay * SAMPLE_RATE) - GAP]


def test_they_are_off_unless_they_are_asked_for() -> None:
    assert not SETTINGS.earcons


@pytest.mark.parametrize("earcon", Earcon)
@given(level=st.floats(-50.0, -10.0), below_db=st.floats(0.0, 40.0))
def test_none_is_ever_louder_than_the_voice_it_goes_with(
    earcon: Earcon, level: float, below_db: float
) -> None:
    voice = speech(level)
    sound = sound_of(earcon, voice, below_db)
    # A step of 16 bit is all that rounding can add; only the faintest sounds notice it.
    assert level_dbfs(sound) <= max(level_dbfs(voice.samples) - below_db + 0.1, -75.0)
    assert int(np.abs(sound).max()) <= int(np.abs(voice.samples).max())


def test_no_setting_can_make_them_louder() -> None:
    with pytest.raises(SettingsError, match="earcons_below_db"):
        load_settings(PACKAGED, {"voice.earcons_below_db": -1.0})


@pytest.mark.parametrize("earcon", Earcon)
def test_each_begins_and_ends_softly_and_is_shorter_than_a_quarter_of_a_second(
    earcon: Earcon,
) -> None:
    sound = sound_of(earcon, speech(-23.0))
    loudest = int(np.abs(sound).max())
    for edge in (sound[:16], sound[-16:]):
        assert int(np.abs(edge).max()) < 0.02 * loudest
    assert len(sound) <= 0.25 * SAMPLE_RATE


def pitches(sound: Samples) -> list[float]:
    """The strongest frequency (Hz) of the first and the second half."""
    halves = np.array_split(sound.astype(np.float64), 2)
    return [
        float(np.argmax(np.abs(np.fft.rfft(half))) * SAMPLE_RATE / len(half)) for half in halves
    ]


@pytest.mark.parametrize(
    ("earcon", "goes"),
    [(Earcon.UNDERSTOOD, 1), (Earcon.NOT_UNDERSTOOD, -1), (Earcon.LISTENING, 0)],
)
def test_understood_rises_not_understood_falls_and_listening_stays(
    earcon: Earcon, goes: int
) -> None:
    first, second = pitches(sound_of(earcon, speech(-23.0)))
    assert np.sign(round(second - first, -1)) == goes


def test_the_clips_stay_as_many_and_the_voice_in_them_as_it_is() -> None:
    clips = [speech(-23.0), speech(-20.0, 0.5), speech(-25.0, 0.7)]
    around, delay = Earcons(SETTINGS).around(clips, before=Earcon.UNDERSTOOD, listening=True)
    assert len(around) == 3
    begins = round(delay * SAMPLE_RATE)
    assert np.array_equal(around[0].samples[begins:], clips[0].samples)
    assert around[1].samples is not None
    assert np.array_equal(around[1].samples, clips[1].samples)
    assert np.array_equal(around[2].samples[: len(clips[2].samples)], clips[2].samples)
    assert not around[2].samples[len(clips[2].samples) :][:GAP].any()


def test_without_anything_to_tell_the_speech_is_as_it_is() -> None:
    clips = [speech(-23.0)]
    ((same,), delay) = Earcons(SETTINGS).around(clips, before=None, listening=False)
    assert np.array_equal(same.samples, clips[0].samples)
    assert delay == 0.0


def test_where_the_voice_is_silent_no_sound_stands_for_it() -> None:
    silent = Clip(np.zeros(SAMPLE_RATE, dtype=np.int16))
    ((same,), delay) = Earcons(SETTINGS).around([silent], before=Earcon.UNDERSTOOD, listening=True)
    assert len(same.samples) == SAMPLE_RATE
    assert delay == 0.0


def test_what_the_voice_says_when_is_later_by_the_sound_before_it() -> None:
    moved = later(SpeechTiming(1.0, 2.0, (0.25, 0.5)), 0.5)
    assert moved == SpeechTiming(1.5, 2.5, (0.75, 1.0))
    assert all(one < other for one, other in pairwise(moved.sentences))
