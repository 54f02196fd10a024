"""A recogniser that many sessions have in turn: each would take 0.8 s to load one of its own.

Whatever a recogniser heard before, it gives the same words for the same samples
(`hearing/vosk_model.py`), so a session goes as it would with its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voice_rom.app import OpenRecogniser, Program
from voice_rom.hearing.grammar import Grammars, grammars_of
from voice_rom.hearing.loading import LoadingRecogniser
from voice_rom.hearing.recogniser_process import RecogniserProcess
from voice_rom.ports import RecognisedWord, SecondLook
from voice_rom.sound import Samples


class LentRecogniser:
    """One that stays when a session lets it go."""

    def __init__(self, owned: RecogniserProcess) -> None:
        self._owned = owned

    @property
    def alive(self) -> bool:
        return self._owned.alive

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        return self._owned.recognise(samples)

    def look_again(self, samples: Samples) -> SecondLook:
        return self._owned.look_again(samples)

    def recognise_sentence(self, samples: Samples) -> tuple[tuple[RecognisedWord, ...], ...]:
        return self._owned.recognise_sentence(samples)

    def recognise_openly(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        return self._owned.recognise_openly(samples)

    def close(self) -> None:
        """Nothing: whoever lends it closes it."""


@contextmanager
def lent_recognisers() -> Iterator[OpenRecogniser]:
    """What opens one, loaded when it is first asked for, for each model and its grammars."""
    loaded: dict[tuple[Path, Grammars], RecogniserProcess] = {}

    def load(model: Path, grammars: Grammars) -> LentRecogniser:
        key = model, grammars
        if key not in loaded or not loaded[key].alive:
            loaded[key] = RecogniserProcess.load(model, grammars)
        return LentRecogniser(loaded[key])

    def opening(program: Program) -> LoadingRecogniser:
        model, grammars = program.model, grammars_of(program.vocabulary)
        assert model is not None
        return LoadingRecogniser(lambda: load(model, grammars))

    try:
        yield opening
    finally:
        for recogniser in loaded.values():
            recogniser.close()
