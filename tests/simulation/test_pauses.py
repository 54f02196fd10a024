"""Who hesitates or corrects in the middle of an answer is taken at what they meant in the end."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from tests.simulation.pauses import (
    Ending,
    Hesitation,
    Rehearsals,
    hesitations,
    right,
    summary,
    table,
)
from voice_rom.core.language.meanings import Meaning
from voice_rom.data_files import fixtures_folder

EVERY = 7
"""Every so many recordings of all: each phrase, with different pauses and voices."""

LEAST = 0.92
"""Just under what is measured (24 of 26): what is still lost is a correction a whole second after
the answer, while the voice speaks."""


@cache
def sample() -> list[Hesitation]:
    return hesitations(fixtures_folder())[::EVERY]


@pytest.fixture
def rehearsals(_real: None) -> Iterator[Rehearsals]:
    opened = Rehearsals()
    yield opened
    opened.close()


@pytest.mark.slow
def test_what_is_recorded_in_the_end_is_what_was_meant(rehearsals: Rehearsals) -> None:
    ended = [rehearsals.end_of(said) for said in sample()]
    rate = right(ended).rate
    assert rate is not None
    wrong = {
        ending.said.name: (ending.said.meant, ending.recorded)
        for ending in ended
        if not ending.right
    }
    assert rate >= LEAST, wrong


def test_the_sample_holds_every_phrase_every_pause_and_every_voice() -> None:
    everything = hesitations(fixtures_folder())
    for what in ("words", "pause", "voice", "meant"):
        there = {getattr(said, what) for said in everything}
        assert {getattr(said, what) for said in sample()} == there


def test_what_was_meant_otherwise_does_not_count(rehearsals: Rehearsals) -> None:
    said = next(said for said in sample() if said.meant is Meaning.YES)
    ended = rehearsals.end_of(replace(said, meant=Meaning.NO))
    assert (ended.recorded, ended.right) == ("yes", False)


UH_YES = Hesitation("phrases/uh_yes_03/anna", "uh yes", 0.3, Meaning.YES)
ENDED = [
    Ending(UH_YES, "yes"),
    Ending(replace(UH_YES, name="phrases/uh_yes_10/anna", pause=1.0), "not_heard"),
    Ending(Hesitation("phrases/um_left_03/anna", "um left", 0.3, Meaning.LEFT), "left"),
]


def test_the_table_counts_by_phrase_and_pause() -> None:
    assert table(ENDED).splitlines() == [
        "| words | meant | 0.3 s | 1.0 s | all |",
        "| --- | --- | --- | --- | --- |",
        "| uh yes | yes | 1 of 1 | 0 of 1 | 1 of 2 |",
        "| um left | left | 1 of 1 |  | 1 of 1 |",
        "| all |  | 2 of 2 | 0 of 1 | 2 of 3 |",
    ]


def test_the_summary_gives_the_rate_with_its_interval() -> None:
    assert summary(ENDED) == ("2 of 3 end in what was meant: 66.7% (95 % interval 20.8% to 93.9%).")
    assert summary([]) == "There is no such recording."
