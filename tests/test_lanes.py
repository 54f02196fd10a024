"""Tests in real time run one at a time, first, and before all others where a processor is short."""

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

pytestmark = pytest.mark.real


def lanes(folder: Path) -> dict[str, list[tuple[str, int]]]:
    """What each worker ran: from which folder, and how nice it was then."""
    for name in FOLDERS:
        tests = folder / "tests" / name
        tests.mkdir(parents=True)
        (tests / "test_some.py").write_text(TESTS, encoding="utf-8")
    plugins = ["-p", "tests.tiers", "-p", "tests.lanes", "-p", "no:cacheprovider"]
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), *plugins),
            *(f"--rootdir={folder}", "--numprocesses", "2", "tests"),
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


@pytest.mark.skipif(sys.platform == "win32", reason="it has no niceness")
def test_one_worker_runs_those_in_real_time_first_and_whatever_else_runs_gives_way(
    tmp_path: Path,
) -> None:
    ran = lanes(tmp_path)
    (lane,) = (tests for tests in ran.values() if "sound_stack" in dict(tests))
    begin, rest = lane[:20], lane[20:]
    assert [place for place, _ in begin] == ["sound_stack"] * 20
    others = [*rest, *(test for tests in ran.values() if tests is not lane for test in tests)]
    assert sorted(place for place, _ in others) == ["core"] * 20 + ["storage"] * 20
    (urgent,) = {nice for _, nice in begin}
    assert {nice for _, nice in others} == {min(urgent + NICENESS, MOST)}
