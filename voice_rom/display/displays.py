"""Several displays at once, none of which can end the session."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from voice_rom.core.protocol.effects import Effect
from voice_rom.core.protocol.events import Event
from voice_rom.ports import Display, RoomLevel


class Displays:
    """Passes everything on to each display; one that raises is closed and left out from then on.

    Somebody may be lying on the floor: a closed pipe, or a mistake in a display, must not leave
    them without a voice.
    """

    def __init__(self, displays: Iterable[Display]) -> None:
        self._displays = list(displays)
        self._dropped: list[tuple[Display, Exception]] = []

    @property
    def dropped(self) -> tuple[tuple[Display, Exception], ...]:
        """The displays left out so far, each with what it raised."""
        return tuple(self._dropped)

    def event(self, at: float, event: Event) -> None:
        self._each(lambda display: display.event(at, event))

    def effect(self, at: float, effect: Effect) -> None:
        self._each(lambda display: display.effect(at, effect))

    def level(self, at: float, level: RoomLevel) -> None:
        self._each(lambda display: display.level(at, level))

    def missed(self, at: float, count: int) -> None:
        self._each(lambda display: display.missed(at, count))

    def close(self) -> None:
        self._each(lambda display: display.close())
        self._displays.clear()

    def _each(self, tell: Callable[[Display], None]) -> None:
        for display in tuple(self._displays):
            try:
                tell(display)
            except Exception as error:  # noqa: BLE001 - see the class: none may end the session
                self._drop(display, error)

    def _drop(self, display: Display, error: Exception) -> None:
        self._displays.remove(display)
        self._dropped.append((display, error))
        with suppress(Exception):
            display.close()
