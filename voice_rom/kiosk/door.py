"""Where it goes what is pressed and touched: to the room, and after the session to who waits."""

import threading
import time
from collections.abc import Callable
from typing import Final

from voice_rom.core.language.meanings import Meant
from voice_rom.core.protocol.events import Commanded, QuitAsked, SomebodyThere
from voice_rom.kiosk.idle import TURN_SECONDS
from voice_rom.ports import Posted

_MOST_EXTENSIONS: Final = 10
"""So often somebody who reads may put off the end; a finger that rests on the screen does too."""


class Door:
    """Takes commands and touches from any thread, and signals from their handlers."""

    def __init__(self) -> None:
        self._room: Callable[[Posted], None] | None = None
        self._pressed = threading.Event()
        self._touches = 0
        self.asked_to_end = False
        """Somebody wants the kiosk itself to end."""

    def lead_to(self, post: Callable[[Posted], None]) -> None:
        """From now on what comes goes to this room."""
        self._room = post
        if self.asked_to_end:
            post(QuitAsked())

    def lead_nowhere(self) -> None:
        """The room is closed."""
        self._room = None

    def command(self, meaning: Meant | None) -> None:
        self._post(Commanded(meaning))

    def touch(self) -> None:
        self._post(SomebodyThere())

    def quit(self) -> None:
        """From a signal's handler, too: it may interrupt `wait` while that holds the event's lock.

        So it sets no event; whoever waits looks at every turn whether the end was asked for.
        """
        self.asked_to_end = True
        room = self._room
        if room is not None:
            room(QuitAsked())

    def end_session(self) -> None:
        """End the session that is led, aloud; the kiosk goes on with the next person."""
        self._post(QuitAsked())

    def wait(self, seconds: float, on_turn: Callable[[], None]) -> None:
        """Return after so many seconds without a touch, or as soon as something is pressed."""
        self._pressed.clear()
        begin, seen, extensions = time.monotonic(), self._touches, 0
        while not self.asked_to_end:
            on_turn()
            left = begin + seconds - time.monotonic()
            if left <= 0.0 or self._pressed.wait(min(left, TURN_SECONDS)):
                return
            if self._touches != seen and extensions < _MOST_EXTENSIONS:
                begin, seen, extensions = time.monotonic(), self._touches, extensions + 1

    def _post(self, posted: Posted) -> None:
        room = self._room
        if room is not None:
            room(posted)
        elif isinstance(posted, SomebodyThere):
            self._touches += 1
        else:
            self._pressed.set()
