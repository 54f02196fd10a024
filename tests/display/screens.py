"""Terminals and pipes for the tests of what is shown."""

import io
import re

from voice_rom.display.console import SessionConsole, console_on

_STEP = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|\r|\n|[^\x1b\r\n]+")


class Terminal(io.StringIO):
    """A text file that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def terminal(
    columns: int = 80, *, kind: str = "xterm-256color", variable: str = "LANG"
) -> tuple[Terminal, SessionConsole]:
    """A terminal, and the console on it; `variable` stands in its environment."""
    file = Terminal()
    environ = {"TERM": kind, "COLUMNS": str(columns), variable: "truecolor"}
    return file, console_on(file, environ=environ)


def pipe() -> tuple[io.StringIO, SessionConsole]:
    file = io.StringIO()
    return file, console_on(file, environ={"TERM": "xterm-256color", "FORCE_COLOR": "1"})


def lines_on_screen(written: str) -> list[str]:
    """What stands on a terminal after all this was written to it, without styles."""
    lines = [""]
    column = 0
    for step in _STEP.findall(written):
        if step == "\n":
            lines.append("")
            column = 0
        elif step == "\r":
            column = 0
        elif step == "\x1b[2K":
            lines[-1] = ""
        elif not step.startswith("\x1b"):
            lines[-1] = lines[-1][:column].ljust(column) + step + lines[-1][column + len(step) :]
            column += len(step)
    return lines
