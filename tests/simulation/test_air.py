"""The air: convolution as it is defined, and a tail that dies away."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tiers import at_most
from voice_rom.simulation.acoustics import Acoustics, RoomAcoustics, convolved
from voice_rom.sound import SAMPLE_RATE


@settings(max_examples=at_most(25), deadline=None)
@given(
    length=st.integers(min_value=1, max_value=40_000),
    taps=st.integers(min_value=1, max_value=400),
    seed=st.integers(min_value=0, max_value=1000),
)
def test_convolution_in_pieces_is_convolution(length: int, taps: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    wave = chance.uniform(-1000, 1000, length).astype(np.float32)
    response = chance.uniform(-1, 1, taps).astype(np.float32)
    expected = np.convolve(wave.astype(np.float64), response)
    assert np.allclose(convolved(wave, response), expected, atol=0.5)


def test_a_room_without_echo_gives_none() -> None:
    air = RoomAcoustics(Acoustics(echo_db=None, echo_delay=0.05, rt60=0.3), seed=1)
    assert air.echo(np.ones(100, np.int16)) is None


def test_the_direct_sound_stays_as_it_is_and_first() -> None:
    air = RoomAcoustics(Acoustics(echo_db=None, echo_delay=0.0, rt60=0.3), seed=1)
    heard = air.voice(np.array([1000, 0, 0, 0], np.int16))
    assert abs(float(heard[0]) - 1000.0) < 0.1


def test_the_tail_falls_by_sixty_decibels_in_its_time() -> None:
    rt60 = 0.4
    air = RoomAcoustics(Acoustics(echo_db=None, echo_delay=0.0, rt60=rt60), seed=3)
    impulse = np.zeros(1, np.int16)
    impulse[0] = 32_767
    heard = air.voice(impulse)
    stretch = round(0.02 * SAMPLE_RATE)
    early = float(np.sqrt(np.mean(heard[stretch : 2 * stretch] ** 2)))
    late = float(np.sqrt(np.mean(heard[-2 * stretch : -stretch] ** 2)))
    fall = 20 * np.log10(early / late)
    expected = 60 * (0.4 - 3 * 0.02) / rt60
    assert abs(fall - expected) < 4.0


def test_a_loudspeaker_that_is_nearer_than_the_person_has_a_softer_tail() -> None:
    acoustics = Acoustics(
        echo_db=0.0, echo_delay=0.0, rt60=0.3, direct_to_tail_db=-3.0, echo_direct_to_tail_db=6.0
    )
    air = RoomAcoustics(acoustics, seed=1)
    impulse = np.array([10_000], np.int16)
    echo = air.echo(impulse)
    assert echo is not None
    for heard, direct_to_tail_db in ((air.voice(impulse), -3.0), (echo, 6.0)):
        direct, tail = float(heard[0]) ** 2, float(np.sum(heard[1:].astype(np.float64) ** 2))
        assert abs(10 * np.log10(direct / tail) - direct_to_tail_db) < 0.01
