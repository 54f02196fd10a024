"""The body figure of a report: front and back, with a numbered mark where something was noticed.

Marks differ by their shape and their number, never by colour, and each number stands in the list
beside the figure with its words. The figure is our own drawing, of one simple style.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from markupsafe import Markup

from voice_rom.core.assessment.content import BodyPart, Side

WIDTH: Final = 240
HEIGHT: Final = 520
"""Of one view, in the drawing's own units."""

_MIDDLE: Final = WIDTH / 2
_RADIUS: Final = 15.0
_BESIDE: Final = 31.0
"""From one mark to the next beside it or below it, so that they do not touch."""
_OUTMOST: Final = 104.0
"""How far from the middle a mark can be and still be whole."""

Point = tuple[float, float]


class MarkShape(StrEnum):
    """One for each sign that an assessment knows; with more signs they come again."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    STAR = "star"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A finding on the figure."""

    number: int
    shape: MarkShape
    part: BodyPart
    side: Side | None
    """None where no side was asked for."""


_PLACES: Final[dict[BodyPart, tuple[Point, ...]]] = {
    BodyPart.HEAD: ((15, 46),),
    BodyPart.NECK: ((15, 92),),
    BodyPart.SHOULDER: ((42, 118),),
    BodyPart.ARM: ((52, 154), (67, 226)),
    BodyPart.ELBOW: ((60, 190),),
    BodyPart.HAND: ((72, 262),),
    BodyPart.TRUNK: ((18, 128), (18, 160), (18, 192)),
    BodyPart.HIP: ((24, 240), (55, 240)),
    BodyPart.LEG: ((25, 280), (26, 312), (28, 392), (29, 424)),
    BodyPart.KNEE: ((27, 352), (58, 352)),
    BodyPart.FOOT: ((36, 458),),
}
"""Where the first, the second, ... mark of a part goes: so far from the middle, so far down.
Further ones stand beside the last, in as many rows as it takes."""

_TRUNK: Final = "M88 118L152 118L143 184L146 248L94 248L97 184Z"
_LIMBS: Final = (
    ("M120 84L120 104", 26),
    ("M82 122L60 190L50 252", 25),
    ("M158 122L180 190L190 252", 25),
    ("M102 250L94 352L92 440", 36),
    ("M138 250L146 352L148 440", 36),
    ("M92 448L80 458", 22),
    ("M148 448L160 458", 22),
)
_OUTLINE: Final = 3.0


def body_view(marks: Sequence[Mark], *, back: bool) -> Markup:
    """One view as the inside of an SVG of `WIDTH` by `HEIGHT`, without its words."""
    parts = [_body(), _spine() if back else _face(), *_marks(marks, back=back)]
    return Markup("".join(parts))  # noqa: S704 - numbers and our own shapes, nothing that was said


def mark_symbol(mark: Mark) -> Markup:
    """The mark by itself, as it stands in the list: the inside of an SVG of 40 by 40."""
    return Markup(_mark(mark, (20.0, 20.0)))  # noqa: S704 - the same


def _body() -> str:
    """The limbs twice: first in the outline's colour and a little wider, then in the body's."""
    drawn = []
    for kind, wider in (("outline", 2 * _OUTLINE), ("body", 0.0)):
        drawn.append(f'<circle class="{kind}" cx="120" cy="48" r="{34 + wider / 2:g}"/>')
        drawn.append(
            f'<path class="{kind}" stroke-linejoin="round" stroke-width="{24 + wider:g}" '
            f'd="{_TRUNK}"/>'
        )
        drawn += [
            f'<path class="{kind} limb" stroke-linecap="round" stroke-linejoin="round" '
            f'stroke-width="{width + wider:g}" d="{path}"/>'
            for path, width in _LIMBS
        ]
    return "".join(drawn)


def _face() -> str:
    return (
        '<circle class="dot" cx="108" cy="44" r="3.5"/>'
        '<circle class="dot" cx="132" cy="44" r="3.5"/>'
        '<path class="detail" d="M112 62L128 62"/>'
    )


def _spine() -> str:
    return (
        '<path class="detail" d="M120 112L120 236"/>'
        '<path class="detail" d="M100 134Q94 156 106 166M140 134Q146 156 134 166"/>'
    )


def _marks(marks: Sequence[Mark], *, back: bool) -> Iterator[str]:
    taken: Counter[tuple[BodyPart, int]] = Counter()
    for mark in marks:
        for side in _sides(mark.side):
            out, down = _place(mark.part, taken[mark.part, side])
            taken[mark.part, side] += 1
            if side == 0:  # from the middle on
                out -= _PLACES[mark.part][0][0]
            # Who looks at a front has the person's left on the right.
            yield _mark(mark, (_MIDDLE + (side or 1) * (-1 if back else 1) * out, down))


def _sides(side: Side | None) -> tuple[int, ...]:
    """1: left, -1: right, 0: in the middle, because no side is known."""
    match side:
        case Side.LEFT:
            return (1,)
        case Side.RIGHT:
            return (-1,)
        case Side.BOTH:
            return (-1, 1)
        case _:
            return (0,)


def _place(part: BodyPart, number: int) -> Point:
    """How far from the middle, and how far down."""
    places = _PLACES[part]
    if number < len(places):
        return places[number]
    out, down = places[-1]
    row, column = divmod(number - len(places) + 1, 1 + int((_OUTMOST - out) // _BESIDE))
    return out + _BESIDE * column, down + _BESIDE * row


def _mark(mark: Mark, at: Point) -> str:
    x, y = at
    low = 9 if mark.shape is MarkShape.TRIANGLE else 6  # a triangle's room is at its foot
    kind = "mark unknown" if mark.side is Side.UNKNOWN else "mark"
    return (
        f'<g class="{kind}" data-mark="{mark.number}" data-shape="{mark.shape}">'
        f"{_shape(mark.shape, at)}"
        f'<text x="{x:g}" y="{y + low:g}" text-anchor="middle">{mark.number}</text></g>'
    )


def _shape(shape: MarkShape, at: Point) -> str:
    x, y = at
    match shape:
        case MarkShape.CIRCLE:
            return f'<circle cx="{x:g}" cy="{y:g}" r="{_RADIUS:g}"/>'
        case MarkShape.SQUARE:
            half = _RADIUS - 1.5
            return (
                f'<rect x="{x - half:g}" y="{y - half:g}" '
                f'width="{2 * half:g}" height="{2 * half:g}"/>'
            )
        case MarkShape.TRIANGLE:
            return _polygon(((x, y - 19), (x + 18, y + 12), (x - 18, y + 12)))
        case MarkShape.DIAMOND:
            return _polygon(((x, y - 18), (x + 18, y), (x, y + 18), (x - 18, y)))
        case MarkShape.STAR:
            spikes = (_spike(at, number) for number in range(16))
            return _polygon(tuple(spikes))


def _spike(center: Point, number: int) -> Point:
    """A corner of a star with eight points."""
    radius, angle = (18.0, 12.5)[number % 2], math.radians(number * 22.5 - 90)
    return center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)


def _polygon(points: Sequence[Point]) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{corners}"/>'
