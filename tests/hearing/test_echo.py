"""Our own voice is taken out of what is heard while it plays."""

import numpy as np
import pytest

from tests.hearing.parts import hiss, sound, tone
from voice_rom.hearing.echo import AecCanceller, EchoCanceller, NoEchoCanceller, echo_canceller
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Samples, level_dbfs

DELAY = 800
"""Samples: 50 ms from the loudspeaker to the microphone."""


@pytest.fixture
def canceller() -> EchoCanceller:
    pytest.importorskip("pyaec")
    return AecCanceller(filter_seconds=0.2, tail_seconds=0.4)


def cancelled(canceller: EchoCanceller, heard: Samples, played: Samples | None) -> Samples:
    out = []
    for place in range(0, len(heard) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        stretch = slice(place, place + BLOCK_SAMPLES)
        given = None if played is None else played[stretch]
        out.append(canceller.cancel(Block(heard[stretch], place / SAMPLE_RATE, given)))
    return np.concatenate(out)


def test_an_echo_is_at_least_15_db_quieter_once_the_room_is_known(
    canceller: EchoCanceller,
) -> None:
    played = hiss(4.0, -20.0)
    heard = np.roll(played, DELAY)
    left = cancelled(canceller, heard, played)
    assert level_dbfs(left[-SAMPLE_RATE:]) < level_dbfs(heard[-SAMPLE_RATE:]) - 15.0


def test_somebody_elses_voice_stays(canceller: EchoCanceller) -> None:
    played = hiss(4.0, -20.0)
    other = sound(np.zeros(3 * SAMPLE_RATE, dtype=np.int16), tone(1.0))
    left = cancelled(canceller, np.roll(played, DELAY) + other, played)
    assert level_dbfs(left[-SAMPLE_RATE // 2 :]) > -26.0


def test_a_loudspeaker_that_is_gone_leaves_no_voice_of_its_own_upside_down(
    canceller: EchoCanceller,
) -> None:
    played = hiss(6.0, -20.0)
    gone = 4 * SAMPLE_RATE
    heard = np.concatenate([np.roll(played, DELAY)[:gone], hiss(2.0, -65.0)])
    left = cancelled(canceller, heard, played)
    assert level_dbfs(left[gone + DELAY :]) < -58.0


def test_nothing_is_touched_while_nothing_plays(canceller: EchoCanceller) -> None:
    heard = hiss(1.0, -30.0)
    assert np.array_equal(cancelled(canceller, heard, None), heard)


def test_it_is_pyaecs_own_canceller_to_the_last_bit(canceller: EchoCanceller) -> None:
    pyaec = pytest.importorskip("pyaec")
    of_pyaec = pyaec.Aec(BLOCK_SAMPLES, round(0.2 * SAMPLE_RATE), SAMPLE_RATE)
    played = hiss(1.0, -20.0)
    heard = np.roll(played, DELAY)
    blocks = [slice(place, place + BLOCK_SAMPLES) for place in range(0, SAMPLE_RATE, BLOCK_SAMPLES)]
    theirs = [of_pyaec.cancel_echo(heard[block], played[block]) for block in blocks]
    assert np.concatenate(theirs).tolist() == cancelled(canceller, heard, played).tolist()


def test_a_block_of_another_size_is_refused(canceller: EchoCanceller) -> None:
    short = hiss(0.01, -20.0)
    with pytest.raises(ValueError, match="size 160"):
        canceller.cancel(Block(short, 0.0, short))


def test_for_headphones_everything_is_passed_on() -> None:
    heard = hiss(0.2, -30.0)
    assert np.array_equal(cancelled(NoEchoCanceller(), heard, heard), heard)


def test_there_is_always_a_canceller() -> None:
    made = echo_canceller(filter_seconds=0.2, tail_seconds=0.4)
    heard = hiss(0.2, -30.0)
    assert len(cancelled(made, heard, None)) == len(heard)
