"""How memory goes from session to session: whether it is flat, and a picture of it."""

from collections.abc import Sequence
from statistics import fmean, linear_regression
from typing import Final

_ROWS: Final = 20
_COLUMNS: Final = 50


def growth(memory: Sequence[float], warm_up: int) -> float:
    """MB in a hundred sessions: the straight line through all that come after `warm_up`."""
    after = memory[warm_up:]
    if len(after) < 2:
        return 0.0
    return 100.0 * linear_regression(range(len(after)), after).slope


def chart(memory: Sequence[float]) -> list[str]:
    """A line for some sessions each, with their mean memory in MB as a bar from 0."""
    size = max(1, -(-len(memory) // _ROWS))
    top = max(memory, default=0.0)
    lines = []
    for first in range(0, len(memory), size):
        part = memory[first : first + size]
        mean = fmean(part)
        bar = "#" * round(_COLUMNS * mean / top)
        lines.append(f"{first + 1:5}-{first + len(part):<5}{mean:7.1f} MB {bar}")
    return lines
