"""Asks the sound server through its own program, pactl, which both kinds of it answer.

In a process of its own: neither a server that hangs nor a library that crashes can harm a session.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Final

from voice_rom.child_process import kill, start
from voice_rom.devices.sound_server import ServerState, state_of

PROGRAM: Final = "pactl"

_OF_INTEREST: Final = (b"sink", b"source", b"server")
"""Not "client": each of our own questions is one."""

ANSWER_SECONDS: Final = 2.0
"""Mostly it takes 0.01 s (measured)."""


class Pactl:
    """Implements `SoundServer`. One that is not installed, or too old for JSON, tells nothing."""

    def __init__(
        self, program: str | None = None, *, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        """`program` speaks as pactl does; None: the system's, where there is one.

        A server that takes longer than `answer_seconds` tells nothing.
        """
        of_the_system = PROGRAM if sys.platform.startswith("linux") else ""
        self._program = shutil.which(program or of_the_system)
        self._answer_seconds = answer_seconds

    def ask(self) -> ServerState | None:
        if self._program is None:
            return None
        try:
            return state_of(self._said("list"), self._said("info"), os.getpid())
        except (OSError, subprocess.SubprocessError):
            return None
        except (KeyError, TypeError, ValueError, AttributeError):  # no JSON, or another kind of it
            return None

    def _said(self, what: str) -> Any:  # noqa: ANN401 - JSON
        done = subprocess.run(  # noqa: S603 - the command is ours
            [str(self._program), "-f", "json", what],
            env=_plain_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=self._answer_seconds,
            check=True,
        )
        return json.loads(done.stdout)

    def changes(self) -> "Changes | None":
        """Begin to be told of changes; None where nobody tells of any."""
        if self._program is None:
            return None
        try:
            return Changes(start([self._program, "subscribe"], _plain_environment()))
        except OSError:
            return None


class Changes:
    """Each line that `pactl subscribe` writes is a change."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def follow(self, changed: Callable[[], None]) -> None:
        """Call `changed` for each that may matter, until the server ends or `close` is called."""
        with self._process.stdout or nullcontext(()) as lines:
            for line in lines:
                if any(word in line for word in _OF_INTEREST):
                    changed()

    def close(self) -> None:
        """End it, from any thread. Whoever follows it stops, and then the last of it is let go."""
        kill(self._process)
        if self._process.stdin is not None:
            self._process.stdin.close()


def _plain_environment() -> dict[str, str]:
    # In some languages pactl writes its numbers with a comma, which is no JSON, and other words.
    return {**os.environ, "LC_ALL": "C.UTF-8"}
