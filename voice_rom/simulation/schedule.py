"""What is to happen in the room at a known time: keys, and devices that fail."""

import heapq
import math
from dataclasses import dataclass
from itertools import count

from voice_rom.ports import Signal
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE

Entry = tuple[int, int, Signal]
"""The sample, the order in which it was noted, and the signal."""


class Agenda:
    """Signals in the order of their times; those of the same time in the order they were noted."""

    def __init__(self) -> None:
        self._heap: list[Entry] = []
        self._order = count()

    def note(self, at: int, signal: Signal) -> Entry:
        entry = (at, next(self._order), signal)
        heapq.heappush(self._heap, entry)
        return entry

    def strike(self, entry: Entry) -> bool:
        """Undo `note`, unless the signal was taken; return whether it was undone."""
        if entry not in self._heap:
            return False
        self._heap.remove(entry)
        heapq.heapify(self._heap)
        return True

    @property
    def next_at(self) -> int | None:
        """The sample of the next signal."""
        return self._heap[0][0] if self._heap else None

    def take(self) -> Signal:
        return heapq.heappop(self._heap)[2]


@dataclass(frozen=True)
class Stretch:
    """Samples [start, end)."""

    start: int
    end: int

    def reaches_into(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


def stretch_of_blocks(start: float, end: float) -> Stretch:
    """Whole blocks from the first that begins at `start` or later, in seconds, up to `end`."""
    return Stretch(block_at(start), block_at(end))


def block_at(seconds: float) -> int:
    """The sample at `seconds`, rounded up to a block.

    To a thousandth of a sample it counts as on it: seconds are floats and do not meet it exactly.
    """
    return math.ceil(round(seconds * SAMPLE_RATE, 3) / BLOCK_SAMPLES) * BLOCK_SAMPLES
