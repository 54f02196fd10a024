"""The kiosk's own process: one person's process after another, whatever becomes of them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.running_program import running

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


@pytest.fixture
def came(tmp_path: Path) -> Path:
    """Where each person's process writes its number."""
    return tmp_path / "came"


def kiosk(
    what: str, came: Path, people: int = 0, browser: Path | None = None
) -> AbstractContextManager["subprocess.Popen[str]"]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "XDG_RUNTIME_DIR": str(came.parent),
    }
    shown_by = [] if browser is None else [str(browser)]
    return running(
        [sys.executable, "-m", "tests.kiosk.looping", what, str(came), str(people), *shown_by],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        patience=60.0,
    )


def visits(came: Path, count: int) -> list[int]:
    """The numbers of the persons' processes, when so many have come."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        numbers = came.read_text().split() if came.exists() else []
        if len(numbers) >= count:
            return [int(each) for each in numbers]
        time.sleep(0.05)
    raise AssertionError(f"{count} never came")


def lines(program: "subprocess.Popen[str]") -> list[str]:
    assert program.stdout is not None
    return program.stdout.read().splitlines()


@contextmanager
def ended(pid: int) -> Iterator[None]:
    """Whatever is done within ends this process."""
    process = psutil.Process(pid)
    yield
    _, alive = psutil.wait_procs([process], timeout=PATIENCE)
    assert alive == []


def test_each_person_has_a_process_of_their_own(came: Path) -> None:
    with kiosk("leave", came, people=3) as program:
        assert lines(program) == ["left 1 0", "left 2 0", "left 3 0"]
    assert len(set(visits(came, 3))) == 3
    assert program.returncode == 0


def test_after_a_crash_the_next_person_comes_and_each_time_a_little_later(came: Path) -> None:
    begin = time.monotonic()
    with kiosk("crash", came, people=3) as program:
        assert lines(program) == ["left 1 -9", "left 2 -9", "left 3 -9"]
    assert time.monotonic() - begin >= 1.0 + 2.0
    assert program.returncode == 0


def test_a_person_whose_process_is_killed_is_followed_by_the_next(came: Path) -> None:
    with kiosk("stay", came, people=4) as program:
        for count in range(1, 5):
            os.kill(visits(came, count)[-1], signal.SIGKILL)
        assert lines(program) == [f"left {number} -9" for number in range(1, 5)]


def test_whoever_is_there_is_told_of_the_end_and_nobody_comes_after(came: Path) -> None:
    with kiosk("end", came) as program:
        visits(came, 1)
        program.terminate()
        assert lines(program) == ["left 1 130"]
    assert program.returncode == 130
    assert len(visits(came, 1)) == 1


@pytest.mark.skipif(not hasattr(psutil, "RLIMIT_CORE"), reason="only Linux tells it")
def test_no_crash_leaves_memory_on_disk(came: Path) -> None:
    with kiosk("stay", came, people=1) as program:
        (person,) = visits(came, 1)
        assert psutil.Process(person).rlimit(psutil.RLIMIT_CORE)[0] == 0
        os.kill(person, signal.SIGKILL)
        assert lines(program) == ["left 1 -9"]


def test_a_kiosk_that_is_killed_leaves_nobody_behind(came: Path) -> None:
    with kiosk("stay", came) as program:
        (person,) = visits(came, 1)
        with ended(person):
            program.kill()
            program.wait()


# The browser


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A program in place of Chromium: writes its number and its arguments, and stays."""
    script = tmp_path / "browser"
    script.write_text(
        f"#!/bin/sh\necho $$ >> {tmp_path}/shown\n"
        f'echo "$@" >> {tmp_path}/arguments\nexec sleep 1000\n'
    )
    script.chmod(0o755)
    return script


def profiles(folder: Path) -> list[Path]:
    return sorted(folder.glob("kiosk-*"))


def test_each_person_has_a_browser_of_their_own_that_leaves_no_profile(
    came: Path, browser: Path
) -> None:
    with kiosk("stay", came, people=2, browser=browser) as program:
        for count in (1, 2):
            shown, person = visits(came.parent / "shown", count)[-1], visits(came, count)[-1]
            assert len(profiles(came.parent)) == 1
            with ended(shown):
                os.kill(person, signal.SIGKILL)
        assert lines(program) == ["left 1 -9", "left 2 -9"]
    assert profiles(came.parent) == []


def test_a_browser_that_is_killed_comes_back_and_the_person_stays(
    came: Path, browser: Path
) -> None:
    with kiosk("end", came, browser=browser) as program:
        for count in (1, 2, 3):
            os.kill(visits(came.parent / "shown", count)[-1], signal.SIGKILL)
        visits(came.parent / "shown", 4)
        program.terminate()
        assert lines(program) == ["left 1 130"]
    assert len(visits(came, 1)) == 1


def test_the_link_is_in_no_command_that_others_could_read(came: Path, browser: Path) -> None:
    with kiosk("end", came, browser=browser) as program:
        visits(came.parent / "shown", 1)
        (profile,) = profiles(came.parent)
        assert "token=secret" in (profile / "Default" / "Preferences").read_text()
        assert profile.stat().st_mode & 0o077 == 0
        for process in psutil.Process(program.pid).children(recursive=True):
            assert "secret" not in " ".join(process.cmdline())
        program.terminate()
    assert "secret" not in (came.parent / "arguments").read_text()


def test_a_kiosk_that_is_killed_leaves_no_browser_and_no_profile(came: Path, browser: Path) -> None:
    with kiosk("stay", came, browser=browser) as program:
        (shown,) = visits(came.parent / "shown", 1)
        guard = psutil.Process(shown).parent()
        assert guard is not None
        with ended(guard.pid), ended(shown):
            program.kill()
            program.wait()
    assert profiles(came.parent) == []
