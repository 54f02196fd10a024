"""Nothing of a person is left for the next: looked for in memory, on disk and in the browser."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.memory import family, holders, holds
from tests.reporting.browser import PROGRAMS
from tests.running_program import running
from voice_rom import model_store

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0

SEEN = "It is easier for you to turn to the left"
"""What the page shows of an answer that was spoken,"""
KEPT = f": {SEEN}"
"""and as the process of the person has put it together: the sentence alone is in the texts."""

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="memory is read from /proc"),
]


@pytest.fixture
def home() -> Iterator[Path]:
    """All that the kiosk can write to, but for the voice's cache: the program's own sentences.

    Its name is short: Chromium makes a socket in it, whose path may have 108 bytes.
    """
    with tempfile.TemporaryDirectory(prefix="k-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """Chromium as the kiosk starts it, without a window."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed")
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nexec {program} --headless=new --no-sandbox --disable-gpu "$@"\n')
    script.chmod(0o755)
    return script


@pytest.fixture
def kiosk(home: Path, browser: Path) -> Iterator["subprocess.Popen[str]"]:
    settings = home / "settings.toml"
    settings.write_text("[kiosk]\nreading_seconds = 15\n")
    environment = {
        **os.environ,
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
        "VOICE_ROM_MODEL": str(model_store.find()),
        "VOICE_ROM_TEST_WAS_THERE": str(home / "was-there"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
    }
    command = [sys.executable, "-m", "tests.kiosk.planted_kiosk", str(settings), str(browser)]
    with running(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    ) as program:
        yield program
        program.terminate()


def test_an_answer_is_nowhere_any_more_when_the_next_person_comes(
    kiosk: "subprocess.Popen[str]", home: Path
) -> None:
    before = _wait_until_it_is_everywhere(kiosk.pid)
    assert kiosk.stdout is not None
    assert kiosk.stdout.readline() == "left 1 0\n"
    _wait_for_the_next_browser(kiosk.pid, before)

    now = family(kiosk.pid)
    assert holders(now, KEPT) == []
    assert holders([each for each in now if "chrom" in _words(each.pid)], SEEN) == []
    assert not before & {process.pid for process in now}
    assert [pid for pid in before if holds(pid, KEPT)] == []
    assert _files_with(home, SEEN) == []


def _wait_until_it_is_everywhere(kiosk: int) -> set[int]:
    """Else the test could not fail. Returns the person's processes: all but the kiosk's own."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        processes = [each for each in family(kiosk) if each.pid != kiosk]
        visits = [each for each in processes if "visit" in _words(each.pid)]
        renderers = [each for each in processes if "--type=renderer" in _words(each.pid)]
        if holders(visits, KEPT) and holders(renderers, SEEN):
            return {process.pid for process in processes}
        time.sleep(0.5)
    raise AssertionError("the answer was never seen in the memory of the session and the browser")


def _wait_for_the_next_browser(kiosk: int, before: set[int]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        new = [each for each in family(kiosk) if each.pid not in before]
        if any("--type=renderer" in _words(each.pid) for each in new):
            return
        time.sleep(0.2)
    raise AssertionError("there was no browser for the next person")


def _words(pid: int) -> str:
    """The command line of a process, empty when it has ended."""
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _files_with(folder: Path, phrase: str) -> list[str]:
    wanted = (phrase.encode(), phrase.encode("utf-16-le"))
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and any(each in path.read_bytes() for each in wanted)
    ]
