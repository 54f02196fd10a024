"""The lanes of a question as SVG: a shape with its word for each session, and the date below.

Every kind of mark has a shape of its own: not everybody sees colours, and paper may have none.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from voice_rom.history.lanes import Column, LaneMark
from voice_rom.history.telling import date_of
from voice_rom.history.wording import HistoryWording

COLUMNS: Final = 4
"""Sessions in a row; further ones go on in the next, so that the words stay legible on a phone."""

_LABEL: Final = 58
_COLUMN: Final = 90
_LANE: Final = 48
_DATES: Final = 40

WIDTH: Final = _LABEL + COLUMNS * _COLUMN

_MOST_LETTERS: Final = {_LABEL: 8, _COLUMN: 13}
"""So many surely fit; a longer word is drawn narrower."""

_SHAPES: Final = {
    LaneMark.NOTICED: '<path class="full" d="M0 -11L11 0L0 11L-11 0Z"/>',
    LaneMark.NOT_NAMED: '<path class="line" d="M-7 0L7 0"/>',
    LaneMark.NO_SIDE: '<path class="line" stroke-dasharray="4 3" d="M0 -11L11 0L0 11L-11 0Z"/>',
    LaneMark.NOTHING: '<circle class="line" r="9"/>',
    LaneMark.OPEN: '<text class="sign" y="8">?</text>',
    LaneMark.NOT_ASKED: '<circle class="full" r="2"/>',
}


def height(lanes: int) -> int:
    return lanes * _LANE + _DATES


def rows_of(columns: Sequence[Column]) -> list[Sequence[Column]]:
    """`columns` in as many rows as they take."""
    starts = [*range(0, len(columns), COLUMNS), len(columns)]
    return [columns[start:end] for start, end in pairwise(starts)]


def row_picture(row: Sequence[Column], wording: HistoryWording) -> Markup:
    """One row as the inside of an SVG of `WIDTH` by `height`."""
    lanes = len(row[0].marks)
    parts = [*_labels(lanes, wording)]
    for number, column in enumerate(row):
        middle = _LABEL + (number + 0.5) * _COLUMN
        for lane, mark in enumerate(column.marks):
            parts.append(_placed(mark, middle, lane * _LANE + 16))
            parts.append(_text(wording.marks[mark], middle, lane * _LANE + 42, _COLUMN))
        for line, text in enumerate(date_of(column.started_at).split(" ")):
            parts.append(_text(text, middle, lanes * _LANE + 17 + 16 * line, _COLUMN, "date"))
    return Markup("").join(parts)


def mark_sign(mark: LaneMark) -> Markup:
    """The shape by itself: the inside of an SVG of 32 by 32."""
    return _placed(mark, 16, 16)


def _labels(lanes: int, wording: HistoryWording) -> Iterator[Markup]:
    if lanes > 1:
        for lane, side in enumerate((wording.lane_left, wording.lane_right)):
            yield _text(side, _LABEL / 2, lane * _LANE + 21, _LABEL, "lane")
    for lane in range(lanes):
        yield Markup('<path class="rule" d="M0 {0}L{1} {0}"/>').format((lane + 1) * _LANE, WIDTH)


def _placed(mark: LaneMark, x: float, y: float) -> Markup:
    shape = Markup(_SHAPES[mark])  # noqa: S704 - our own shapes
    return Markup('<g data-mark="{}" transform="translate({:g} {:g})">{}</g>').format(
        mark, x, y, shape
    )


def _text(text: str, x: float, y: float, room: int, kind: str = "word") -> Markup:
    narrow = Markup("")
    if len(text) > _MOST_LETTERS[room]:
        narrow = Markup(' textLength="{}" lengthAdjust="spacingAndGlyphs"').format(room - 4)
    return Markup('<text class="{}" x="{:g}" y="{:g}"{}>{}</text>').format(
        kind, x, y, narrow, escape(text)
    )
