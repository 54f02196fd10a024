"""Lines of text on a console: readable in a narrow terminal, in a pipe, and read aloud.

No colours: bold and underline keep the contrast that the terminal has. No boxes and no columns:
a screen reader reads lines.
"""

from typing import Final

from rich.console import Console
from rich.text import Text

NARROWEST: Final = 16
"""Columns below which indenting would leave no room for words."""


class Page:
    """In a terminal lines are wrapped between words; anywhere else a line stays one line."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def line(self, text: str, *, style: str = "", indent: int = 0, hanging: int = 0) -> None:
        """Write one line. `hanging` columns more are left free where it goes on."""
        whole = Text(self.fit(text), style=style)
        if not self.console.is_terminal:
            self.console.print(Text(" " * indent) + whole, soft_wrap=True)
            return
        room = max(NARROWEST, self.console.width - indent - hanging)
        for number, part in enumerate(whole.wrap(self.console, room)):
            part.rstrip()
            margin = Text(" " * (indent if number == 0 else indent + hanging))
            self.console.print(margin + part, soft_wrap=True)

    def blank(self) -> None:
        self.console.print()

    def heading(self, text: str, *, under: str = "-") -> None:
        """Write a heading, underlined so that it is one in a plain pipe too."""
        fitted = self.fit(text)
        self.line(fitted, style="bold")
        self.line(under * min(len(fitted), self.console.width))

    def item(self, text: str, *, indent: int = 0) -> None:
        self.line(f"- {text}", indent=indent, hanging=2)

    def fit(self, text: str) -> str:
        """`text` without control characters, and with none that the output cannot take."""
        visible = "".join(char if char.isprintable() else " " for char in text)
        encoding = self.console.encoding
        return visible.encode(encoding, errors="replace").decode(encoding, errors="replace")
