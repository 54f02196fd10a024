"""Tests in real time run first, two at a time, and all others give way to them."""

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.lanes import NICENESS

ROOT = Path(__file__).parents[1]

TESTS = """
import os, pathlib

import pytest


@pytest.mark.slow
@pytest.mark.parametrize("number", range(20))
def test_some(number):
    file = pathlib.Path(__file__).parents[2] / os.environ["PYTEST_XDIST_WORKER"]
    with file.open("a") as told:
        print(pathlib.Path(__file__).parent.name, os.nice(0), file=told)
"""

MOST = 19
"""There is nothing nicer."""

FOLDERS = ("core", "sound_stack", "storage")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="it has no niceness"),
]


def lanes(folder: Path, *places: str) -> dict[str, list[tuple[str, int]]]:
    """What each worker ran of `places`: from which folder, and how nice it was then."""
    for name in places or FOLDERS:
        tests = folder / "tests" / name
        tests.mkdir(parents=True)
        (tests / "test_some.py").write_text(TESTS, encoding="utf-8")
    plugins = ["-p", "tests.tiers", "-p", "tests.lanes", "-p", "no:cacheprovider"]
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), *plugins),
            *(f"--rootdir={folder}", "--numprocesses", "3", "tests"),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    ran: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for file in folder.glob("gw*"):
        for line in file.read_text(encoding="utf-8").splitlines():
            place, niceness = line.split()
            ran[file.name].append((place, int(niceness)))
    return ran


def test_two_workers_run_those_in_real_time_first_and_whatever_else_runs_gives_way(
    tmp_path: Path,
) -> None:
    ran = [list(tests) for tests in lanes(tmp_path).values()]
    begun = [tests[:10] for tests in ran if tests[0][0] == "sound_stack"]
    urgent = [test for tests in begun for test in tests]
    others = [test for tests in ran for test in tests if test[0] != "sound_stack"]
    assert [place for place, _ in urgent] == ["sound_stack"] * 20
    assert sorted(place for place, _ in others) == ["core"] * 20 + ["storage"] * 20
    (before,) = {niceness for _, niceness in urgent}
    assert {niceness for _, niceness in others} == {min(before + NICENESS, MOST)}


def test_where_nothing_runs_in_real_time_nobody_gives_way(tmp_path: Path) -> None:
    ran = lanes(tmp_path, "core", "storage")
    assert {niceness for tests in ran.values() for _, niceness in tests} == {os.nice(0)}
