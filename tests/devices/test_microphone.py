import numpy as np
import pytest

from tests.devices.fake_sound_system import ManualClock
from voice_rom.devices.microphone import Captured, Inlet
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Samples

RNG = np.random.default_rng(7)


def noise(count: int) -> Samples:
    return RNG.integers(-20_000, 20_000, count, dtype=np.int16)


class Listening:
    """An inlet, and the blocks that came out of it."""

    def __init__(self, rate: int = SAMPLE_RATE, channels: int = 1) -> None:
        self.clock = ManualClock()
        self.captured: list[Captured] = []
        self.inlet = Inlet(self.captured.append, self.clock)
        self.inlet.opened(rate, channels)
        self.rate = rate
        self.channels = channels

    def hear(self, samples: Samples, age: float | None = None) -> None:
        frames = len(samples) // self.channels
        age = frames / self.rate if age is None else age
        self.clock.pass_time(frames / self.rate)
        self.inlet.deliver(samples.tobytes(), frames, age)

    def blocks(self) -> list[Block]:
        return [block for item in self.captured for block in self.inlet.blocks(item)]


def test_blocks_carry_what_the_microphone_gave_and_when() -> None:
    listening = Listening()
    samples = noise(3 * BLOCK_SAMPLES)
    for part in np.split(samples, 3):
        listening.hear(part)

    blocks = listening.blocks()

    assert np.array_equal(np.concatenate([block.samples for block in blocks]), samples)
    assert [block.start for block in blocks] == pytest.approx([100.0, 100.02, 100.04])


def test_a_device_may_deliver_in_sizes_of_its_own() -> None:
    listening = Listening()
    samples = noise(1_000)
    for part in np.split(samples, [7, 500, 990]):
        listening.hear(part)

    blocks = listening.blocks()

    assert [len(block.samples) for block in blocks] == [BLOCK_SAMPLES] * 3
    assert np.array_equal(np.concatenate([block.samples for block in blocks]), samples[:960])
    assert blocks[2].start - blocks[0].start == pytest.approx(0.04)


def test_a_stereo_device_at_another_rate_gives_the_same_sound_at_the_same_time() -> None:
    rate = 44_100
    listening = Listening(rate, channels=2)
    left = (8_000 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)).astype(np.int16)
    stereo = np.column_stack([left, left]).reshape(-1)
    for part in np.split(stereo, 50):
        listening.hear(part)

    blocks = listening.blocks()

    heard = np.concatenate([block.samples for block in blocks]).astype(float)
    wanted = 8_000 * np.sin(2 * np.pi * 440 * np.arange(len(heard)) / SAMPLE_RATE)
    assert len(heard) > 0.95 * SAMPLE_RATE
    middle = slice(1_000, 14_000)
    assert np.max(np.abs(heard[middle] - wanted[middle])) < 200
    assert blocks[10].start == pytest.approx(100.2, abs=0.001)


def test_sound_that_was_lost_leaves_a_hole_and_no_shift() -> None:
    listening = Listening()
    for _ in range(100):
        listening.hear(noise(BLOCK_SAMPLES))
    del listening.captured[10:60]

    starts = [block.start for block in listening.blocks()]

    assert len(starts) == 50
    assert starts[10] - starts[9] == pytest.approx(1.02)
    assert starts[-1] == pytest.approx(101.98)


def test_a_new_streams_guess_about_its_age_is_not_believed_but_a_settled_ones_word_is() -> None:
    listening = Listening()
    for _ in range(200):
        listening.hear(noise(BLOCK_SAMPLES), age=0.36)

    blocks = listening.blocks()

    assert blocks[0].start == pytest.approx(100.0)
    assert blocks[-1].start == pytest.approx(104.0 - 0.36)


def test_what_comes_before_the_stream_is_known_is_let_go() -> None:
    clock = ManualClock()
    captured: list[Captured] = []
    inlet = Inlet(captured.append, clock)
    inlet.deliver(noise(BLOCK_SAMPLES).tobytes(), BLOCK_SAMPLES, 0.02)

    assert inlet.blocks(captured[0]) == []
