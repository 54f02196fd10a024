"""The level of a room is the quietest that it has lately been."""

from hypothesis import given
from hypothesis import strategies as st

from voice_rom.hearing.noise_floor import NoiseFloor
from voice_rom.sound import SILENCE_DBFS

levels = st.floats(SILENCE_DBFS, 0.0)


def test_before_anything_was_heard_the_room_is_silent() -> None:
    assert NoiseFloor(60).dbfs == SILENCE_DBFS


def test_speech_with_gaps_does_not_raise_the_floor() -> None:
    floor = NoiseFloor(60)
    for place in range(600):
        floor.take(-50.0 if place % 20 == 0 else -15.0)
    assert floor.dbfs == -50.0


def test_a_fan_that_starts_is_the_room_after_a_while() -> None:
    floor = NoiseFloor(60)
    for _ in range(100):
        floor.take(-60.0)
    for _ in range(80):
        floor.take(-35.0)
    assert floor.dbfs == -35.0


@given(st.lists(levels, min_size=1, max_size=200))
def test_the_floor_is_never_over_the_last_level(heard: list[float]) -> None:
    floor = NoiseFloor(30)
    for level in heard:
        floor.take(level)
        assert min(heard) <= floor.dbfs <= level
