"""The page as a display of the session: every event becomes a state, and every state is shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from voice_rom.core.protocol.effects import Effect, Finish
from voice_rom.core.protocol.events import Event, Started
from voice_rom.display.meter import level_steps
from voice_rom.page.rendering import PageRenderer
from voice_rom.page.server import PageServer
from voice_rom.page.state import Level
from voice_rom.page.story import PageStory
from voice_rom.ports import RoomLevel


class PageDisplay:
    """Implements `ports.Display`. It renders, so live it belongs behind a `QueuedDisplay`."""

    def __init__(
        self,
        story: PageStory,
        renderer: PageRenderer,
        server: PageServer,
        today: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone(),
        *,
        stays: bool = False,
    ) -> None:
        """`today` gives the date and time, in local time: the report bears when it began.

        `stays`: the page is no session's alone: it keeps no report, and outlives this one.
        """
        self._stays = stays
        self._story = story
        self._renderer = renderer
        self._server = server
        self._today = today
        self._started_at: datetime | None = None
        self._shown = story.state
        self._server.show(renderer.regions(self._shown))

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002 - a person needs no times
        if isinstance(event, Started):
            self._started_at = self._today()
        self._story.event(event)
        self._show()

    def effect(self, at: float, effect: Effect) -> None:
        if isinstance(effect, Finish):
            whole = replace(effect.report, seconds=round(at, 2), started_at=self._started_at)
            effect = Finish(whole)
            if not self._stays:
                self._server.keep_report(self._renderer.report(whole))
        self._story.effect(effect)
        self._show()

    def level(self, at: float, level: RoomLevel) -> None:  # noqa: ARG002
        self._server.show_level(Level(level_steps(level), level.zeros))

    def missed(self, at: float, count: int) -> None:  # noqa: ARG002
        self._story.missed(count)
        self._show()

    def offer_trend(self) -> None:
        """Show the way to what the server keeps as the trend."""
        self._shown = replace(self._shown, has_trend=True)
        self._server.show(self._renderer.regions(self._shown))

    def tell_printing(self, what: str) -> None:
        """Say what has become of the report that was to be printed."""
        self._shown = replace(self._shown, printing=what)
        self._server.show(self._renderer.regions(self._shown))

    def close(self) -> None:
        """The session is over; the server is closed by whoever opened it."""
        if not self._stays:
            self._server.end()

    def _show(self) -> None:
        if self._story.state != self._shown:
            self._shown = self._story.state
            self._server.show(self._renderer.regions(self._shown))
