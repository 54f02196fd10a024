"""The quick tier stays within its process, and nobody can forget to say that a test does not."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiers import what_is_real

ROOT = Path(__file__).parents[1]

TESTS = """
import subprocess
import sys

import pytest


def test_pure():
    pass


def test_forgotten():
    subprocess.run([sys.executable, "-c", ""], check=True)


@pytest.mark.real
def test_marked():
    subprocess.run([sys.executable, "-c", ""], check=True)


@pytest.fixture
def voice(_real):
    subprocess.run([sys.executable, "-c", ""], check=True)


def test_marked_by_its_fixture(voice):
    pass


@pytest.mark.slow
def test_slow():
    pass
"""


def outcomes(folder: Path, *options: str) -> dict[str, str]:
    """How each of TESTS went; an ERROR is one that was found out at its end."""
    (folder / "test_some.py").write_text(TESTS, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.tiers",
        "-c",
        str(ROOT / "pyproject.toml"),
    ]
    told = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-v", *options, str(folder)],
        cwd=ROOT,
        # What whoever runs the tests adds to their own run changes what is printed by this one.
        env={name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return dict(re.findall(r"::(\w+) (PASSED|FAILED|ERROR)", told))


@pytest.mark.real
def test_quick_are_all_that_start_nothing_and_are_not_slow(tmp_path: Path) -> None:
    assert outcomes(tmp_path, "--quick") == {"test_pure": "PASSED", "test_forgotten": "ERROR"}


@pytest.mark.real
def test_without_the_flag_everything_is_run_and_what_was_forgotten_fails_as_well(
    tmp_path: Path,
) -> None:
    assert outcomes(tmp_path) == {
        "test_pure": "PASSED",
        "test_forgotten": "ERROR",
        "test_marked": "PASSED",
        "test_marked_by_its_fixture": "PASSED",
        "test_slow": "PASSED",
    }


@pytest.mark.parametrize(
    ("event", "arguments", "told"),
    [
        ("subprocess.Popen", ("espeak-ng", ["espeak-ng", "-v"], None, None), "espeak-ng -v"),
        ("subprocess.Popen", ("sh", "echo", None, None), "the process sh"),
        ("os.fork", (), "os.fork"),
        ("import", ("vosk", None, None, None, None), "vosk"),
    ],
)
def test_what_leaves_the_process_is_seen(
    event: str, arguments: tuple[object, ...], told: str
) -> None:
    assert told in str(what_is_real(event, arguments))


@pytest.mark.parametrize(
    ("event", "arguments"),
    [("open", ("file", "r", 0)), ("import", ("json", None, None, None, None))],
)
def test_what_stays_within_it_is_not(event: str, arguments: tuple[object, ...]) -> None:
    assert what_is_real(event, arguments) is None
