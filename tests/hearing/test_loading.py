"""The recogniser loads while the program goes on."""

from threading import Event

import numpy as np
import pytest

from tests.hearing.parts import ScriptedRecogniser, saying
from voice_rom.errors import ModelDamaged
from voice_rom.hearing.loading import LoadingRecogniser
from voice_rom.ports import Recogniser


def test_making_it_does_not_wait_and_the_first_use_does() -> None:
    may_end = Event()

    def load() -> ScriptedRecogniser:
        may_end.wait()
        return saying("yes")

    recogniser = LoadingRecogniser(load)
    ready_at_once = recogniser.ready
    may_end.set()
    samples = np.zeros(320, dtype=np.int16)
    assert [word.text for word in recogniser.recognise(samples)] == ["yes"]
    assert recogniser.look_again(samples).words == ()
    assert (ready_at_once, recogniser.ready) == (False, True)
    recogniser.close()


def damaged() -> Recogniser:
    raise ModelDamaged("The model is damaged. Get it again.")


def test_what_went_wrong_while_loading_is_raised_by_the_first_use() -> None:
    recogniser = LoadingRecogniser(damaged)
    with pytest.raises(ModelDamaged, match="damaged"):
        recogniser.wait()
    with pytest.raises(ModelDamaged, match="damaged"):
        recogniser.recognise(np.zeros(320, dtype=np.int16))
    recogniser.close()
