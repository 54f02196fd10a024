"""The recogniser loads while the program goes on."""

from threading import Event

import numpy as np
import pytest

from tests.hearing.parts import ScriptedRecogniser, saying
from voice_rom.errors import ModelDamaged, RecogniserFailed
from voice_rom.hearing.loading import LoadingRecogniser, RestartableRecogniser


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


def damaged() -> RestartableRecogniser:
    raise ModelDamaged("The model is damaged. Get it again.")


def test_what_went_wrong_while_loading_is_raised_by_the_first_use() -> None:
    recogniser = LoadingRecogniser(damaged)
    with pytest.raises(ModelDamaged, match="damaged"):
        recogniser.wait()
    with pytest.raises(ModelDamaged, match="damaged"):
        recogniser.recognise(np.zeros(320, dtype=np.int16))
    recogniser.close()


def crashing() -> RestartableRecogniser:
    raise RecogniserFailed("It crashed while it loaded.")


def test_one_that_crashed_while_it_loaded_is_known_to_be_dead_and_a_wrong_model_is_not() -> None:
    """Another try may help the one; the other is told to whoever uses it first."""
    crashed, wrong = LoadingRecogniser(crashing), LoadingRecogniser(damaged)
    for recogniser in (crashed, wrong):
        with pytest.raises((RecogniserFailed, ModelDamaged)):
            recogniser.wait()
    assert (crashed.alive, wrong.alive) == (False, True)
    crashed.close()
    wrong.close()


def test_a_restart_lets_the_former_go_verifies_the_model_and_loads_another() -> None:
    happened: list[str] = []
    one, other = saying("yes"), saying("no")
    one.on_close = lambda: happened.append("let go")
    loads = [one, other]

    def load() -> ScriptedRecogniser:
        happened.append("loaded")
        return loads.pop(0)

    recogniser = LoadingRecogniser(load, lambda: happened.append("verified"))
    recogniser.wait()
    recogniser.restart()
    recogniser.wait()
    samples = np.zeros(320, dtype=np.int16)
    assert [word.text for word in recogniser.recognise(samples)] == ["no"]
    assert happened == ["loaded", "let go", "verified", "loaded"]
    recogniser.close()
