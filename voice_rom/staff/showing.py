"""What the open pages are told: one broadcast for who is signed in, one for what is locked."""

import json
from collections.abc import Sequence
from datetime import datetime

from voice_rom.page.broadcast import Broadcast
from voice_rom.page.rendering import RenderedPage
from voice_rom.staff.calls import KeptCall
from voice_rom.staff.desk import Desk, DeskClock
from voice_rom.staff.faults import DeskFaults
from voice_rom.staff.glance import Glance, Tile
from voice_rom.staff.rendering import ANSWERED_SHOWN, DeskMoment, DeskRenderer
from voice_rom.staff.sittings import Standing


class DeskPages:
    def __init__(
        self,
        desk: Desk,
        glance: Glance,
        renderer: DeskRenderer,
        clock: DeskClock,
        faults: DeskFaults,
    ) -> None:
        self._desk = desk
        self._glance = glance
        self._renderer = renderer
        self._clock = clock
        self._faults = faults
        self._rendered: dict[str, tuple[Tile, str]] = {}
        self._since: dict[str, float] = {}
        self._rendered_before: dict[bool, tuple[object, str]] = {}
        self._broadcasts = {
            standing: Broadcast(lambda: {"now": round(clock.monotonic(), 3)})
            for standing in (Standing.OPEN, Standing.LOCKED)
        }

    @property
    def readers(self) -> int:
        return sum(broadcast.readers for broadcast in self._broadcasts.values())

    def broadcast(self, standing: Standing) -> Broadcast | None:
        """None: whoever has never signed in is told nothing."""
        return self._broadcasts.get(standing)

    def publish(self) -> None:
        """Tell every page what has changed."""
        now = DeskMoment(self._clock.monotonic(), self._clock.now())
        tiles = self._glance.tiles(self._desk, now.monotonic)
        calls = self._calls(now)
        title = self._renderer.title(self._desk.calls.open)
        self._broadcasts[Standing.LOCKED].publish(
            RenderedPage(
                {"calls": self._rendered_calls(calls, now, locked=True), "title": title}, 0
            )
        )
        regions = {
            "calls": self._rendered_calls(calls, now, locked=False),
            "title": title,
            "count": self._renderer.count(tiles),
            "faults": self._renderer.faults(self._faults.told),
            "order": json.dumps([tile.room_id for tile in tiles]),
        }
        regions.update({f"room-{t.room_id}": self._tile(t, now.monotonic) for t in tiles})
        here = {tile.room_id for tile in tiles}
        self._rendered = {key: kept for key, kept in self._rendered.items() if key in here}
        self._broadcasts[Standing.OPEN].publish(RenderedPage(regions, 0))

    def close(self) -> None:
        for broadcast in self._broadcasts.values():
            broadcast.close()

    def _tile(self, tile: Tile, now: float) -> str:
        known = self._rendered.get(tile.room_id)
        if known is not None and known[0] == tile:
            return known[1]
        html = self._renderer.tile(tile, now)
        self._rendered[tile.room_id] = (tile, html)
        return html

    def _calls(self, now: DeskMoment) -> list[KeptCall]:
        """Those that are open; below them those that somebody is on since a moment."""
        recent = [
            (call.answered_at, call)
            for call in self._desk.calls.all
            if call.answered_at is not None and _is_recent(call.answered_at, now.at)
        ]
        answered = [call for _, call in sorted(recent, key=lambda pair: pair[0], reverse=True)]
        return [*self._desk.calls.open, *answered]

    def _rendered_calls(self, calls: Sequence[KeptCall], now: DeskMoment, *, locked: bool) -> str:
        """Anew only when they are others: pages count on, and a screen reader reads them once."""
        key = (tuple(calls), now.at.astimezone().date())
        known = self._rendered_before.get(locked)
        if known is not None and known[0] == key:
            return known[1]
        before, self._since = self._since, {}
        for call in calls:
            ago = max(0.0, (now.at - call.at).total_seconds())
            self._since[call.call_id] = before.get(call.call_id, now.monotonic - ago)
        html = self._renderer.calls(calls, self._since, now, locked=locked)
        self._rendered_before[locked] = (key, html)
        return html


def _is_recent(answered_at: datetime, now: datetime) -> bool:
    return now - answered_at < ANSWERED_SHOWN
