"""A simulated session for somebody who looks on: its room's clock runs no faster than they can see.

What they press on a page comes in between, at once.
"""

import threading
import time
from collections import deque
from collections.abc import Sequence

from voice_rom.ports import Posted, Room, Signal
from voice_rom.sound import Clip


class ViewingPace:
    """So many times real time, and what is posted meanwhile. `post` is safe from any thread."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._posted: deque[Posted] = deque()
        self._changed = threading.Condition()
        self.was_posted = False
        """Somebody took part: the session did not go as it was written."""

    def post(self, posted: Posted) -> None:
        with self._changed:
            self._posted.append(posted)
            self.was_posted = True
            self._changed.notify()

    def take(self, seconds: float) -> Posted | None:
        """What was posted, as soon as there is something; None when that time (s) is over."""
        with self._changed:
            if seconds > 0.0:
                self._changed.wait_for(lambda: self._posted, seconds)
            return self._posted.popleft() if self._posted else None


class PacedRoom:
    """Implements `ports.Room` around a simulated one, whose clock would run as fast as it can."""

    def __init__(self, inner: Room, pace: ViewingPace) -> None:
        self._inner = inner
        self._pace = pace
        self._begun: float | None = None
        self._held: Signal | None = None
        """What happens next, as soon as it is time for it."""

    @property
    def microphone(self) -> str:
        return self._inner.microphone

    def now(self) -> float:
        return self._inner.now()

    def next(self, until: float | None) -> Signal:
        """See `ports.Room`."""
        held = self._inner.next(until) if self._held is None else self._held
        posted = self._pace.take(self._until_due())
        self._held = None if posted is None else held
        return held if posted is None else posted

    def post(self, posted: Posted) -> None:
        self._pace.post(posted)

    def play(self, clips: Sequence[Clip]) -> None:
        self._inner.play(clips)

    def silence(self) -> None:
        self._inner.silence()

    def close(self) -> None:
        self._inner.close()

    def _until_due(self) -> float:
        """Seconds of real time until the room's clock may be what it is."""
        now = time.monotonic()
        if self._begun is None:
            self._begun = now - self._inner.now() / self._pace.speed
        return self._begun + self._inner.now() / self._pace.speed - now
