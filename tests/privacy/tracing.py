"""Which sockets a command and all the processes below it open, as the system itself saw it."""

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

STRACE: Final = "strace"

_SOCKET: Final = re.compile(r"\bsocket\((\w+)")

NETWORK: Final = frozenset({"AF_INET", "AF_INET6", "AF_PACKET"})
"""What leads out of the machine; AF_UNIX leads to programs on the same one, as a sound server."""


def traced(command: list[str], log: Path) -> list[str]:
    """The command that runs `command` and writes into `log` what it does with sockets."""
    if shutil.which(STRACE) is None:  # never left out in silence
        pytest.fail("Not installed: strace. On Debian or Ubuntu type: sudo apt-get install strace")
    return [STRACE, "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket", "-o", str(log), *command]


def sockets_in(log: Path) -> set[str]:
    """The families of the sockets that were opened."""
    return set(_SOCKET.findall(log.read_text(encoding="utf-8", errors="replace")))
