"""A page on a real terminal: laid out anew when its width changes, with a mark that moves."""

from collections import deque
from itertools import islice
from typing import Final

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

from voice_rom.reporting.page import Page, Paragraph

KEPT: Final = 400
"""Paragraphs that can be laid out anew: more than any terminal has rows."""

MARK: Final = "> "
"""Stands in the margin of the paragraph that is marked, where that is as wide."""


class LivePage(Page):
    """Nobody but this page, and the meter below it, writes to the terminal meanwhile.

    The cursor stands at the beginning of the empty row below the page whenever it is told anything.
    """

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._kept: deque[Paragraph] = deque(maxlen=KEPT)
        self._written = 0
        """How many there were so far, kept or not: the number of the next."""
        self._marked: int | None = None
        self._width = console.width

    @property
    def next_number(self) -> int:
        """The number by which the next paragraph can be marked."""
        return self._written

    def write(self, paragraph: Paragraph) -> None:
        self.lay_out()
        self._kept.append(paragraph)
        self._written += 1
        super().write(paragraph)

    def mark(self, number: int | None) -> None:
        """Move the mark to the paragraph with this number, or take it away."""
        before, self._marked = self._marked, number
        if before == number or self.lay_out():
            return
        self._write_over(min(each for each in (before, number) if each is not None))

    def lay_out(self) -> bool:
        """Write what fits on the screen anew if its width has changed; return whether it had.

        A terminal breaks lines that have become too long wherever they happen to end.
        """
        if self.console.width == self._width:
            return False
        self._width = self.console.width
        self.console.control(Control(ControlType.CLEAR, ControlType.HOME))
        for row in self._visible(self._first):
            self.console.print(row, soft_wrap=True)
        return True

    def _write_over(self, first: int) -> None:
        """Write again from this paragraph on, as far as it is still to be seen."""
        rows = self._visible(max(first, self._first))
        up = Control((ControlType.CURSOR_UP, len(rows)), ControlType.CARRIAGE_RETURN)
        self.console.control(up)
        erase = Control((ControlType.ERASE_IN_LINE, 2))
        for row in rows:
            self.console.control(erase)
            self.console.print(row, soft_wrap=True)

    def _visible(self, first: int) -> list[Text]:
        """The rows from this paragraph on, without those that have no room above the cursor."""
        kept = enumerate(islice(self._kept, first - self._first, None), first)
        rows = [row for number, paragraph in kept for row in self._rows_of(number, paragraph)]
        return rows[-(max(1, self.console.height - 1)) :]

    def _rows_of(self, number: int, paragraph: Paragraph) -> list[Text]:
        rows = self.rows(paragraph)
        margin = self.margin(paragraph.indent)
        if number == self._marked and margin >= len(MARK):
            rows[0] = Text(" " * (margin - len(MARK)) + MARK) + rows[0][margin:]
        return rows

    @property
    def _first(self) -> int:
        """The number of the first that is kept."""
        return self._written - len(self._kept)
