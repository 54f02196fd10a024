"""The staff's page as HTML, region by region: the same for a whole page and for what changes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property

from jinja2 import Template
from markupsafe import Markup, escape

from voice_rom.intercom.messages import CallReason, OrderKind
from voice_rom.page.broadcast import Broadcast
from voice_rom.reporting.html_template import html_template
from voice_rom.staff.calls import KeptCall
from voice_rom.staff.durations import in_words
from voice_rom.staff.glance import Glance, Tile, Urgency
from voice_rom.staff.setting_rows import setting_rows
from voice_rom.staff.sittings import Standing
from voice_rom.staff.todays_reports import HandOver, ReportRow
from voice_rom.staff.wording import StaffWording

ANSWERED_SHOWN = timedelta(minutes=10)
"""So long it is told who is on a call."""


@dataclass(frozen=True)
class DeskMoment:
    """Now, on both of the desk's clocks."""

    monotonic: float
    at: datetime


class DeskRenderer:
    """Every text is escaped."""

    def __init__(self, language: str, wording: StaffWording, glance: Glance) -> None:
        self._language = language
        self._wording = wording
        self._glance = glance
        self._regions = _template("regions").make_module(
            {"wording": wording, "Urgency": Urgency, "OrderKind": OrderKind}
        )

    def tile(self, tile: Tile, now: float) -> str:
        quiet = None
        if tile.quiet_from is not None:
            quiet = self._with_time(self._wording.quiet, "time", tile.quiet_from, now)
        orders = [(order, self._wording.orders.of(order)) for order in tile.orders]
        told = tile.settings
        settings = () if told is None else setting_rows(told, self._wording)
        return self._region("tile", tile, quiet, orders, settings)

    def calls(
        self,
        calls: Sequence[KeptCall],
        since: Mapping[str, float],
        now: DeskMoment,
        *,
        locked: bool,
    ) -> str:
        """`since`: when each was made, on the desk's monotonic clock."""
        wording = self._wording
        told: list[tuple[KeptCall, str, Markup | None]] = []
        for call in calls:
            name = self._glance.name(call.room, call.room_id)
            if call.answered_at is not None:
                at = _time(call.answered_at)
                who = wording.acknowledged.format(room=name, name=call.by, time=at)
                told.append((call, who, None))
                continue
            help_called = call.reason is CallReason.HELP
            what = (wording.called if help_called else wording.no_answer_call).format(room=name)
            told.append((call, what, self._when(call, since[call.call_id], now)))
        return self._region("calls", told, locked)

    def count(self, tiles: Sequence[Tile]) -> str:
        wording, needy = self._wording, sum(tile.urgency < Urgency.BUSY for tile in tiles)
        if not tiles:
            return str(escape(wording.no_rooms))
        rooms = _of_count(len(tiles), wording.one_room, wording.several_rooms)
        if not needy:
            return str(escape(f"{rooms}. {wording.nobody_needs}"))
        return str(escape(f"{rooms}. {_of_count(needy, wording.one_needs, wording.several_need)}"))

    def faults(self, faults: Sequence[str]) -> str:
        return self._region("faults", faults)

    def title(self, open_calls: Sequence[KeptCall]) -> str:
        if not open_calls:
            return self._wording.title
        first = open_calls[0]
        name = self._glance.name(first.room, first.room_id)
        return self._wording.title_calling.format(room=name)

    def page(  # noqa: PLR0913 - each is of another kind
        self,
        standing: Standing,
        broadcast: Broadcast | None,
        *,
        who: str,
        mark: str,
        now: float,
        message: str = "",
        wait: float = 0.0,
        nobody_yet: bool = False,
        has_reports: bool = False,
        middle: Markup | None = None,
    ) -> str:
        """The whole page. `broadcast` has what may be shown; None: nothing may.

        `middle`: in place of the rooms.
        """
        regions = {} if broadcast is None else broadcast.newest.regions
        order = json.loads(regions.get("order", "[]"))
        return _template("desk").render(
            language=self._language,
            wording=self._wording,
            standing=standing,
            regions=regions,
            tiles=[regions[f"room-{room_id}"] for room_id in order],
            seen="" if broadcast is None else broadcast.seen,
            title=regions.get("title", self._wording.sign_in),
            who=who,
            mark=mark,
            now=f"{now:.3f}",
            message=message,
            wait=wait,
            nobody_yet=nobody_yet,
            has_reports=has_reports,
            middle=middle,
            words=self._counting_words,
        )

    def reports(
        self,
        rows: Sequence[ReportRow],
        today: datetime,
        *,
        said: str = "",
        fault: str = "",
        again: bool = False,
    ) -> Markup:
        """The list of today's reports; nothing of what is in them.

        `again`: the fault may pass, so the page looks again by itself.
        """
        listed = [(row, _time(row.at), row.room or self._wording.this_computer) for row in rows]
        date = f"{today.astimezone():%Y-%m-%d}"
        return Markup(self._region("reports", listed, list(HandOver), date, said, fault, again))  # noqa: S704 - escaped

    def qr(self, code: Markup | None) -> Markup:
        return Markup(self._region("qr", code))  # noqa: S704 - escaped

    @cached_property
    def _counting_words(self) -> str:
        wording = self._wording
        units = ((1, "seconds"), (60, "minutes"), (3600, "hours"))
        return json.dumps(
            [
                [size, getattr(wording, f"{name}_one"), getattr(wording, name)]
                for size, name in units
            ]
        )

    def _when(self, call: KeptCall, since: float, now: DeskMoment) -> Markup:
        at = call.at.astimezone()
        is_today = now.at.astimezone().date() == at.date()
        pattern = self._wording.called_at if is_today else self._wording.called_on
        filled = pattern.replace("{time}", _time(at)).replace("{date}", f"{at:%Y-%m-%d}")
        return self._with_time(filled, "ago", since, now.monotonic)

    def _with_time(self, pattern: str, place: str, since: float, now: float) -> Markup:
        """`pattern` with how long it is so, which the page counts on."""
        return Markup(escape(pattern)).format(**{place: self._counted(since, now)})  # noqa: S704 - escaped

    def _counted(self, since: float, now: float) -> Markup:
        told = in_words(now - since, self._wording)
        return Markup('<span class="ago" data-from="{}">{}</span>').format(f"{since:.1f}", told)

    def _region(self, name: str, *values: object) -> str:
        return str(getattr(self._regions, name)(*values)).strip()


@cache
def _template(name: str) -> Template:
    return html_template("voice_rom.staff", f"{name}.html.jinja")


def _of_count(count: int, one: str, several: str) -> str:
    return one if count == 1 else several.format(count=count)


def _time(at: datetime) -> str:
    return f"{at.astimezone():%H:%M}"
