import numpy as np
import pytest

from tests.devices.fake_sound_system import FakeStream, ManualClock, device
from voice_rom.devices.loudspeaker import Loudspeaker
from voice_rom.devices.output_feed import OutputFeed
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, SILENCE_DBFS, Clip, Samples, level_dbfs

RNG = np.random.default_rng(11)


def noise(blocks: float) -> Samples:
    return RNG.integers(1, 20_000, round(blocks * BLOCK_SAMPLES), dtype=np.int16)


class Sounding:
    """A loudspeaker whose stream takes a block every 20 ms, to sound 0.1 s later."""

    DELAY = 0.1

    def __init__(
        self, rate: int = SAMPLE_RATE, channels: int = 1, idle_dbfs: float = SILENCE_DBFS
    ) -> None:
        self.clock = ManualClock()
        self.loudspeaker = Loudspeaker(self.clock)
        self.output_feed = OutputFeed(self.clock, idle_dbfs)
        self.output_feed.opened(rate, channels)
        self.loudspeaker.output_feed = self.output_feed
        self.stream = FakeStream(device(), rate, channels, fill=self.output_feed.fill)

    def run(self, blocks: int) -> Samples:
        taken = []
        for _ in range(blocks):
            taken.append(self.stream.sounds(self.stream.rate // 50, self.DELAY))
            self.clock.pass_time(0.02)
            self.loudspeaker.ends()
        return np.concatenate(taken)


def test_clips_sound_one_after_the_other_with_silence_around() -> None:
    sounding = Sounding()
    first, second = noise(2), noise(1.5)

    before = sounding.run(1)
    sounding.loudspeaker.play([Clip(first), Clip(second)])
    taken = sounding.run(5)

    assert not before.any()
    assert np.array_equal(taken[: len(first) + len(second)], np.concatenate([first, second]))
    assert not taken[len(first) + len(second) :].any()


def test_the_stream_is_never_silent_where_idle_noise_is_wanted_and_the_voice_is_left_as_it_is() -> (
    None
):
    sounding = Sounding(rate=48_000, channels=2, idle_dbfs=-70.0)
    before = sounding.run(120)
    sounding.loudspeaker.play([Clip(noise(2))])
    sounding.run(2)
    reference = sounding.loudspeaker.heard(sounding.clock() + 0.05)
    after = sounding.run(60)

    plain = Sounding(idle_dbfs=-70.0)
    sound = noise(2)
    plain.loudspeaker.play([Clip(sound)])

    for stretch in (before, after):
        assert level_dbfs(stretch) == pytest.approx(-70.0, abs=0.3)
        assert np.array_equal(stretch[0::2], stretch[1::2])
        for block in stretch.reshape(-1, 2 * 960):
            assert block.any()
    assert reference is not None
    assert np.array_equal(plain.run(2), sound)


def test_playing_ends_when_the_last_sample_left_the_loudspeaker_not_the_buffer() -> None:
    sounding = Sounding()
    sounding.loudspeaker.play([Clip(noise(3))])
    begun = sounding.clock()

    sounding.run(3)

    assert sounding.loudspeaker.ends() == pytest.approx(begun + 0.06 + Sounding.DELAY)


def test_while_the_stream_still_takes_sound_the_end_is_not_yet_known() -> None:
    sounding = Sounding()
    sounding.loudspeaker.play([Clip(noise(3))])
    begun = sounding.clock()

    sounding.run(2)

    ends = sounding.loudspeaker.ends()
    assert ends is not None
    assert ends > begun + 0.06 + Sounding.DELAY


def test_nothing_more_is_given_after_silence() -> None:
    sounding = Sounding()
    sounding.loudspeaker.play([Clip(noise(10))])
    sounding.run(2)

    sounding.loudspeaker.silence()

    assert not sounding.run(3).any()
    assert sounding.loudspeaker.ends() is None
    assert not sounding.loudspeaker.sounding


def test_new_speech_takes_the_place_of_old() -> None:
    sounding = Sounding()
    sounding.loudspeaker.play([Clip(noise(10))])
    sounding.run(2)
    new = noise(1)

    sounding.loudspeaker.play([Clip(new)])

    assert np.array_equal(sounding.run(1), new)
    assert not sounding.run(1).any()


def test_what_sounded_is_known_for_the_time_at_which_it_sounded() -> None:
    sounding = Sounding()
    samples = noise(5)
    sounding.run(5)
    sounding.loudspeaker.play([Clip(samples)])
    begins = sounding.clock() + Sounding.DELAY
    sounding.run(20)

    assert sounding.loudspeaker.heard(begins - 0.05) is None
    heard = sounding.loudspeaker.heard(begins + 0.02)
    assert heard is not None
    assert np.array_equal(heard, samples[BLOCK_SAMPLES : 2 * BLOCK_SAMPLES])
    half = sounding.loudspeaker.heard(begins + 0.09)
    assert half is not None
    assert np.array_equal(half[:160], samples[-160:])
    assert not half[160:].any()
    assert sounding.loudspeaker.heard(begins + 0.2) is None


def test_what_sounded_goes_on_without_a_step_though_the_times_shake() -> None:
    sounding = Sounding()
    samples = noise(20)
    sounding.loudspeaker.play([Clip(samples)])
    begins = sounding.clock() + Sounding.DELAY
    sounding.run(30)

    shaken = [begins + 0.02 * number + 0.0004 * (-1) ** number for number in range(1, 15)]
    heard = [sounding.loudspeaker.heard(start) for start in shaken]

    together = np.concatenate([part for part in heard if part is not None])
    first = round((shaken[0] - begins) * SAMPLE_RATE)
    assert len(together) == 14 * BLOCK_SAMPLES
    assert np.array_equal(together, samples[first : first + len(together)])


def test_what_was_cut_off_did_not_sound() -> None:
    sounding = Sounding()
    sounding.loudspeaker.play([Clip(noise(20))])
    begins = sounding.clock() + Sounding.DELAY
    sounding.run(10)
    cut = sounding.clock()

    sounding.loudspeaker.silence()
    sounding.run(5)

    assert sounding.loudspeaker.heard(cut - 0.04) is not None
    assert sounding.loudspeaker.heard(cut + 0.01) is None
    assert begins < cut


def test_a_stereo_stream_at_another_rate_is_given_both_channels() -> None:
    sounding = Sounding(48_000, channels=2)
    tone = (8_000 * np.sin(2 * np.pi * 440 * np.arange(16_000) / SAMPLE_RATE)).astype(np.int16)
    sounding.loudspeaker.play([Clip(tone)])
    begun = sounding.clock()

    frames = sounding.run(60).reshape(-1, 2)

    assert np.array_equal(frames[:, 0], frames[:, 1])
    wanted = 8_000 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)
    middle = slice(2_000, 46_000)
    assert np.max(np.abs(frames[:48_000, 0].astype(float) - wanted)[middle]) < 200
    assert sounding.loudspeaker.ends() == pytest.approx(begun + 1.0 + Sounding.DELAY)


def test_without_a_loudspeaker_playing_still_ends_in_time() -> None:
    clock = ManualClock()
    loudspeaker = Loudspeaker(clock)

    loudspeaker.play([Clip(noise(50))])

    assert loudspeaker.ends() == pytest.approx(clock() + 1.0)


def test_a_loudspeaker_that_goes_away_while_it_plays_ends_it_in_time() -> None:
    sounding = Sounding()
    sounding.loudspeaker.play([Clip(noise(50))])
    begun = sounding.clock()
    sounding.run(5)

    sounding.output_feed.gone = True
    sounding.loudspeaker.output_feed = None

    assert sounding.loudspeaker.ends() == pytest.approx(begun + 1.0 + Sounding.DELAY)


def test_a_stuck_loudspeaker_keeps_nobody_waiting_for_ever() -> None:
    sounding = Sounding()
    sounding.loudspeaker.play([Clip(noise(50))])

    ends = sounding.loudspeaker.ends()

    assert ends is not None
    assert ends < sounding.clock() + 5.0


def test_what_is_played_after_a_restart_is_timed_by_the_restarted_stream() -> None:
    sounding = Sounding()
    sounding.loudspeaker.play([Clip(noise(50))])
    sounding.run(20)
    sounding.loudspeaker.silence()
    sounding.output_feed.restarted = True
    sounding.clock.pass_time(0.01)
    sounding.run(1)

    sounding.loudspeaker.play([Clip(noise(1))])
    begun = sounding.clock()
    sounding.run(2)

    assert sounding.loudspeaker.ends() == pytest.approx(begun + 0.02 + Sounding.DELAY)


def test_it_tells_when_nothing_sounded_also_of_what_was_silenced() -> None:
    sounding = Sounding()
    loudspeaker, begun = sounding.loudspeaker, sounding.clock()
    assert loudspeaker.was_silent(begun - 1.0, begun + 1.0)

    loudspeaker.play([Clip(noise(50))])
    sounding.run(10)
    loudspeaker.silence()
    sounding.run(50)

    assert loudspeaker.was_silent(begun - 1.0, begun + 0.09)
    assert not loudspeaker.was_silent(begun, begun + 0.15)
    assert not loudspeaker.was_silent(begun + 0.15, begun + 0.9)
    assert loudspeaker.was_silent(begun + 0.3, begun + 0.9)
