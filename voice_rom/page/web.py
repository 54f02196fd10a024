"""The paths that there are, and nothing else: the page, its files, its events, its commands."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from voice_rom.page.access import Access, PageRequest, Verdict
from voice_rom.page.answers import (
    CLOSE,
    REPORT_POLICY,
    TYPES,
    answer_with_headers,
    each_once,
    read_body,
    read_files,
)
from voice_rom.page.broadcast import Broadcast
from voice_rom.page.commands import MOST_BYTES, CommandGate, PageCommand, Refusal, read_command
from voice_rom.page.rendering import PageRenderer

MOST_STREAMS: Final = 16
"""Pages that are told what happens. Whoever comes after that is asked to come again later."""

_REFUSALS: Final = {
    Refusal.MALFORMED: HTTPStatus.BAD_REQUEST,
    Refusal.STALE: HTTPStatus.CONFLICT,
    Refusal.REPLAYED: HTTPStatus.CONFLICT,
    Refusal.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}


DOCUMENTS: Final = ("report", "trend")
"""What can be opened from the page at the end, each at the path of its name."""


class PageSite:
    """Answers what pages ask. Everything is held in memory: no path leads to a file."""

    def __init__(  # noqa: PLR0913 - its parts, each once
        self,
        access: Access,
        *,
        broadcast: Broadcast,
        gate: CommandGate,
        renderer: PageRenderer,
        document: Callable[[str], str | None],
        name_page: Callable[[], str],
    ) -> None:
        """`document` gives the report or the trend as HTML, None as long as there is none.

        `name_page` gives a name that no other page has: its commands are numbered within it.
        """
        self._access = access
        self._broadcast = broadcast
        self._gate = gate
        self._renderer = renderer
        self._document = document
        self._name_page = name_page
        self._files = read_files("voice_rom.page")

    def app(self) -> ASGIApp:
        routes = [
            Route("/", self._page, methods=["GET"]),
            Route("/static/{name}", self._file, methods=["GET"]),
            Route("/events", self._events, methods=["GET"]),
            Route("/command", self._command, methods=["POST"]),
            Route("/here", self._touch, methods=["POST"]),
            *(Route(f"/{name}", self._show_document, methods=["GET"]) for name in DOCUMENTS),
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
        return Response(content, media_type=TYPES[name.rpartition(".")[2]])

    async def _events(self, request: Request) -> Response:
        if self._broadcast.readers >= MOST_STREAMS:
            return Response(
                status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"retry-after": "5"}
            )
        seen = request.headers.get("last-event-id") or request.query_params.get("seen", "")
        return StreamingResponse(self._broadcast.events(seen), media_type="text/event-stream")

    async def _command(self, request: Request) -> Response:
        body = await read_body(request, MOST_BYTES)
        if isinstance(body, HTTPStatus):
            return Response(status_code=body, headers=CLOSE)
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

    async def _show_document(self, request: Request) -> Response:
        html = self._document(request.url.path.removeprefix("/"))
        if html is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return HTMLResponse(html, headers={"content-security-policy": REPORT_POLICY})


class Doorkeeper:
    """Asks `Access` before anything else sees a request, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, access: Access, no_entry: str) -> None:
        self._app = app
        self._access = access
        self._no_entry = no_entry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        await answer_with_headers(self._answer(scope), scope, receive, send)

    def _answer(self, scope: Scope) -> ASGIApp:
        request = Request(scope)
        asked = PageRequest(
            request.method,
            each_once(request),
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
                return Response(status_code=HTTPStatus.MISDIRECTED_REQUEST, headers=CLOSE)
            case _:
                return HTMLResponse(self._no_entry, HTTPStatus.FORBIDDEN, headers=CLOSE)

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
