"""The distances that docs/SAFETY.md tells are those that are kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.core.conftest import MakePerson
from tests.core.person import Person
from voice_rom.core.assessment.state import State
from voice_rom.core.protocol.effects import AlertOwner

SAFETY_MD = Path(__file__).parents[2] / "docs" / "SAFETY.md"

_ROW = re.compile(r"^\| ([^|]+) \| `([^`]+)` \| (\d+) \| (\d+) \|")


@dataclass(frozen=True)
class Row:
    text_id: str
    after: float
    total: float
    others_are_told: bool


def tables() -> list[list[Row]]:
    """The tables in docs/SAFETY.md, each with its rows."""
    found: list[list[Row]] = [[]]
    for line in SAFETY_MD.read_text(encoding="utf-8").splitlines():
        match = _ROW.match(line)
        if match:
            what, text_id, after, total = match.groups()
            told = "Others are told" in what
            found[-1].append(Row(text_id, float(after), float(total), told))
        elif found[-1]:
            found.append([])
    return [rows for rows in found if rows]


def in_a_movement(anna: Person) -> None:
    anna.go_to(State.STEP)


def at_a_question(anna: Person) -> None:
    anna.go_to(State.QUESTION)


def in_a_pause(anna: Person) -> None:
    anna.go_to(State.STEP)
    anna.say("pause")


@pytest.mark.parametrize(
    ("number", "begin"), list(enumerate((in_a_movement, at_a_question, in_a_pause)))
)
def test_silence_goes_as_the_table_tells(
    person: MakePerson, number: int, begin: Callable[[Person], None]
) -> None:
    """Rows of which one stands for several times are met by the first of them."""
    anna = person()
    begin(anna)
    seconds = 0.0
    for row in tables()[number]:
        while True:
            anna.listen_to_the_end()
            assert anna.timer is not None
            waited, before = anna.timer.seconds, len(anna.of(AlertOwner))
            seconds += waited
            anna.stay_silent()
            if row.text_id == anna.said[0]:
                break
            assert seconds < row.total, f"{anna.said[0]} in place of {row.text_id}"
        assert (waited, seconds) == (row.after, row.total)
        assert (len(anna.of(AlertOwner)) > before) is row.others_are_told


def test_there_is_a_table_for_each_of_them() -> None:
    assert [len(rows) for rows in tables()] == [8, 8, 7]
