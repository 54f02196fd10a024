"""The desk's paths: the page, its files and events, what staff do, and the line of the rooms."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from math import ceil
from typing import Final

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from voice_rom.errors import StaffFolderUnusable
from voice_rom.intercom.messages import OrderKind
from voice_rom.page.access import PageRequest, ServedAddress, Verdict
from voice_rom.page.answers import (
    CLOSE,
    TYPES,
    answer_with_headers,
    each_once,
    read_files,
)
from voice_rom.page.connections import STRANGER
from voice_rom.staff.asking import Asking
from voice_rom.staff.audit import Deed
from voice_rom.staff.call_sound import call_sound
from voice_rom.staff.desk import Desk, DeskClock
from voice_rom.staff.glance import Glance, offered
from voice_rom.staff.pins import StaffPins
from voice_rom.staff.rate_limit import RateLimit
from voice_rom.staff.rendering import DeskRenderer
from voice_rom.staff.report_pages import ReportPages
from voice_rom.staff.room_line import RoomDoor
from voice_rom.staff.rooms import RoomRecord
from voice_rom.staff.showing import DeskPages
from voice_rom.staff.signing_in import (
    Admitted,
    Crowded,
    Mismatch,
    Outcome,
    SigningIn,
    TooSoon,
    Unlogged,
)
from voice_rom.staff.sittings import Sittings, Standing
from voice_rom.staff.todays_reports import TodaysReports
from voice_rom.staff.wording import StaffWording

MOST_STREAMS: Final = 32
"""Pages that are told what happens."""

ORDERS_A_SECOND: Final = 5.0
ORDERS_AT_ONCE: Final = 20.0
"""Of all staff together: each is on the disk before it takes effect."""


class DeskSite:
    """Answers what staff's pages ask. Everything that is shown is held in memory."""

    def __init__(  # noqa: PLR0913 - its parts, each once
        self,
        address: ServedAddress,
        asking: Asking,
        *,
        encrypted: bool,
        clock: DeskClock,
        wording: StaffWording,
        desk: Desk,
        glance: Glance,
        pages: DeskPages,
        renderer: DeskRenderer,
        sittings: Sittings,
        pins: StaffPins,
        signing_in: SigningIn,
        reports: TodaysReports,
        rooms: RoomDoor,
    ) -> None:
        self._address = address
        self._asking = asking
        self._encrypted = encrypted
        self._clock = clock
        self._wording = wording
        self._desk = desk
        self._glance = glance
        self._pages = pages
        self._renderer = renderer
        self._sittings = sittings
        self._pins = pins
        self._signing_in = signing_in
        self._rooms = rooms
        self._reports = ReportPages(
            reports, asking, renderer, wording=wording, now=clock.now, show=self._open_page
        )
        self._has_reports = reports.are_kept
        self._pace = RateLimit(clock.monotonic, ORDERS_A_SECOND, ORDERS_AT_ONCE)
        shared = read_files("voice_rom.page")
        self._files: Mapping[str, bytes] = {
            **{name: shared[name] for name in ("stream.js", "icon.svg")},
            **read_files("voice_rom.staff"),
            "call.wav": call_sound(),
        }

    def app(self) -> ASGIApp:
        routes = [
            Route("/", self._page, methods=["GET"]),
            Route("/static/{name}", self._file, methods=["GET"]),
            Route("/events", self._events, methods=["GET"]),
            Route("/sign-in", self._sign_in, methods=["POST"]),
            Route("/sign-out", self._sign_out, methods=["POST"]),
            Route("/here", self._touch, methods=["POST"]),
            Route("/shown", self._shown, methods=["POST"]),
            Route("/acknowledge", self._acknowledge, methods=["POST"]),
            Route("/order", self._order, methods=["POST"]),
            *self._reports.routes(),
            WebSocketRoute("/rooms", self._rooms.take),
        ]
        return DeskDoorkeeper(Starlette(routes=routes), self._address, self._asking)

    # What is shown

    async def _page(self, request: Request) -> Response:
        return await self._whole_page(self._asking.cookie(request))

    async def _whole_page(
        self,
        cookie: str,
        *,
        message: str = "",
        wait: float = 0.0,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Response:
        nobody_yet = False
        if self._sittings.standing(cookie) is Standing.NONE:
            nobody_yet = not await asyncio.to_thread(self._any_staff)
        standing = self._sittings.standing(cookie)
        html = self._renderer.page(
            standing,
            self._pages.broadcast(standing),
            who=self._sittings.who(cookie),
            mark=self._sittings.mark(cookie),
            now=self._clock.monotonic(),
            message=message,
            wait=wait,
            nobody_yet=nobody_yet,
            has_reports=self._has_reports,
        )
        return HTMLResponse(html, status)

    def _open_page(self, cookie: str, middle: Markup) -> str:
        """A page for who is signed in, with something else than the rooms in its middle."""
        return self._renderer.page(
            Standing.OPEN,
            self._pages.broadcast(Standing.OPEN),
            who=self._sittings.who(cookie),
            mark=self._sittings.mark(cookie),
            now=self._clock.monotonic(),
            middle=middle,
        )

    def _any_staff(self) -> bool:
        try:
            return bool(self._pins.names())
        except StaffFolderUnusable:
            return True  # signing in says what is wrong

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        content = self._files.get(name)
        if content is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        kind = name.rpartition(".")[2]
        return Response(content, media_type="audio/wav" if kind == "wav" else TYPES[kind])

    async def _events(self, request: Request) -> Response:
        cookie = self._asking.cookie(request)
        broadcast = self._pages.broadcast(self._sittings.standing(cookie))
        if broadcast is None:
            return Response(status_code=HTTPStatus.FORBIDDEN, headers=CLOSE)
        if self._pages.readers >= MOST_STREAMS:
            return Response(
                status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"retry-after": "5"}
            )
        seen = request.headers.get("last-event-id") or request.query_params.get("seen", "")
        events = self._while_it_may(cookie, broadcast.events(seen))
        return StreamingResponse(events, media_type="text/event-stream")

    async def _while_it_may(self, cookie: str, events: AsyncIterator[str]) -> AsyncIterator[str]:
        """`events`, until this browser may see something else: then it is told to ask anew."""
        mark = self._sittings.mark(cookie)
        async for event in events:
            if self._sittings.mark(cookie) != mark:
                yield "event: over\ndata: {}\n\n"
                return
            yield event

    # Coming and going

    async def _sign_in(self, request: Request) -> Response:
        form = await self._asking.form(request, {"name", "pin"})
        if isinstance(form, Response):
            return form
        outcome = await self._signing_in.try_pin(
            form["name"], form["pin"], somebody_calls=bool(self._desk.calls.open)
        )
        if not isinstance(outcome, Admitted):
            return await self._not_admitted(self._asking.cookie(request), outcome)
        self._asking.note_log(outcome.log_fault)
        response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        response.set_cookie(
            self._asking.cookie_name,
            self._sittings.begin(outcome.who, before=self._asking.cookie(request)),
            path="/",
            httponly=True,
            samesite="strict",
            secure=self._encrypted,
        )
        return response

    async def _not_admitted(self, cookie: str, outcome: Outcome) -> Response:
        wording = self._wording
        match outcome:
            case Mismatch(wait):
                return await self._whole_page(
                    cookie, message=wording.wrong, wait=wait, status=HTTPStatus.FORBIDDEN
                )
            case TooSoon(wait):
                response = await self._whole_page(
                    cookie, wait=wait, status=HTTPStatus.TOO_MANY_REQUESTS
                )
                response.headers["retry-after"] = str(ceil(wait))
                return response
            case Unlogged(why):
                self._asking.note_log(why)
                message = wording.not_logged.format(why=why)
                return await self._whole_page(
                    cookie, message=message, status=HTTPStatus.SERVICE_UNAVAILABLE
                )
            case Crowded() | Admitted():
                return await self._whole_page(
                    cookie, message=wording.busy, status=HTTPStatus.SERVICE_UNAVAILABLE
                )

    async def _sign_out(self, request: Request) -> Response:
        cookie = self._asking.cookie(request)
        who = self._sittings.who(cookie)
        self._sittings.end(cookie)  # whatever becomes of the log
        if who:
            await self._asking.logged(who, Deed.SIGNED_OUT)
        response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        response.delete_cookie(self._asking.cookie_name, path="/")
        return response

    async def _touch(self, request: Request) -> Response:
        """Somebody is there. Nothing of the body is read."""
        self._sittings.touch(self._asking.cookie(request))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    # What staff do

    async def _shown(self, request: Request) -> Response:
        """The page tells that a call stands on it."""
        if self._sittings.standing(self._asking.cookie(request)) is Standing.NONE:
            return Response(status_code=HTTPStatus.FORBIDDEN, headers=CLOSE)
        form = await self._asking.form(request, {"call"})
        if isinstance(form, Response):
            return form
        self._desk.shown(form["call"])
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def _acknowledge(self, request: Request) -> Response:
        """It is done even if the log cannot be written."""
        asked = await self._asking.asked(request, {"call"})
        if isinstance(asked, Response):
            return asked
        who, form = asked
        call = self._desk.calls.find(form["call"])
        if call is not None and call.is_open:
            await self._asking.logged(who, Deed.CALL_ACKNOWLEDGED, f"{call.room}, {call.call_id}")
            self._desk.acknowledge(call.call_id, who)
        return self._asking.done(request)

    async def _order(self, request: Request) -> Response:
        asked = await self._asking.asked(request, {"room", "order"})
        if isinstance(asked, Response):
            return asked
        who, form = asked
        room = self._desk.find(form["room"])
        if room is None or form["order"] not in set(OrderKind):
            return Response(status_code=HTTPStatus.BAD_REQUEST, headers=CLOSE)
        kind = OrderKind(form["order"])
        refusal = self._why_not(room, kind)
        if refusal is not None:
            return self._asking.refused(request, *refusal)
        name = self._glance.name(room.name, room.room_id)
        why = await self._asking.logged(who, Deed.ORDERED, f"{kind}, {name}")
        if why:
            return self._asking.refused(request, why, HTTPStatus.SERVICE_UNAVAILABLE)
        if not self._desk.order(room.room_id, kind):  # it has gone while the log was written
            return self._asking.refused(request, self._away(kind), HTTPStatus.CONFLICT)
        return self._asking.done(request)

    def _why_not(self, room: RoomRecord, kind: OrderKind) -> tuple[str, HTTPStatus] | None:
        """Why an order cannot be given now; None: it can."""
        wording = self._wording
        if not room.connected:
            return self._away(kind), HTTPStatus.CONFLICT
        if kind not in offered(room):
            return wording.just_moved, HTTPStatus.CONFLICT
        if not self._pace.allows():
            return wording.too_fast, HTTPStatus.TOO_MANY_REQUESTS
        return None

    def _away(self, kind: OrderKind) -> str:
        wording = self._wording
        return wording.order_away.format(order=wording.orders.of(kind))


class DeskDoorkeeper:
    """Refuses what comes from elsewhere before anything else sees it."""

    def __init__(self, app: ASGIApp, address: ServedAddress, asking: Asking) -> None:
        self._app = app
        self._address = address
        self._asking = asking

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await answer_with_headers(self._answer(scope), scope, receive, send)

    def _answer(self, scope: Scope) -> ASGIApp:
        request = Request(scope)
        # The sign-in is for anybody: no number of them may keep rooms and staff out.
        scope[STRANGER] = self._asking.standing(request) is Standing.NONE
        asked = PageRequest(request.method, each_once(request), request.cookies)
        match self._address.refusal(asked):
            case None:
                return self._app
            case Verdict.WRONG_HOST:
                return Response(status_code=HTTPStatus.MISDIRECTED_REQUEST, headers=CLOSE)
            case _:
                return Response(status_code=HTTPStatus.FORBIDDEN, headers=CLOSE)
