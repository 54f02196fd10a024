"""Terminals and pipes for the tests of what is shown."""

import io
import re

from voice_rom.display.console import SessionConsole, console_on

_STEP = re.compile(r"\x1b\[\??([0-9;]*)([A-Za-z])|([\r\n])|([^\x1b\r\n])")


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


class Screen:
    """What stands on a terminal, without styles: it wraps, scrolls and breaks lines as they do."""

    def __init__(self, columns: int = 1000, rows: int = 1000) -> None:
        self.columns = columns
        self.rows = rows
        self._lines = [""]
        self._continued = [False]
        """Whether a row goes on with the one before: it was wrapped by the terminal."""
        self._row = self._column = 0

    def show(self, written: str) -> None:
        for numbers, control, line_end, character in _STEP.findall(written):
            if line_end == "\n":
                self._next_row(continued=False)
            elif line_end == "\r":
                self._column = 0
            elif control:
                self._control(control, numbers)
            else:
                self._put(character)

    def resize(self, columns: int) -> None:
        """Break the lines that are too long now wherever they end, and join those that are not."""
        whole: list[str] = []
        for line, continued in zip(self._lines, self._continued, strict=True):
            if continued:
                whole[-1] += line
            else:
                whole.append(line)
        self.columns = columns
        self._lines, self._continued = [], []
        for line in whole:
            for start in range(0, max(1, len(line)), columns):
                self._lines.append(line[start : start + columns])
                self._continued.append(start > 0)
        self._row = len(self._lines) - 1

    @property
    def visible(self) -> list[str]:
        return self._lines[self._top :]

    @property
    def _top(self) -> int:
        return max(0, len(self._lines) - self.rows)

    def _control(self, control: str, numbers: str) -> None:
        if control == "A":
            self._row = max(self._top, self._row - int(numbers or 1))
        elif control == "K":
            assert numbers == "2"
            self._lines[self._row] = ""
        elif control == "J":
            assert numbers == "2"
            for row in range(self._top, len(self._lines)):
                self._lines[row], self._continued[row] = "", False
        elif control == "H":
            self._row, self._column = self._top, 0
        else:
            assert control == "m", f"a terminal may do anything at {control!r}"

    def _put(self, character: str) -> None:
        if self._column == self.columns:
            self._next_row(continued=True)
        line = self._lines[self._row]
        at = self._column
        self._lines[self._row] = line[:at].ljust(at) + character + line[at + 1 :]
        self._column += 1

    def _next_row(self, *, continued: bool) -> None:
        self._row, self._column = self._row + 1, 0
        if self._row == len(self._lines):
            self._lines.append("")
            self._continued.append(False)
        self._continued[self._row] = continued


def lines_on_screen(written: str) -> list[str]:
    """What stands on an endless terminal after all this was written to it."""
    screen = Screen()
    screen.show(written)
    return screen.visible
