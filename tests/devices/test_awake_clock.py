"""A clock that stands still while nothing of the program runs."""

import pytest

from tests.devices.fake_sound_system import ManualClock
from voice_rom.devices.awake_clock import ASLEEP_SECONDS, HELD_UP_SECONDS, AwakeClock

TICK = 0.25


def test_it_counts_the_time_in_which_somebody_looks_at_it() -> None:
    elapsed = ManualClock()
    clock = AwakeClock(elapsed)
    for _ in range(40):
        elapsed.pass_time(TICK)
        clock()
    assert clock() == pytest.approx(10.0)
    assert clock.take_sleep() == 0.0


@pytest.mark.parametrize("seconds", [ASLEEP_SECONDS, 60.0, 86_400.0])
def test_a_sleep_does_not_count_and_is_told_once(seconds: float) -> None:
    elapsed = ManualClock()
    clock = AwakeClock(elapsed)
    elapsed.pass_time(TICK)
    clock()
    elapsed.pass_time(seconds)
    assert clock() == pytest.approx(TICK)
    assert clock.take_sleep() == pytest.approx(seconds)
    assert clock.take_sleep() == 0.0
    elapsed.pass_time(TICK)
    assert clock() == pytest.approx(2 * TICK)


def test_what_held_the_program_up_for_a_moment_does_not_count_and_is_no_sleep() -> None:
    elapsed = ManualClock()
    clock = AwakeClock(elapsed)
    elapsed.pass_time(HELD_UP_SECONDS + TICK)
    assert clock.take_sleep() == 0.0
    assert clock() == 0.0
