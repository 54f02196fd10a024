"""Processes that belong to this program: they speak through pipes, and end with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

_ROOT: Final = str(Path(__file__).parents[1])


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
