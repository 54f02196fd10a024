"""The browser that shows the kiosk's page: a new one for each person, with a profile in memory."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from voice_rom.child_process import command_of, kill, start

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")

_MEMORY_FOLDERS: Final = ("/dev/shm",)  # noqa: S108 - a folder of our own is made there
_ENDING_SECONDS: Final = 3.0


def find_browser() -> str | None:
    """The Chromium that is installed; None if there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class KioskBrowser:
    """Runs the browser for one person after another. What one saw, the next has no way back to."""

    def __init__(self, program: str, link: str) -> None:
        """`program` gets Chromium's arguments; `link` lets it in."""
        self._program = program
        self._link = link
        self._guard: subprocess.Popen[bytes] | None = None
        self._profile: Path | None = None

    @property
    def runs(self) -> bool:
        return self._guard is not None and self._guard.poll() is None

    def open(self) -> None:
        """Start it, knowing nothing of anybody; one that runs is ended first."""
        self.close()
        self._profile = Path(tempfile.mkdtemp(prefix="kiosk-", dir=memory_folder()))
        order = {"program": self._program, "link": self._link, "profile": str(self._profile)}
        self._guard = start(command_of("voice_rom.kiosk.browser_guard"))
        if self._guard.stdin is not None:
            with suppress(OSError):  # it ended at once; whoever looks whether it runs sees that
                self._guard.stdin.write(json.dumps(order).encode() + b"\n")
                self._guard.stdin.flush()

    def close(self) -> None:
        """End it with all its processes, and delete its profile. Safe to call twice."""
        guard, self._guard = self._guard, None
        if guard is not None:
            for pipe in (guard.stdin, guard.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            with suppress(subprocess.TimeoutExpired):
                guard.wait(_ENDING_SECONDS)
            kill(guard)
            if os.name == "posix":  # what it has left behind is in its group
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(guard.pid, signal.SIGKILL)
        profile, self._profile = self._profile, None
        if profile is not None:
            shutil.rmtree(profile, ignore_errors=True)


def memory_folder() -> str | None:
    """A folder that lies in memory and on no disk; None where the system has none."""
    folders = (os.environ.get("XDG_RUNTIME_DIR", ""), *_MEMORY_FOLDERS)
    return next((each for each in folders if each and os.access(each, os.W_OK)), None)
