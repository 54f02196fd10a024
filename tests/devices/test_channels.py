import numpy as np
import numpy.typing as npt
import pytest

from voice_rom.devices.channels import ChannelChoice
from voice_rom.sound import SAMPLE_RATE, Samples, level_dbfs

RNG = np.random.default_rng(5)

Frames = npt.NDArray[np.int16]


def hiss(seconds: float, level: float = 20.0) -> npt.NDArray[np.float64]:
    return RNG.normal(0.0, level, round(seconds * SAMPLE_RATE))


def word(begin: float = 1.0, seconds: float = 3.0) -> npt.NDArray[np.float64]:
    """Half a second of something loud in a silent stretch."""
    sound = np.zeros(round(seconds * SAMPLE_RATE))
    first = round(begin * SAMPLE_RATE)
    sound[first : first + SAMPLE_RATE // 2] = RNG.normal(0.0, 3_000.0, SAMPLE_RATE // 2)
    return sound


def frames(*channels: npt.NDArray[np.float64]) -> Frames:
    return np.column_stack(channels).clip(-32_768, 32_767).astype(np.int16)


def heard(choice: ChannelChoice, sound: Frames, *, judging: bool = True) -> Samples:
    """All of it, in the blocks in which a microphone gives it."""
    blocks = [sound[begin : begin + 320] for begin in range(0, len(sound), 320)]
    return np.concatenate([choice.take(block, judging=judging) for block in blocks])


WORD = word()
NOTHING = np.zeros_like(WORD)
HISS = hiss(3.0)


def is_the_word(sound: Samples) -> bool:
    spoken = WORD != 0.0
    return float(np.corrcoef(sound[spoken], WORD[spoken])[0, 1]) > 0.9


@pytest.mark.parametrize(
    "channels",
    [
        (NOTHING, WORD + HISS),
        (WORD + HISS, NOTHING),
        (hiss(3.0, 2_000.0), WORD + HISS),
        (WORD + HISS, -WORD - HISS),
        (WORD + HISS, WORD + HISS),
        (WORD / 10 + hiss(3.0, 200.0), WORD + hiss(3.0, 200.0)),
        (NOTHING, NOTHING, NOTHING, NOTHING, WORD + HISS, NOTHING),
    ],
    ids=["left silent", "right silent", "left noisy", "upside down", "same", "left far", "array"],
)
def test_the_first_word_is_heard_whichever_channel_carries_it(
    channels: tuple[npt.NDArray[np.float64], ...],
) -> None:
    assert is_the_word(heard(ChannelChoice(SAMPLE_RATE, len(channels)), frames(*channels)))


def test_a_channel_that_hums_louder_than_the_voice_is_not_taken() -> None:
    hum = 9_000 * np.sin(2 * np.pi * 50 * np.arange(len(WORD)) / SAMPLE_RATE)
    choice = ChannelChoice(SAMPLE_RATE, 2)

    sound = heard(choice, frames(hum, WORD + HISS))

    assert choice.chosen == 1
    assert level_dbfs(sound[-SAMPLE_RATE:]) == pytest.approx(
        level_dbfs(HISS[-SAMPLE_RATE:].astype(np.int16)), abs=1
    )


def test_what_was_chosen_is_kept_while_the_other_hears_about_as_well() -> None:
    choice = ChannelChoice(SAMPLE_RATE, 2)
    heard(choice, frames(NOTHING, WORD + HISS))
    for _ in range(20):
        heard(choice, frames(word() * 1.5 + hiss(3.0), word() + hiss(3.0)))

    assert choice.chosen == 1


def test_a_channel_that_falls_silent_is_left_for_the_one_that_still_hears() -> None:
    choice = ChannelChoice(SAMPLE_RATE, 2)
    heard(choice, frames(NOTHING, WORD + HISS))
    for _ in range(10):
        heard(choice, frames(WORD + HISS, NOTHING))

    assert choice.chosen == 0


def test_while_the_programs_own_voice_sounds_nothing_is_chosen_by_it() -> None:
    own_voice, room = word(), WORD + HISS
    choice = ChannelChoice(SAMPLE_RATE, 2)

    heard(choice, frames(own_voice, NOTHING), judging=False)
    assert choice.chosen is None
    heard(choice, frames(NOTHING, room))

    assert choice.chosen == 1


def test_one_channel_passes_untouched() -> None:
    sound = frames(WORD + HISS)

    assert np.array_equal(heard(ChannelChoice(SAMPLE_RATE, 1), sound), sound[:, 0])
