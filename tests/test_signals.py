"""However the tests are started, what they start hears of a closed window and of Ctrl-C."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

IGNORES = """
import signal, sys
for number in {numbers}:
    signal.signal(number, signal.SIG_IGN)
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""

TESTS = """
import os, signal, subprocess, sys

import pytest

NUMBERS = {numbers}


@pytest.mark.real
def test_what_is_started_ignores_nothing():
    told = "import signal; print([int(signal.getsignal(n) == signal.SIG_IGN) for n in {numbers}])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[0,", "0]"]


def test_the_tests_themselves_still_go_on():
    for number in NUMBERS:
        os.kill(os.getpid(), number)
"""

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals"),
]


def test_where_the_tests_ignore_a_request_what_they_start_does_not(tmp_path: Path) -> None:
    numbers = [int(signal.SIGHUP), int(signal.SIGINT)]
    (tmp_path / "test_some.py").write_text(TESTS.format(numbers=numbers), encoding="utf-8")
    plugins = ["-p", "tests.tiers", "-p", "tests.signals", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [
            *(sys.executable, "-c", IGNORES.format(numbers=numbers)),
            *("-c", str(ROOT / "pyproject.toml"), *plugins, str(tmp_path)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed" in done.stdout, done.stdout
