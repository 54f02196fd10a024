"""What all open pages are told: the newest state, however fast or slowly each of them reads.

Lives in the server's own loop. Nothing is queued: a page that was away, or is slow, gets the
regions that have changed since it last got any, each in its newest form.
"""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from voice_rom.page.rendering import RenderedPage
from voice_rom.page.state import Level

BEAT_SECONDS: Final = 2.0
"""So often a page is told that all is well: three times missed, it tells that it has lost us."""

_ID_BYTES: Final = 6


@dataclass(frozen=True)
class _Region:
    html: str
    changed: int
    """The number of the state in which it became what it is."""


class Broadcast:
    def __init__(self, beat: Callable[[], object] = dict) -> None:
        """`beat`: what pages are told while nothing else happens."""
        self._beat = beat
        self._epoch = secrets.token_hex(_ID_BYTES)
        """No page mistakes the states of another session for those of this one."""
        self._number = 0
        self._regions: dict[str, _Region] = {}
        self._turn = 0
        self._level: Level | None = None
        self._levels = 0
        self._over = False
        self._closed = False
        self._waiting: set[asyncio.Event] = set()

    @property
    def turn(self) -> int:
        return self._turn

    @property
    def seen(self) -> str:
        """The name of the newest state, for a page that begins with it."""
        return f"{self._epoch}-{self._number}"

    @property
    def readers(self) -> int:
        return len(self._waiting)

    @property
    def newest(self) -> RenderedPage:
        regions = {name: region.html for name, region in self._regions.items()}
        return RenderedPage(regions, self._turn)

    def publish(self, rendered: RenderedPage) -> None:
        before = self._regions
        changed = {
            name: html
            for name, html in rendered.regions.items()
            if name not in before or before[name].html != html
        }
        if not changed and rendered.turn == self._turn:
            return
        self._number += 1
        self._turn = rendered.turn
        self._regions = {
            name: _Region(html, self._number) if name in changed else before[name]
            for name, html in rendered.regions.items()
        }
        self._wake()

    def publish_level(self, level: Level) -> None:
        self._level = level
        self._levels += 1
        self._wake()

    def end(self) -> None:
        """Every page is told that nothing more will come."""
        self._over = True
        self._wake()

    def close(self) -> None:
        """No page is told anything any more."""
        self._closed = True
        self._wake()

    async def events(self, seen: str) -> AsyncIterator[str]:
        """What a page that has `seen` a state is to be told, until the end; server-sent events."""
        known, levels = self._known(seen), self._levels
        told_over = False
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            yield "retry: 1000\n\n"
            while not self._closed:
                changed.clear()
                if known < self._number:
                    # Noted before it is read: what is told in the meantime is told next.
                    event, known = self._state_since(known), self._number
                    yield event
                if levels < self._levels and self._level is not None:
                    levels = self._levels
                    yield _event("level", {"steps": self._level.steps, "zeros": self._level.zeros})
                if self._over and not told_over:
                    told_over = True
                    yield _event("over", {})
                if known == self._number and levels == self._levels and not changed.is_set():
                    yield await self._beat_unless(changed)
        finally:
            self._waiting.discard(changed)

    def _known(self, seen: str) -> int:
        epoch, _, number = seen.rpartition("-")
        known = int(number) if epoch == self._epoch and number.isdecimal() else 0
        return known if known <= self._number else 0

    def _state_since(self, known: int) -> str:
        regions = {
            name: region.html for name, region in self._regions.items() if region.changed > known
        }
        return f"id: {self.seen}\n" + _event("state", {"turn": self._turn, "regions": regions})

    async def _beat_unless(self, changed: asyncio.Event) -> str:
        try:
            await asyncio.wait_for(changed.wait(), BEAT_SECONDS)
        except TimeoutError:
            return _event("beat", self._beat())
        return ""

    def _wake(self) -> None:
        for changed in self._waiting:
            changed.set()


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
