"""A console that leaves it to the session what a closed pipe means."""

import os
from collections.abc import Mapping
from contextlib import suppress
from io import StringIO
from typing import TextIO

from rich.console import Console


class SessionConsole(Console):
    """Rich's console, which would end the whole program when its reader has gone."""

    def on_broken_pipe(self) -> None:
        """Let the display be dropped, and the session go on. Raises BrokenPipeError."""
        abandon(self.file)
        raise BrokenPipeError


def console_on(file: TextIO | None, *, environ: Mapping[str, str] | None = None) -> SessionConsole:
    """A console on `file`: control codes only when that is a real terminal.

    None, as Python has it where an output was closed before it began, is written to by nobody.
    Rich alone would also believe variables such as FORCE_COLOR, which CI sets for pipes. Of
    `environ` (the program's own when None) TERM and COLUMNS count.
    """
    if file is None:
        return SessionConsole(file=StringIO(), quiet=True)
    return SessionConsole(
        file=file,
        force_terminal=file.isatty(),
        highlight=False,
        markup=False,
        emoji=False,
        _environ=environ,
    )


def abandon(file: object) -> None:
    """Point `file` nowhere, so that whatever else the program writes to it does no harm."""
    fileno = getattr(file, "fileno", None)
    with suppress(OSError, ValueError, TypeError):
        descriptor = fileno() if callable(fileno) else None
        if descriptor is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, descriptor)
            os.close(nowhere)
