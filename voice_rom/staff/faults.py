"""What is wrong with the desk itself now, for the staff to see."""

from collections.abc import Callable
from enum import Enum, auto


class DeskPart(Enum):
    """What can go wrong by itself."""

    CALLS = auto()
    EARLIER_CALLS = auto()
    LOG = auto()


class DeskFaults:
    """One sentence for each part of the desk that does not work."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._told: dict[DeskPart, str] = {}

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(self._told[part] for part in DeskPart if part in self._told)

    def set(self, part: DeskPart, what: str) -> None:
        """Empty: it works again."""
        if self._told.get(part, "") == what:
            return
        if what:
            self._told[part] = what
        else:
            del self._told[part]
        self._changed()
