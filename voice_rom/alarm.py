"""The owner's own program, started when nobody answers any more or help is needed."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from voice_rom import time_limit
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import AlarmFailed, AlarmFault

REASON_VARIABLE: Final = "VOICE_ROM_REASON"
"""The program finds in this variable of its environment why it was started."""

_FAULTS: Final = {
    time_limit.FAILED: AlarmFault.FAILED,
    time_limit.TOO_SLOW: AlarmFault.TOO_SLOW,
}


class NoAlarm:
    """Implements `ports.Alarm` where there is nobody to tell."""

    def alert(self, reason: AlertReason) -> None:
        """The voice and the screen tell it."""

    def news(self) -> None:
        """There is none."""


class OwnersProgram:
    """Implements `ports.Alarm`. What the program prints is thrown away.

    It runs without a shell, apart from this session: whoever closes the window does not call the
    message back.
    """

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        """`command` is a program and its arguments, or empty; it may take so many seconds."""
        self._command = tuple(command)
        self._seconds = seconds
        self._running: list[subprocess.Popen[bytes]] = []
        self._faults: deque[AlarmFault] = deque()

    def alert(self, reason: AlertReason) -> None:
        if not self._command:
            return
        try:
            self._running.append(self._start(reason))
        except (OSError, ValueError):
            self._faults.append(AlarmFault.NOT_STARTED)

    def news(self) -> AlarmFailed | None:
        """See `ports.Alarm`."""
        for process in tuple(self._running):
            code = process.poll()
            if code is None:
                continue
            self._running.remove(process)
            if code != time_limit.DONE:
                self._faults.append(_FAULTS.get(code, AlarmFault.NOT_STARTED))
        return AlarmFailed(self._faults.popleft()) if self._faults else None

    def _start(self, reason: AlertReason) -> "subprocess.Popen[bytes]":
        # "-I": what lies in the folder that the session was started in, or in a variable of
        # Python's, has no say in an emergency.
        supervisor = [sys.executable, "-I", str(Path(time_limit.__file__)), str(self._seconds)]
        return subprocess.Popen(  # noqa: S603 - no shell, and it stands in the owner's settings
            [*supervisor, *self._command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, REASON_VARIABLE: str(reason)},
            start_new_session=True,
        )
