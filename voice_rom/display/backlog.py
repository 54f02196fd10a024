"""What a display has not been told yet: bounded, and honest about what it had to let go."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, get_args

from voice_rom.core.protocol.effects import AlertOwner, Effect, Finish, Record
from voice_rom.core.protocol.events import Event, RoomSounded
from voice_rom.display.sentences import Fault
from voice_rom.ports import Display, RoomLevel

MOST_WAITING: Final = 200
"""Some ten questions with their answers. Who is further behind wants to know what happens now."""


class Weight(IntEnum):
    """How great a loss it is, from the least."""

    PASSING = 0
    """The next one, a second later, says the same anew."""
    USUAL = 1
    KEPT = 2
    """What has to be seen however late: faults, calls for help, answers, the report."""


_WEIGHTS: Final[dict[type, Weight]] = {
    RoomLevel: Weight.PASSING,
    RoomSounded: Weight.PASSING,
    **dict.fromkeys(get_args(Fault), Weight.KEPT),
    **dict.fromkeys((AlertOwner, Record, Finish), Weight.KEPT),
}


def weight_of(told: Event | Effect | RoomLevel) -> Weight:
    """The weight of what a display is told."""
    return _WEIGHTS.get(type(told), Weight.USUAL)


@dataclass(frozen=True)
class Told:
    """Something to be told to a display."""

    at: float
    weight: Weight
    tell: Callable[[Display], None]


@dataclass(frozen=True)
class Gap:
    """So many were let go here, the first of them from `at` (s, the room's clock)."""

    at: float
    count: int

    def tell(self, display: Display) -> None:
        """Let `display` know."""
        display.missed(self.at, self.count)


class Backlog:
    """Keeps the order. When it is full, the oldest of what weighs least makes room.

    The oldest and not the newest: a display that can take again then shows where the session is,
    and not where it was. Where something is missing, a `Gap` stands. Not for several threads.
    """

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._items: list[Told | Gap] = []

    def __bool__(self) -> bool:
        return bool(self._items)

    def put(self, told: Told) -> None:
        """Add the newest. Never waits, and never holds more than the bound."""
        self._items.append(told)
        waiting = [index for index, item in enumerate(self._items) if isinstance(item, Told)]
        if len(waiting) > self._most:
            self._let_go(min(waiting, key=self._weight_at))

    def take(self) -> Told | Gap | None:
        """Take out the oldest, or None when nothing waits."""
        return self._items.pop(0) if self._items else None

    def let_go_all_but_kept(self) -> None:
        """There is no time any more but for what must be seen."""
        for index in reversed(range(len(self._items))):
            if self._weight_at(index) < Weight.KEPT:
                self._let_go(index)

    def _weight_at(self, index: int) -> Weight:
        item = self._items[index]
        return item.weight if isinstance(item, Told) else Weight.KEPT

    def _let_go(self, index: int) -> None:
        """Leave a gap in its place, one with the gaps on both sides."""
        first, after = index, index + 1
        if first > 0 and isinstance(self._items[first - 1], Gap):
            first -= 1
        if after < len(self._items) and isinstance(self._items[after], Gap):
            after += 1
        gone = self._items[first:after]
        count = sum(item.count if isinstance(item, Gap) else 1 for item in gone)
        self._items[first:after] = [Gap(gone[0].at, count)]
