"""Which tests run beside which, so that no processor waits and none that runs in real time is late.

A test with a sound stack mostly waits for sound to be over, and fails when a processor comes too
late for it. So two workers of `pytest-xdist` run all of them, one after the other from the
beginning, while the other workers keep the processors busy and give way to them. The short tests
come last: no worker is left alone with a long one at the end.
"""

import os
from typing import Final

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

REAL_TIME: Final = "tests/sound_stack/"
"""Everything in this folder runs in real time."""

LANES: Final = 2
"""How many of them run at a time. Each takes a quarter of a processor."""

ONE_BY_ONE: Final = "tests/simulation/test_scenarios.py"
"""One worker runs all of any other file: what its tests share is opened once. This one has a
quarter of all the work in it."""

NICENESS: Final = 10
"""Of workers at all others: a tenth of a processor is theirs when a program in real time asks."""


class Lanes(LoadScopeScheduling):  # type: ignore[misc] # it has no types
    """Gives out one after the other, in the order of their turns, what one worker is to run."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)
        self._real_time: dict[str, int] = {}

    def _split_scope(self, nodeid: str) -> str:
        """What `nodeid` is to be run together with, by any name."""
        if nodeid.startswith(REAL_TIME):
            number = self._real_time.setdefault(nodeid, len(self._real_time))
            return f"{REAL_TIME}{number % LANES}"
        file, *_ = nodeid.partition("::")
        return nodeid if file == ONE_BY_ONE else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    return Lanes(config, log)


@pytest.hookimpl(trylast=True)  # when all are marked
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within one turn the tests stay in the order of their files."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    long = any(item.get_closest_marker(name) for name in ("real", "slow"))
    return 0 if _is_real_time(item) else 1 if long else 2


def _is_real_time(item: pytest.Item) -> bool:
    return item.nodeid.startswith(REAL_TIME)


class GivesWay:
    """From a worker's first test on that is not in real time, it and what it starts give way."""

    def __init__(self) -> None:
        self._gives_way = False

    @pytest.hookimpl(tryfirst=True)  # before any fixture starts anything
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if not self._gives_way and not _is_real_time(item):
            self._gives_way = True
            os.nice(NICENESS)


def pytest_collection_finish(session: pytest.Session) -> None:
    is_worker = hasattr(session.config, "workerinput")
    has_nice = hasattr(os, "nice")  # Windows has none
    if is_worker and has_nice and any(map(_is_real_time, session.items)):
        session.config.pluginmanager.register(GivesWay())
