"""A program that a test runs: waited for with patience, and ended however the test ends."""

import shlex
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import psutil
import pytest

PATIENCE_SECONDS: Final = 200.0
"""Three times what the longest one takes here, and less than the time limit of a test: who waits
for more is told which program it was, in place of a worker that never comes back."""


@contextmanager
def running(
    command: Sequence[str],
    *,
    patience: float = PATIENCE_SECONDS,
    **options: Any,  # noqa: ANN401 - those of Popen
) -> Iterator["subprocess.Popen[str]"]:
    """Start it as `subprocess.Popen` does, as text, and wait for its end.

    `subprocess.Popen` by itself waits without end also for a program that a failed test, or its
    time limit, has left in the middle. Here it is killed then, and after `patience` seconds too:
    what was waited for (a line, its end, a terminal) comes to an end with it, and the test fails.
    """
    program = subprocess.Popen(command, text=True, **options)
    late = threading.Event()

    def give_up() -> None:
        late.set()
        end_family(program.pid)

    limit = threading.Timer(patience, give_up)
    limit.start()
    try:
        with program, _killed_by_a_failure(program):
            yield program
    except BaseException as failure:
        if late.is_set():
            pytest.fail(f"not over after {patience:.0f} s: {shlex.join(command)} ({failure!r})")
        raise
    finally:
        limit.cancel()
    if late.is_set():
        pytest.fail(f"not over after {patience:.0f} s: {shlex.join(command)}")


@contextmanager
def _killed_by_a_failure(program: "subprocess.Popen[str]") -> Iterator[None]:
    try:
        yield
    except BaseException:
        end_family(program.pid)
        raise


def end_family(pid: int) -> None:
    """Kill this process, and all that it started: what they hold open would be waited for."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in [*process.children(recursive=True), process]:
            with suppress(psutil.NoSuchProcess):
                each.kill()
