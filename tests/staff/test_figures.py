"""The figures in docs/STAFF.md can be measured anew, with a few rooms, by the real command."""

import re

import pytest

from tests.staff.figures import figures

pytestmark = [pytest.mark.real, pytest.mark.slow]


def test_rooms_and_calls_reach_the_page_of_the_real_desk_within_a_second() -> None:
    lines = list(figures(12, pages=1, seconds=1.0, messages=5))

    told = {name: value for name, _, value in (line.rpartition(": ") for line in lines)}
    assert "memory after that" in told
    medians = [int(each) for line in lines for each in re.findall(r"median (\d+) ms", line)]
    assert len(medians) == 4  # the first paint, states, calls, calls while it is attacked
    assert max(medians) < 1000
