"""Two tiers of tests: the quick one stays within its own process; all is everything.

A test is of the quick tier unless it is marked `real` or `slow`. A fixture that opens something
real asks for the fixture `_real`: whoever asks for that fixture is marked by it. What was forgotten
cannot hide: a test that starts a process or loads the recogniser, and is not marked, fails, in
both tiers.
"""

import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

REAL: Final = "real"
SLOW: Final = "slow"

_PROCESS_EVENTS: Final = frozenset(
    {"os.fork", "os.forkpty", "os.posix_spawn", "os.startfile", "os.system"}
)

_REAL_MODULES: Final = frozenset(
    {
        "multiprocessing.popen_fork",  # each way of starting a process has a module of its own
        "multiprocessing.popen_forkserver",
        "multiprocessing.popen_spawn_posix",
        "multiprocessing.popen_spawn_win32",
        "playwright",
        "pocketsphinx",
        "vosk",
    }
)
"""A module is seen when it is imported first: later tests of the same process may use it unseen."""


def what_is_real(event: str, arguments: tuple[Any, ...]) -> str | None:
    """What one of Python's audit events starts, in words; None when it stays in this process."""
    if event == "subprocess.Popen":
        program, command, *_ = arguments
        words = " ".join(map(str, command)) if isinstance(command, list | tuple) else program
        return f"the process {words!s:.100}"
    if event in _PROCESS_EVENTS:
        return f"a process ({event})"
    if event == "import" and arguments[0] in _REAL_MODULES:
        return f"the module {arguments[0]}"
    return None


class Guard:
    """Tells what is started while a test runs."""

    def __init__(self) -> None:
        self._running = False
        self._started: list[str] = []
        sys.addaudithook(self._see)  # it cannot be taken away again

    def begin(self) -> None:
        self._started.clear()
        self._running = True

    def end(self) -> list[str]:
        """What was started since `begin`."""
        self._running = False
        return list(self._started)

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._running and (started := what_is_real(event, arguments)) is not None:
            self._started.append(started)


_GUARD: Final = Guard()


@pytest.fixture(scope="session", name=f"_{REAL}")
def _marks_as_real() -> None:
    """For a fixture that opens something real: it marks every test that asks for that fixture."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--quick",
        action="store_true",
        help="only the tests that stay within one process, and fewer examples of each property",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A busy machine is no failure.
    patient: dict[str, Any] = {
        "deadline": None,
        "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
    }
    hypothesis.register_profile("all", **patient)
    hypothesis.register_profile("quick", max_examples=10, **patient)
    hypothesis.load_profile("quick" if config.getoption("quick") else "all")


def at_most(examples: int) -> int:
    """So many examples of a property that is costly to try; in the quick tier fewer still."""
    return min(examples, hypothesis().max_examples)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if f"_{REAL}" in getattr(item, "fixturenames", ()):
            item.add_marker(REAL)
    if config.getoption("quick"):
        left_out = [item for item in items if not _is_quick(item)]
        items[:] = [item for item in items if _is_quick(item)]
        config.hook.pytest_deselected(items=left_out)


def _is_quick(item: pytest.Item) -> bool:
    return not any(item.get_closest_marker(name) for name in (REAL, SLOW))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    _GUARD.begin()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    # What is shared by many tests ends with whichever happens to be the last one.
    started = _GUARD.end()
    yield
    if started and item.get_closest_marker(REAL) is None:
        pytest.fail(f"it starts {started[0]}: mark it `{REAL}`", pytrace=False)
