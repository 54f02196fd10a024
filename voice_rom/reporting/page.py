"""Lines of text on a console: readable in a narrow terminal, in a pipe, and read aloud.

No colours: bold and underline keep the contrast that the terminal has. No boxes and no columns:
a screen reader reads lines.
"""

from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

NARROWEST: Final = 16
"""Columns that are left for words, whatever is indented."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One line of what is told, however many rows of a terminal it takes."""

    text: str
    style: str = ""
    indent: int = 0
    hanging: int = 0
    """Columns that are left free besides where it goes on."""


class Page:
    """In a terminal lines are wrapped between words; anywhere else a line stays one line."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def line(self, text: str, *, style: str = "", indent: int = 0, hanging: int = 0) -> None:
        """Write one line. `hanging` columns more are left free where it goes on."""
        self.write(Paragraph(text=text, style=style, indent=indent, hanging=hanging))

    def blank(self) -> None:
        self.write(Paragraph(text=""))

    def write(self, paragraph: Paragraph) -> None:
        for row in self.rows(paragraph):
            self.console.print(row, soft_wrap=True)

    def heading(self, text: str, *, under: str = "-") -> None:
        """Write a heading, underlined so that it is one in a plain pipe too."""
        fitted = self.fit(text)
        self.line(fitted, style="bold")
        self.line(under * min(len(fitted), self.console.width))

    def item(self, text: str, *, indent: int = 0) -> None:
        self.line(f"- {text}", indent=indent, hanging=2)

    def rows(self, paragraph: Paragraph) -> list[Text]:
        """The rows that `paragraph` takes, each with its margin; one at least."""
        whole = Text(self.fit(paragraph.text), style=paragraph.style)
        if not self.console.is_terminal:
            return [Text(" " * paragraph.indent) + whole]
        first = self.margin(paragraph.indent)
        others = self.margin(paragraph.indent + paragraph.hanging)
        rows = []
        for number, part in enumerate(whole.wrap(self.console, self.console.width - others)):
            part.rstrip()
            rows.append(Text(" " * (others if number else first)) + part)
        return rows or [Text()]

    def margin(self, columns: int) -> int:
        """As many of these columns as leave room for words."""
        return max(0, min(columns, self.console.width - NARROWEST))

    def fit(self, text: str) -> str:
        """`text` without control characters, and with none that the output cannot take."""
        visible = "".join(char if char.isprintable() else " " for char in text)
        encoding = self.console.encoding
        return visible.encode(encoding, errors="replace").decode(encoding, errors="replace")
