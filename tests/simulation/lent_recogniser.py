"""Lends the sessions of a file the same recognisers: `hearing/lent_recogniser.py` says why."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voice_rom.app import OpenRecogniser, Program
from voice_rom.hearing.grammar import Grammars, grammars_of
from voice_rom.hearing.lent_recogniser import LentRecogniser
from voice_rom.hearing.loading import LoadingRecogniser
from voice_rom.hearing.recogniser_process import RecogniserProcess


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
