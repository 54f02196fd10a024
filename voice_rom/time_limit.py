"""Runs a program for so many seconds at most, as a process of its own.

    python -I time_limit.py SECONDS PROGRAM [ARGUMENT ...]

So the limit holds even when the session that started it has ended meanwhile. It is run as a file,
by itself, and imports nothing of this project.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

DONE: Final = 0
FAILED: Final = 3
TOO_SLOW: Final = 4
NOT_STARTED: Final = 5
"""How this process ends: the program's own exit codes could mean anything."""


def run(seconds: float, command: Sequence[str]) -> int:
    """Run `command` without a shell; return one of the above."""
    try:
        process = start(command)
    except (OSError, ValueError):
        return NOT_STARTED
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        end(process)
        return TOO_SLOW
    return DONE if code == 0 else FAILED


def start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start it in a process group of its own, so that what it starts can be ended with it."""
    nowhere = subprocess.DEVNULL
    if sys.platform == "win32":
        return subprocess.Popen(  # noqa: S603 - no shell, and it stands in the owner's settings
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere
        )
    return subprocess.Popen(  # noqa: S603 - the same
        command, stdin=nowhere, stdout=nowhere, stderr=nowhere, process_group=0
    )


def end(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]), sys.argv[2:]))
