"""A process that runs the kiosk's browser, and ends it with everything it knows.

It gets its order as one line on stdin, and ends the browser when stdin ends: a kiosk that is
killed leaves no page of anybody on the screen. Only the standard library: it must start quickly.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

ARGUMENTS: Final = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=Translate",
    "--password-store=basic",
)

_FOLDERS: Final = ("TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
"""Where browsers put what does not go into a profile: reports of crashes hold parts of memory."""

_LOOK_SECONDS: Final = 0.05


def main() -> None:
    """Run the browser until it ends, or stdin does."""
    order = json.loads(sys.stdin.buffer.readline())
    profile = Path(order["profile"])
    _write_preferences(profile, order["link"])
    try:
        browser = subprocess.Popen(  # noqa: S603 - what the owner chose, or found by its name
            [order["program"], *ARGUMENTS, f"--user-data-dir={profile}"],
            env={**os.environ, **{name: str(profile) for name in _FOLDERS}},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        over = threading.Event()
        threading.Thread(target=_wait_for_end_of_stdin, args=(over,), daemon=True).start()
        while browser.poll() is None and not over.wait(_LOOK_SECONDS):
            pass
        browser.kill()
        browser.wait()
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def _write_preferences(profile: Path, link: str) -> None:
    """Have it begin with the link: other users of the computer can read a command's arguments."""
    folder = profile / "Default"
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    session = {"restore_on_startup": 4, "startup_urls": [link]}
    preferences = {"session": session, "credentials_enable_service": False}
    (folder / "Preferences").write_text(json.dumps(preferences), encoding="utf-8")


def _wait_for_end_of_stdin(over: threading.Event) -> None:
    sys.stdin.buffer.read()
    over.set()
