"""A LiveRoom in a process of its own, which tells what happens to it."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import pytest

from tests.sound_stack.pulse import SoundStack

ROOT = Path(__file__).parents[2]

PATIENCE_SECONDS = 120.0
"""After this it is ended, and whoever waits for what it tells is told so."""


class RunningRoom:
    """The program that has the LiveRoom."""

    def __init__(self, stack: SoundStack) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sound_stack.live_room_program"],
            cwd=ROOT,
            env=stack.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

        self._patience = threading.Timer(PATIENCE_SECONDS, self._process.kill)
        self._patience.start()

    def tell(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()

    def answer(self, **wanted: object) -> dict[str, object]:
        """The next line that says all of this."""
        assert self._process.stdout is not None
        line = ""
        for line in self._process.stdout:
            told: dict[str, object] = json.loads(line)
            if wanted.items() <= told.items():
                return told
        errors = self._process.communicate()[1]
        pytest.fail(f"the program ended without {wanted}; at last it said: {line}{errors}")

    def quit(self) -> str:
        """Let it end by itself; returns what it wrote to stderr."""
        _, errors = self._process.communicate("quit\n")
        assert self._process.returncode == 0
        return errors

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._patience.cancel()
        self._process.kill()
        self._process.communicate()
