"""How fast somebody may go on."""

from collections.abc import Callable


class RateLimit:
    """So many `a_second`, and a few more `at_once` after a rest."""

    def __init__(self, monotonic: Callable[[], float], a_second: float, at_once: float) -> None:
        self._monotonic = monotonic
        self._a_second = a_second
        self._at_once = at_once
        self._free = at_once
        self._counted = monotonic()

    def allows(self) -> bool:
        """Whether one more may pass now."""
        now = self._monotonic()
        rested = (now - self._counted) * self._a_second
        self._free = min(self._at_once, self._free + rested)
        self._counted = now
        if self._free < 1.0:
            return False
        self._free -= 1.0
        return True
