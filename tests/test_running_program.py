"""No program that a test runs can keep that test waiting."""

import subprocess
import sys
from collections.abc import Callable

import psutil
import pytest

from tests.running_program import running

pytestmark = pytest.mark.real

WAITS = [sys.executable, "-c", "import sys; print('begun', flush=True); sys.stdin.read()"]

STARTS_ONE_MORE = [
    sys.executable,
    "-c",
    f"import subprocess, sys; subprocess.run({WAITS!r}, stdin=sys.stdin)",
]
"""The one below holds the same stdout: killing the first alone would end nothing."""

PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}


def read_to_the_end(program: "subprocess.Popen[str]") -> None:
    assert program.stdout is not None
    program.stdout.read()


def wait(program: "subprocess.Popen[str]") -> None:
    assert program.wait() == 0


@pytest.mark.parametrize("in_vain", [read_to_the_end, wait])
@pytest.mark.parametrize("command", [WAITS, STARTS_ONE_MORE])
def test_who_waits_in_vain_is_told_for_what(
    command: list[str], in_vain: Callable[["subprocess.Popen[str]"], None]
) -> None:
    with (
        pytest.raises(pytest.fail.Exception, match="not over after 0 s:"),
        running(command, patience=0.3, **PIPES) as program,
    ):
        in_vain(program)


def test_a_test_that_fails_leaves_no_program_behind() -> None:
    left: list[psutil.Process] = []

    def fails() -> None:
        with running(WAITS, **PIPES) as program:
            left.append(psutil.Process(program.pid))
            raise AssertionError("the test's own")

    with pytest.raises(AssertionError, match="the test's own"):
        fails()
    assert not left[0].is_running()


def test_one_that_ends_by_itself_is_left_alone() -> None:
    with running(WAITS, **PIPES) as program:
        program.communicate("")
    assert program.returncode == 0
