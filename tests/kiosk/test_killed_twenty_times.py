"""The browser and the program, killed again and again: the start screen each time.

systemd does not run where tests do: the test starts again what was killed, as the units have it.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.running_program import running
from voice_rom import model_store

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.timeout(280)]

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
TIMES = 10
START = "led by a voice"


@dataclass(frozen=True)
class Seen:
    pid: int
    profile: str
    files: list[str]
    first: str
    """The page as it was at first, while the kiosk was still beginning,"""
    html: str
    """and as it was then."""


@dataclass
class Computer:
    """What both units share, and what a browser has seen so far."""

    shared: Path
    notes: Path
    environment: dict[str, str]

    def seen(self, count: int) -> list[Seen]:
        """What the first so many browsers were shown."""
        deadline, lines = time.monotonic() + PATIENCE, list[str]()
        while time.monotonic() < deadline:
            lines = self.notes.read_text("utf-8").splitlines() if self.notes.exists() else []
            if len(lines) >= count:
                return [Seen(**json.loads(line)) for line in lines]
            time.sleep(0.1)
        raise AssertionError(f"{count} browsers never came; only {len(lines)}")

    def kiosk(self) -> "subprocess.Popen[bytes]":
        # A simulated person comes after 30 s: until then it is the start screen.
        command = [sys.executable, "-m", "voice_rom", "kiosk", "--screen", str(self.shared)]
        return subprocess.Popen(
            [*command, "--simulate", "first-look", "--speed", "0.1"],
            cwd=self.shared,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def computer() -> Iterator[Computer]:
    with tempfile.TemporaryDirectory(prefix="k-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        (folder / "shared").mkdir()
        notes, browser = folder / "notes", folder / "browser"
        browser.write_text(
            f'#!/bin/sh\nexec {sys.executable} {ROOT}/tests/kiosk/noting_browser.py {notes} "$@"\n'
        )
        browser.chmod(0o755)
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
            "VOICE_ROM_MODEL": str(model_store.find()),
            "XDG_RUNTIME_DIR": made,
        }
        with running(
            [sys.executable, "-m", "voice_rom.kiosk.screen", str(folder / "shared"), str(browser)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
        ) as screen:
            yield Computer(folder / "shared", notes, environment)
            screen.terminate()


def test_browser_and_program_are_killed_twenty_times_and_the_start_screen_is_there_each_time(
    computer: Computer,
) -> None:
    kiosk = computer.kiosk()
    try:
        for count in range(1, 2 * TIMES, 2):
            os.kill(computer.seen(count)[-1].pid, signal.SIGKILL)
            computer.seen(count + 1)
            kiosk.kill()
            kiosk.wait()
            kiosk = computer.kiosk()
        seen = computer.seen(2 * TIMES + 1)
    finally:
        kiosk.kill()
        kiosk.wait()
    assert len(seen) == 2 * TIMES + 1
    assert [START in each.html for each in seen] == [True] * len(seen)
    assert not any("noticed" in each.first.casefold() for each in seen)
    # Nothing to restore, and nobody's words: each begins with what the kiosk itself wrote.
    assert {tuple(each.files) for each in seen} == {("Default/Preferences",)}
    assert len({each.profile for each in seen}) == len(seen)
    gone = [each for each in seen[:-1] if not psutil.pid_exists(each.pid)]
    assert len(gone) == len(seen) - 1
    assert not any(Path(each.profile).exists() for each in seen[:-1])
