"""The screen's own command as its unit has it: a real Chromium under a real cage.

The screen is one in memory (Xvfb), because nothing here has another; cage does not know the
difference, and refuses to run as root, as ever.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import psutil
import pytest

from tests.running_program import end_family, running
from voice_rom import model_store

NEEDED: Final = ("cage", "Xwayland", "Xvfb", "grim", "chromium")

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(shutil.which, NEEDED)), reason=f"not all installed: {', '.join(NEEDED)}"
    ),
]

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "build" / "page" / "kiosk-under-cage.png"
"""Kept for somebody to look at."""
PATIENCE = 60.0
NOBODY = pwd.getpwnam("nobody")

PAGE, BUTTON = (0xFB, 0xF9, 0xF4), (0x0B, 0x4A, 0x57)
"""The colours of the page, and of its large button: see page.css."""


def as_the_user(command: Sequence[str]) -> list[str]:
    """Root becomes nobody, who may only read what root may: the interpreter may be at its home."""
    if os.geteuid() != 0:
        return list(command)
    to_read = "+dac_read_search"
    become = [f"--reuid={NOBODY.pw_uid}", f"--regid={NOBODY.pw_gid}", "--clear-groups"]
    return ["setpriv", *become, f"--inh-caps={to_read}", f"--ambient-caps={to_read}", *command]


@dataclass(frozen=True)
class Console:
    """What stands before a person, and the processes behind it."""

    cage: int
    environment: dict[str, str]

    def looks(self) -> "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]":
        """The screen: rows, columns, colours (0 to 255); empty while there is none."""
        taken = subprocess.run(
            as_the_user(["grim", "-t", "ppm", "-"]),
            env={**self.environment, "WAYLAND_DISPLAY": "wayland-0"},
            capture_output=True,
            check=False,
        )
        if taken.returncode != 0:
            return np.zeros((0, 0, 3), np.uint8)
        _, size, _, colours = taken.stdout.split(b"\n", 3)
        columns, rows = map(int, size.split())
        return np.frombuffer(colours, np.uint8).reshape(rows, columns, 3)

    def shows_the_start_screen(self) -> bool:
        """Whether the page fills it to every edge, with its large button below the words."""
        looks = self.looks()
        if looks.size == 0:
            return False
        corners = (looks[3, 3], looks[3, -4], looks[-4, 3], looks[-4, -4])
        middle = looks[-100:, looks.shape[1] // 2 - 200]
        return all(tuple(each) == PAGE for each in corners) and (middle == BUTTON).all(1).any()

    def browser(self) -> psutil.Process | None:
        """Chromium's first process."""
        for each in psutil.Process(self.cage).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                line = each.cmdline()
                if "--kiosk" in line and not any(word.startswith("--type=") for word in line):
                    return each
        return None


def awaited(what: Callable[[], bool], told: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, f"never: {told}"
        time.sleep(0.2)


@pytest.fixture
def console() -> Iterator[Console]:
    if subprocess.run(as_the_user(["unshare", "--user", "true"]), check=False).returncode != 0:
        pytest.skip("Chromium's sandbox needs namespaces, and there are none here")
    with tempfile.TemporaryDirectory(prefix="k-", ignore_cleanup_errors=True) as made:
        folder, shared = Path(made), Path(made) / "shared"
        shared.mkdir(0o700)
        if os.geteuid() == 0:
            for each in (folder, shared):
                os.chown(each, NOBODY.pw_uid, NOBODY.pw_gid)
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "VOICE_ROM_MODEL": str(model_store.find()),
            "HOME": made,
            "XDG_RUNTIME_DIR": made,
            "WLR_BACKENDS": "x11",
            "WLR_RENDERER": "pixman",
        }
        quiet: dict[str, Any] = {"env": environment, "cwd": folder}
        quiet |= {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with ExitStack() as started:
            screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
            xvfb = started.enter_context(running(screen, stdout=subprocess.PIPE, **quiet))
            started.callback(end_family, xvfb.pid)
            assert xvfb.stdout is not None
            environment["DISPLAY"] = f":{xvfb.stdout.readline().strip()}"
            kiosk = [sys.executable, "-m", "voice_rom", "kiosk", "--screen", str(shared)]
            # A simulated person comes after 30 s at this speed: until then it is the start screen.
            kiosk += ["--simulate", "first-look", "--speed", "0.1"]
            program = started.enter_context(running(kiosk, stdout=subprocess.DEVNULL, **quiet))
            started.callback(end_family, program.pid)
            unit = ["cage", "--", sys.executable, "-m", "voice_rom.kiosk.screen", str(shared)]
            cage = started.enter_context(running(as_the_user(unit), **quiet))
            started.callback(end_family, cage.pid)
            yield Console(cage.pid, environment)


def test_the_start_screen_fills_the_screen_and_comes_back_when_its_browser_is_killed(
    console: Console,
) -> None:
    awaited(console.shows_the_start_screen, "a start screen")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(
        subprocess.run(
            as_the_user(["grim", "-"]),
            env={**console.environment, "WAYLAND_DISPLAY": "wayland-0"},
            capture_output=True,
            check=True,
        ).stdout
    )
    first = console.browser()
    assert first is not None
    profile = next(each for each in first.cmdline() if each.startswith("--user-data-dir="))
    first.send_signal(signal.SIGKILL)
    first.wait(PATIENCE)
    awaited(lambda: console.browser() is not None, "a second browser")
    awaited(console.shows_the_start_screen, "a start screen after the first browser")
    second = console.browser()
    assert second is not None
    assert profile not in second.cmdline()
    assert not Path(profile.partition("=")[2]).exists()


def test_a_compositor_that_is_killed_leaves_no_browser_and_no_profile(console: Console) -> None:
    awaited(console.shows_the_start_screen, "a start screen")
    family = psutil.Process(console.cage).children(recursive=True)
    assert any("--kiosk" in each.cmdline() for each in family if each.is_running())
    os.kill(console.cage, signal.SIGKILL)
    _, alive = psutil.wait_procs(family, PATIENCE)
    assert alive == []
    assert list(Path(console.environment["XDG_RUNTIME_DIR"]).glob("kiosk-*")) == []
