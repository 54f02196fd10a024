"""The program's end of the voice worker: start it, ask it, end it."""

import queue
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Final

from voice_rom.child_process import command_of, kill, start
from voice_rom.speaking.protocol import (
    Described,
    NotAVoiceMessageError,
    Refused,
    Rendered,
    Reply,
    Request,
    decode,
    encode,
)

WORKER_COMMAND: Final = command_of("voice_rom.speaking.worker")

ORDERLY_END_SECONDS: Final = 0.5
"""An idle worker ends within milliseconds of its stdin; one that is busy is not waited for."""


class WorkerFailedError(Exception):
    """The worker ended, took too long or said what it should not: it has to be replaced."""


class WorkerProcess:
    """A running worker, and a thread that reads what it says."""

    def __init__(self, command: Sequence[str]) -> None:
        try:
            self._process = start(command)
        except OSError as problem:
            raise WorkerFailedError(f"it cannot be started: {problem}") from problem
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(
            target=_read, args=(_pipe(self._process.stdout), self._lines), daemon=True
        )
        self._reader.start()

    def send(self, request: Request) -> None:
        """Hand over a request. Raises WorkerFailedError."""
        try:
            stdin = _pipe(self._process.stdin)
            stdin.write(encode(request).encode("ascii"))
            stdin.flush()
        except (OSError, ValueError) as problem:
            raise WorkerFailedError("it has ended") from problem

    def reply(self, number: int, seconds: float) -> Reply:
        """The reply to request `number`. Raises WorkerFailedError when none comes in `seconds`."""
        while True:
            reply = self._next_reply(seconds)
            # Others answer a request that was given up, by Ctrl-C for example.
            if reply.number == number:
                return reply

    def _next_reply(self, seconds: float) -> Reply:
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            raise WorkerFailedError(f"it has not answered for {seconds:.0f} seconds") from None
        if line is None:
            raise WorkerFailedError("it has ended")
        try:
            message = decode(line)
        except NotAVoiceMessageError as problem:
            raise WorkerFailedError("its reply cannot be understood") from problem
        if not isinstance(message, Rendered | Described | Refused):
            raise WorkerFailedError("its reply cannot be understood")
        return message

    def end(self, *, wait_seconds: float = ORDERLY_END_SECONDS) -> None:
        """Close its stdin, wait `wait_seconds`, then kill it. Leaves no process and no thread."""
        with suppress(OSError):  # it may have ended before it had read all
            _pipe(self._process.stdin).close()
        try:
            self._process.wait(timeout=wait_seconds)
        except subprocess.TimeoutExpired:
            kill(self._process)
        self._reader.join()
        _pipe(self._process.stdout).close()


def _read(stdout: IO[bytes], lines: "queue.SimpleQueue[str | None]") -> None:
    for line in stdout:
        lines.put(line.decode("ascii", errors="replace"))
    lines.put(None)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise WorkerFailedError("it has no pipes")
    return pipe
