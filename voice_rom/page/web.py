"""The paths that there are, and nothing else: the page, its files, its events, its commands."""

import asyncio
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voice_rom.page.access import Access, PageRequest, Verdict
from voice_rom.page.broadcast import Broadcast
from voice_rom.page.commands import MOST_BYTES, CommandGate, PageCommand, Refusal, read_command
from voice_rom.page.rendering import PageRenderer

MOST_STREAMS: Final = 16
"""Pages that are told what happens. Whoever comes after that is asked to come again later."""

BODY_SECONDS: Final = 5.0
"""So long a command may be on its way."""

_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_REPORT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with less, a form would not say where it comes from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}

_CLOSE: Final = {"connection": "close"}

_REFUSALS: Final = {
    Refusal.MALFORMED: HTTPStatus.BAD_REQUEST,
    Refusal.STALE: HTTPStatus.CONFLICT,
    Refusal.REPLAYED: HTTPStatus.CONFLICT,
    Refusal.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}


class PageSite:
    """Answers what pages ask. Everything is held in memory: no path leads to a file."""

    def __init__(  # noqa: PLR0913 - its parts, each once
        self,
        access: Access,
        *,
        broadcast: Broadcast,
        gate: CommandGate,
        renderer: PageRenderer,
        report: Callable[[], str | None],
        name_page: Callable[[], str],
    ) -> None:
        """`report` gives the report as HTML, None as long as there is none.

        `name_page` gives a name that no other page has: its commands are numbered within it.
        """
        self._access = access
        self._broadcast = broadcast
        self._gate = gate
        self._renderer = renderer
        self._report = report
        self._name_page = name_page
        self._files = _read_files()

    def app(self) -> ASGIApp:
        routes = [
            Route("/", self._page, methods=["GET"]),
            Route("/static/{name}", self._file, methods=["GET"]),
            Route("/events", self._events, methods=["GET"]),
            Route("/command", self._command, methods=["POST"]),
            Route("/here", self._touch, methods=["POST"]),
            Route("/report", self._show_report, methods=["GET"]),
        ]
        return Doorkeeper(Starlette(routes=routes), self._access, self._renderer.no_entry())

    async def _page(self, _request: Request) -> Response:
        html = self._renderer.page(
            self._broadcast.newest, seen=self._broadcast.seen, page=self._name_page()
        )
        return HTMLResponse(html)

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        content = self._files.get(name)
        if content is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return Response(content, media_type=_TYPES[name.rpartition(".")[2]])

    async def _events(self, request: Request) -> Response:
        if self._broadcast.readers >= MOST_STREAMS:
            return Response(
                status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"retry-after": "5"}
            )
        seen = request.headers.get("last-event-id") or request.query_params.get("seen", "")
        return StreamingResponse(self._broadcast.events(seen), media_type="text/event-stream")

    async def _command(self, request: Request) -> Response:
        body = await _body(request)
        if isinstance(body, HTTPStatus):
            return Response(status_code=body, headers=_CLOSE)
        command = read_command(body, self._gate.named)
        refused = Refusal.MALFORMED if command is None else self._take(command)
        if "text/html" in request.headers.get("accept", ""):  # a page without its script
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        return Response(
            status_code=HTTPStatus.NO_CONTENT if refused is None else _REFUSALS[refused]
        )

    async def _touch(self, request: Request) -> Response:
        """Somebody touched the page beside its buttons. Nothing of the body is read."""
        refused = self._gate.touch()
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        return Response(
            status_code=HTTPStatus.NO_CONTENT if refused is None else _REFUSALS[refused]
        )

    def _take(self, command: PageCommand) -> Refusal | None:
        return self._gate.take(command, self._broadcast.turn)

    async def _show_report(self, _request: Request) -> Response:
        html = self._report()
        if html is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return HTMLResponse(html, headers={"content-security-policy": _REPORT_POLICY})


class Doorkeeper:
    """Asks `Access` before anything else sees a request, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, access: Access, no_entry: str) -> None:
        self._app = app
        self._access = access
        self._no_entry = no_entry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._answer(scope)(scope, receive, send_with_headers)

    def _answer(self, scope: Scope) -> ASGIApp:
        request = Request(scope)
        asked = PageRequest(
            request.method,
            _each_once(request),
            request.cookies,
            request.query_params.get("token", ""),
        )
        match self._access.judge(asked):
            case Verdict.WELCOME if request.url.path == "/" and request.url.query:
                return RedirectResponse("/", HTTPStatus.SEE_OTHER)  # the link, once more
            case Verdict.WELCOME:
                return self._app
            case Verdict.NEWCOMER:
                return self._let_in()
            case Verdict.WRONG_HOST:
                return Response(status_code=HTTPStatus.MISDIRECTED_REQUEST, headers=_CLOSE)
            case _:
                return HTMLResponse(self._no_entry, HTTPStatus.FORBIDDEN, headers=_CLOSE)

    def _let_in(self) -> Response:
        """The token leaves the address bar, and the browser's history of this page."""
        response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        response.set_cookie(
            self._access.cookie_name,
            self._access.cookie,
            path="/",
            httponly=True,
            samesite="strict",
        )
        return response


def _each_once(request: Request) -> Mapping[str, str]:
    """The headers; two of a name count as one that is wrong."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def _body(request: Request) -> bytes | HTTPStatus:
    """All of a command's body, or why not."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    length = request.headers.get("content-length")
    if length is None or "transfer-encoding" in request.headers:
        return HTTPStatus.LENGTH_REQUIRED
    if not re.fullmatch(r"[0-9]{1,6}", length) or int(length) > MOST_BYTES:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    except (TimeoutError, ClientDisconnect):
        return HTTPStatus.REQUEST_TIMEOUT
    return body


def _read_files() -> Mapping[str, bytes]:
    """What lies beside this module for browsers, by its name."""
    folder = files("voice_rom.page").joinpath("static")
    return {
        entry.name: entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name.rpartition(".")[2] in _TYPES
    }
