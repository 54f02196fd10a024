import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_rom.devices.stream_clock import StreamClock

RATE = 16_000
BLOCK = 320


@given(st.lists(st.floats(-0.005, 0.005), min_size=1, max_size=300))
def test_a_frames_time_is_never_further_off_than_the_callbacks_were(errors: list[float]) -> None:
    clock = StreamClock(RATE)

    for number, error in enumerate(errors):
        clock.observe(number * BLOCK, 7.0 + number * BLOCK / RATE + error)

    bound = max(abs(error) for error in errors) + 1e-9
    assert abs(clock.time_of(16_000) - 8.0) <= bound


def test_callbacks_that_are_late_by_turns_average_out() -> None:
    clock = StreamClock(RATE)

    for number in range(200):
        clock.observe(number * BLOCK, number * BLOCK / RATE + (0.004 if number % 2 else -0.004))

    assert clock.time_of(0) == pytest.approx(0.0, abs=0.0005)


def test_a_hole_in_the_stream_is_followed_at_once() -> None:
    clock = StreamClock(RATE)
    for number in range(100):
        clock.observe(number * BLOCK, number * BLOCK / RATE)

    clock.observe(100 * BLOCK, 100 * BLOCK / RATE + 0.5)

    assert clock.time_of(100 * BLOCK) == pytest.approx(2.5)


def test_a_restarted_stream_is_timed_afresh() -> None:
    clock = StreamClock(RATE)
    for number in range(100):
        clock.observe(number * BLOCK, number * BLOCK / RATE)

    clock.restart()
    clock.observe(100 * BLOCK, 100 * BLOCK / RATE + 0.03)

    assert clock.time_of(100 * BLOCK) == pytest.approx(2.03)
