"""A display that nobody waits for: it is told in a thread of its own, as fast as it can take it."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

from voice_rom.core.protocol.effects import Effect
from voice_rom.core.protocol.events import Event
from voice_rom.display.backlog import Backlog, Told, Weight, weight_of
from voice_rom.ports import Display, RoomLevel

DRAIN_SECONDS: Final = 3.0
"""So long the end of a session waits for a display to show everything that still waits,"""

RESCUE_SECONDS: Final = 3.0
"""and then so long for the report, and what else must be seen."""


class DisplayBlocked(Exception):
    """A display was left in the middle of what it was told; it might have taken for ever."""


class QueuedDisplay:
    """Puts a queue between the session's loop and a display that may be slow, or stuck.

    A full pipe or a slow page then delays neither "stop" nor an answer: whoever tells it something
    never waits, and what there was no room for is told as `missed`. What the display raises is
    raised by the next call, as if it had been called itself, so `Displays` leaves it out as any
    other.

    For live sessions alone. In virtual time nobody waits for anything, and a display that is told
    by another thread would not be told the same way every time.
    """

    def __init__(
        self,
        display: Display,
        *,
        backlog: Backlog | None = None,
        leave: Callable[[], None] = lambda: None,
        drain_seconds: float = DRAIN_SECONDS,
        rescue_seconds: float = RESCUE_SECONDS,
    ) -> None:
        """`leave` is called by `close` when it has to leave the display stuck in its thread."""
        self._display = display
        self._backlog = Backlog() if backlog is None else backlog
        self._leave = leave
        self._drain_seconds = drain_seconds
        self._rescue_seconds = rescue_seconds
        self._steps: list[Callable[[], None]] = []
        self._closing = False
        self._left = False
        self._error: Exception | None = None
        # Its lock lets the same thread in again: a signal's handler may come in the middle.
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="display", daemon=True)
        self._thread.start()

    # ports.Display

    def event(self, at: float, event: Event) -> None:
        self._put(Told(at, weight_of(event), lambda display: display.event(at, event)))

    def effect(self, at: float, effect: Effect) -> None:
        self._put(Told(at, weight_of(effect), lambda display: display.effect(at, effect)))

    def level(self, at: float, level: RoomLevel) -> None:
        self._put(Told(at, weight_of(level), lambda display: display.level(at, level)))

    def missed(self, at: float, count: int) -> None:
        self._put(Told(at, Weight.KEPT, lambda display: display.missed(at, count)))

    def close(self) -> None:
        """Let it show what still waits and close it, as far as there is time. Safe to call twice.

        Raises DisplayBlocked when there was not.
        """
        with self._changed:
            was_closing, self._closing = self._closing, True
            self._changed.notify()
        if not was_closing:
            self._wait_for_the_end()
        self._raise_error()

    def soon(self, step: Callable[[], None]) -> None:
        """Take `step` in the display's own thread, between two things that it is told.

        Called again before that, it is still taken once. From any thread, or a signal's handler.
        """
        with self._changed:
            if step not in self._steps:
                self._steps.append(step)
            self._changed.notify()

    # In the caller's thread

    def _put(self, told: Told) -> None:
        self._raise_error()
        with self._changed:
            self._backlog.put(told)
            self._changed.notify()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    def _wait_for_the_end(self) -> None:
        try:
            self._thread.join(self._drain_seconds)
            if self._thread.is_alive():
                with self._changed:
                    self._backlog.let_go_all_but_kept()
                self._thread.join(self._rescue_seconds)
        finally:  # a second Ctrl-C ends the waiting, too
            if self._thread.is_alive():
                self._left = True
                self._leave()
        if self._left:
            raise DisplayBlocked("what it was told last is not over yet")

    # In the display's thread

    def _run(self) -> None:
        try:
            while (step := self._next_step()) is not None:
                step()
            if not self._left:
                self._display.close()
        except Exception as error:  # noqa: BLE001 - none may end the session: see Displays
            self._error = error
            with suppress(Exception):
                self._display.close()

    def _next_step(self) -> Callable[[], None] | None:
        """What to do next; None when it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._steps or self._backlog or self._closing)
            if self._left:
                return None
            if self._steps:
                return self._steps.pop(0)
            item = self._backlog.take()
            return None if item is None else partial(item.tell, self._display)
