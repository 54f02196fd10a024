"""How well the voice is understood, with listeners who hear what the test says, and with Vosk."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.folders import FIXTURES
from voice_rom import model_store
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody
from voice_rom.evaluation.intelligibility import (
    FreeListener,
    Intelligibility,
    in_common,
    intelligibility,
    sentences_of,
)
from voice_rom.hearing.vosk_model import load_model
from voice_rom.simulation.recordings import read_sound
from voice_rom.sound import SAMPLE_RATE, Clip, Samples, level_dbfs

NOISE = FIXTURES / "noise/kitchen.flac"

words = st.lists(st.sampled_from(["yes", "no", "left", "right", "the"]), max_size=12)


@given(words, words)
def test_words_in_common_are_never_more_than_there_are_and_the_same_both_ways(
    said: list[str], heard: list[str]
) -> None:
    found = in_common(said, heard)
    assert found == in_common(heard, said)
    assert found <= sum(min(said.count(each), heard.count(each)) for each in set(said))


@given(words, st.data())
def test_all_words_are_in_common_with_what_has_others_between_them(
    said: list[str], data: st.DataObject
) -> None:
    more = list(said)
    for _ in range(3):
        more.insert(data.draw(st.integers(0, len(more))), "something")
    assert in_common(said, more) == in_common(said, said) == len(said)


def test_the_order_of_the_words_counts() -> None:
    assert in_common(["left", "or", "right"], ["right", "or", "left"]) == 1


def test_each_sentence_is_said_once_and_none_with_a_place_to_be_filled() -> None:
    texts = [["Sit down.", "Say  ready."], ["Sit down.", "In the {test} test.", "..."]]
    assert sentences_of(texts) == ["Say ready.", "Sit down."]


class Reader:
    """A voice that takes a second for each word, slower at a slower rate."""

    def clips(self, lines: Sequence[Line], prosody: Prosody) -> list[Clip]:
        length = [150 / prosody.rate * len(line.text.split()) for line in lines]
        return [Clip(np.full(round(each * SAMPLE_RATE), 1_000, dtype=np.int16)) for each in length]

    def prepare(self, lines: Sequence[Line], prosody: Prosody) -> None:
        raise NotImplementedError

    def news(self) -> None:
        """It never changes."""

    def close(self) -> None:
        """Nothing is held."""


class Forgetful:
    """Hears "say ready" in everything; knows no "crotch"; keeps how loud everything was."""

    def __init__(self) -> None:
        self.heard: list[float] = []

    def knows(self, word: str) -> bool:
        return word != "crotch"

    def words(self, samples: Samples) -> list[str]:
        self.heard.append(level_dbfs(samples))
        return ["say", "ready"]


def test_words_that_are_not_heard_are_misheard_and_those_nobody_knows_do_not_count() -> None:
    told = intelligibility(
        ["Say ready.", "Crotch. Sit and say it."],
        Reader(),
        Forgetful(),
        rate=150,
        gain_db=0.0,
        noises=[None],
    )
    assert told == [Intelligibility(150, None, words=6, misheard=3, seconds=7.0)]
    assert told[0].misheard_of_100 == 50.0


def test_the_noise_comes_on_top_and_the_slower_voice_takes_longer() -> None:
    listener = Forgetful()
    clean, noisy = intelligibility(
        ["Say ready."], Reader(), listener, rate=100, gain_db=0.0, noises=[None, (5.0, NOISE)]
    )
    assert (clean.snr_db, noisy.snr_db) == (None, 5.0)
    assert clean.seconds == noisy.seconds == 3.0
    assert listener.heard[1] > listener.heard[0] + 0.5


@pytest.mark.real
def test_a_listener_without_a_grammar_writes_down_words_that_no_answer_has() -> None:
    listener = FreeListener(load_model(model_store.find()))
    heard = [
        in_common(["doctor"], listener.words(read_sound(file)))
        for file in sorted((FIXTURES / "bystander/doctor").glob("*.flac"))
    ]
    assert listener.knows("doctor")
    assert not listener.knows("voicerom")
    assert any(heard)
