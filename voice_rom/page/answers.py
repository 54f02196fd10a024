"""What is the same for everything that is asked of a page's server: headers, bodies, files."""

import asyncio
import re
from collections.abc import Mapping
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_SECONDS: Final = 5.0
"""So long a command may be on its way."""

CLOSE: Final = {"connection": "close"}

TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

REPORT_POLICY: Final = (
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


async def answer_with_headers(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Let `app` answer, with the headers that every answer has."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    await app(scope, receive, send_with_headers)


def each_once(request: Request) -> Mapping[str, str]:
    """The headers; two of a name count as one that is wrong."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def read_body(request: Request, most: int) -> bytes | HTTPStatus:
    """All of a form's body, of `most` bytes, or why not."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    length = request.headers.get("content-length")
    if length is None or "transfer-encoding" in request.headers:
        return HTTPStatus.LENGTH_REQUIRED
    if not re.fullmatch(r"[0-9]{1,6}", length) or int(length) > most:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    except (TimeoutError, ClientDisconnect):
        return HTTPStatus.REQUEST_TIMEOUT
    return body


def read_files(package: str) -> Mapping[str, bytes]:
    """What lies in the folder `static` of `package` for browsers, by its name."""
    folder = files(package).joinpath("static")
    return {
        entry.name: entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name.rpartition(".")[2] in TYPES
    }
