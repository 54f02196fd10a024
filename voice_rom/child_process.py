"""Processes that belong to this program: they speak through pipes, and end with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, TypeVar

_ROOT: Final = str(Path(__file__).parents[1])

ORDERLY_END_SECONDS: Final = 0.5
"""An idle process ends within milliseconds of its stdin; one that is busy is not waited for."""

CLOSING_SECONDS: Final = 0.1
"""From a process's closed pipes to its exit code, which tells why it ended."""

Reply = TypeVar("Reply")


class ChildFailedError(Exception):
    """What a process did in place of answering, as the rest of a sentence that begins with it."""


class EarlierReplyError(Exception):
    """A line that answers an earlier message, which was given up (by Ctrl-C, for example)."""


class Child:
    """A running process that answers each message with a line.

    Any thread may end it while another asks. Once it has failed it is of no more use: `ask` has
    killed it, and another has to be started in its place.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start it. Raises ChildFailedError."""
        try:
            self._process = start(command)
        except OSError as problem:
            raise ChildFailedError(f"cannot be started: {problem}") from problem
        # A pipe that the process does not empty blocks whoever writes: so a thread does it, and
        # is freed by the process's end.
        self._pipes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="child-pipes")
        self._latest: Future[Any] | None = None

    @property
    def pid(self) -> int:
        """The process's number in the system."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs (a system call: 2 microseconds)."""
        return self._process.poll() is None

    def ask(
        self,
        message: bytes,
        *,
        accepts: Callable[[bytes], Reply],
        seconds: float,
        meanwhile: Callable[[], None] | None = None,
    ) -> Reply:
        """Send a message and return its reply, which may take so many seconds.

        `accepts` makes a reply of a line. It raises EarlierReplyError for a line to be passed over,
        ValueError for what is no reply, and whatever other error the reply stands for. `meanwhile`
        is called once the message is on its way; its time is not counted. Raises ChildFailedError.
        """
        try:
            exchange = self._pipes.submit(lambda: self._exchange(message, accepts))
        except RuntimeError as closed:
            raise ChildFailedError("was asked after it was closed") from closed
        self._latest = exchange
        try:
            if meanwhile is not None:
                meanwhile()
            return exchange.result(timeout=seconds)
        except TimeoutError as hangs:
            kill(self._process)
            raise ChildFailedError(f"did not answer for {seconds:.0f} seconds") from hangs
        except (OSError, EOFError) as ended:
            with suppress(subprocess.TimeoutExpired):  # its pipes close a little before it ends
                self._process.wait(timeout=CLOSING_SECONDS)
            kill(self._process)
            code = self._process.returncode
            raise ChildFailedError(f"ended unexpectedly with exit code {code}") from ended
        except ValueError as nonsense:
            kill(self._process)
            raise ChildFailedError("gave a reply that cannot be understood") from nonsense

    def end(self, *, wait_seconds: float = ORDERLY_END_SECONDS) -> None:
        """Close its stdin, wait so long, then kill it; kill it at once while it is being asked.

        Leaves no process and no thread. Safe to call twice.
        """
        if self._latest is not None and not self._latest.done():
            kill(self._process)
        with suppress(OSError):  # it may have ended before it had read all
            _pipe(self._process.stdin).close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=wait_seconds)
        kill(self._process)
        self._pipes.shutdown()
        _pipe(self._process.stdout).close()

    def _exchange(self, message: bytes, accepts: Callable[[bytes], Reply]) -> Reply:
        stdin = _pipe(self._process.stdin)
        try:
            stdin.write(message)
            stdin.flush()
        except ValueError as closed:  # by `end`, meanwhile
            raise EOFError from closed
        for line in _pipe(self._process.stdout):
            with suppress(EarlierReplyError):
                return accepts(line)
        raise EOFError


def command_of(module: str) -> tuple[str, ...]:
    """The command that calls `main` of a module of this package, installed or not."""
    call = f"import sys; sys.path.append({_ROOT!r}); from {module} import main; main()"
    # -P: neither the folder that the program happens to be called in nor the module's own may
    # shadow a module.
    return (sys.executable, "-P", "-c", call)


def start(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    """Start it with pipes for stdin and stdout; what it prints on stderr is lost. Raises OSError.

    In a session of its own, Ctrl-C in the terminal does not reach it, nor does the terminal's end.
    """
    return subprocess.Popen(  # noqa: S603 - the command is ours
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End it now, with what it started, from any thread. Safe when it has ended."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        # It is the leader of its session; it may end between the question and this.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError  # never: `start` gives it one
    return pipe
