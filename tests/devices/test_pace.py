from collections.abc import Iterator

from voice_rom.devices.pace import Pace

STEP = 0.25


def judged(rates: list[float], *, opened_at: float = 16_000.0) -> Iterator[bool]:
    """What is found after each quarter of a second, in which the frames came at these rates."""
    pace, frames = Pace(opened_at, now=100.0), 0.0
    for number, rate in enumerate(rates, start=1):
        frames += rate * STEP
        yield pace.is_wrong(round(frames), 100.0 + number * STEP)


def test_a_stream_that_keeps_its_rate_is_right() -> None:
    assert not any(judged([16_000.0] * 40))


def test_a_clock_that_drifts_is_right() -> None:
    assert not any(judged([17_600.0] * 40))


def test_a_stream_that_is_held_up_and_catches_up_is_right() -> None:
    assert not any(judged([16_000.0, 0.0, 0.0, 0.0, 64_000.0, 16_000.0] * 5))


def test_a_rate_that_changes_is_noticed_within_a_second_and_a_half() -> None:
    for rate in (16_000.0, 5_333.0, 48_000.0):
        found = list(judged([16_000.0] * 8 + [rate] * 6))

        assert found[:8] == [False] * 8
        assert found[-1] is (rate != 16_000.0)


def test_steps_in_quick_succession_are_not_measured_each() -> None:
    pace = Pace(16_000.0, now=0.0)

    assert not any(pace.is_wrong(0, step * 0.001) for step in range(150))
