"""A clock that stands still while the computer sleeps, or the program is halted, and tells so."""

import sys
import threading
import time
from collections.abc import Callable
from typing import Final

HELD_UP_SECONDS: Final = 1.0
"""The clock is looked at 4 times a second at least, by the thread of the devices alone. When nobody
of all threads did so for longer than this, nothing of the program ran: that time counts for nothing
and nobody, neither as a device's silence nor as a person's."""

ASLEEP_SECONDS: Final = 3.0
"""Less than this a busy machine may do as well; it is not told."""

_GO_ON_ASLEEP: Final = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}
"""Where Python's own clock stands still while the computer sleeps: the one that does not."""


def seconds_with_sleep() -> float:
    """Seconds from anywhere on, of a clock that goes on while the computer sleeps."""
    name = _GO_ON_ASLEEP.get(sys.platform)
    return time.monotonic() if name is None else time.clock_gettime(getattr(time, name))


class AwakeClock:
    """Seconds since it was made, without those in which nothing ran. For any thread."""

    def __init__(self, elapsed: Callable[[], float] = seconds_with_sleep) -> None:
        """`elapsed` gives seconds that also pass while the computer sleeps."""
        self._elapsed = elapsed
        self._looking = threading.Lock()
        self._begin = self._last = elapsed()
        self._not_counted = 0.0
        self._slept = 0.0

    def __call__(self) -> float:
        with self._looking:
            now = self._elapsed()
            gap, self._last = now - self._last, now
            if gap > HELD_UP_SECONDS:
                self._not_counted += gap
            if gap >= ASLEEP_SECONDS:
                self._slept += gap
            return now - self._begin - self._not_counted

    def take_sleep(self) -> float:
        """For how long the computer has slept since this was asked last; looks at the clock."""
        self()
        with self._looking:
            slept, self._slept = self._slept, 0.0
            return slept
