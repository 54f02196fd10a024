"""The figures in docs/STAFF.md can be measured anew, with a few rooms, by the real command."""

import re

import pytest

from tests.staff.figures import figures

pytestmark = [pytest.mark.real, pytest.mark.slow]


def test_rooms_and_calls_reach_the_page_of_the_real_desk_within_a_second() -> None:
    lines = list(figures(12, pages=1, seconds=1.0, messages=5))

    told = {name: value for name, _, value in (line.rpartition(": ") for line in lines)}
    assert "memory after that" in told
    medians = [re.search(r"median (\d+) ms", line) for line in lines if "to the page" in line]
    assert len(medians) == 2
    assert all(found is not None and int(found[1]) < 1000 for found in medians)
