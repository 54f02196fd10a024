"""A console that leaves it to the session what a closed pipe means."""

from collections.abc import Mapping
from io import StringIO
from typing import TextIO

from rich.console import Console

from voice_rom.outputs import abandon


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
