"""A room's websocket: let in by its key, heard frame by frame, closed with one line if it errs."""

import asyncio
import hmac
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from voice_rom.intercom.messages import (
    TAKES_HEADER,
    TAKES_SETTINGS,
    VERSION,
    FromDesk,
    FromRoom,
    Hello,
    NotAMessageError,
    as_frame,
    read_from_room,
)
from voice_rom.staff.calls import TooManyCallsError
from voice_rom.staff.desk import Desk, OutOfTurnError
from voice_rom.staff.rate_limit import RateLimit

MOST_ROOMS: Final = 1000

HELLO_SECONDS: Final = 5.0
"""So long a connection may say nothing."""

MOST_WAITING: Final = 100
"""Messages to a room that does not read: then it is closed."""

A_SECOND: Final = 20.0
AT_ONCE: Final = 100.0
"""Messages of a room: it tells every change and its health, a few a second at the most."""

_NOT_A_MESSAGE: Final = 1007
_NOT_ALLOWED: Final = 1008
_TOO_MANY: Final = 1013

_LONGEST_REASON: Final = 123
"""Bytes: with no more can a websocket say why it is closed."""


class ClosedForError(Exception):
    """The connection is closed; `str(error)` is why, and `code` the websocket's own number."""

    def __init__(self, why: str, code: int = _NOT_ALLOWED) -> None:
        super().__init__(why)
        self.code = code

    @property
    def reason(self) -> str:
        """As much of it as the other end can be told."""
        return str(self).encode()[:_LONGEST_REASON].decode(errors="ignore")


class QueuedLine:
    """Implements `desk.RoomLine`: what is sent waits in a queue of this room alone."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[FromDesk] = asyncio.Queue()
        self.closed = asyncio.Event()

    def send(self, message: FromDesk) -> None:
        if self._waiting.qsize() >= MOST_WAITING:
            self.close()
        else:
            self._waiting.put_nowait(message)

    def close(self) -> None:
        self.closed.set()

    async def bring(self, socket: WebSocket) -> None:
        """Send what waits, one after the other, until it is cancelled or the room has gone."""
        with suppress(WebSocketDisconnect, RuntimeError, OSError):
            while True:
                await socket.send_text(as_frame(await self._waiting.get()))


class RoomDoor:
    """Takes the rooms' connections."""

    def __init__(
        self,
        desk: Desk,
        key: str,
        *,
        monotonic: Callable[[], float],
        tell: Callable[[str], None],
        hello_seconds: float = HELLO_SECONDS,
    ) -> None:
        """`tell` gets a line for each connection that is refused or closed for what it sent."""
        self._hello_seconds = hello_seconds
        self._desk = desk
        self._key = key.encode()
        self._monotonic = monotonic
        self._tell = tell
        self._open = 0

    async def take(self, socket: WebSocket) -> None:
        where = "?" if socket.client is None else socket.client.host
        if not self._has_key(socket):
            self._tell(f"A connection from {where} was refused: it has not the rooms' key.")
            await socket.close()  # before it is accepted: 403
            return
        if self._open >= MOST_ROOMS:
            self._tell(f"A room from {where} was refused: {MOST_ROOMS} are connected.")
            await socket.close(_TOO_MANY)
            return
        await socket.accept(headers=[(TAKES_HEADER.lower().encode(), TAKES_SETTINGS.encode())])
        self._open += 1
        line = QueuedLine()
        bringing = asyncio.create_task(line.bring(socket))
        try:
            await self._attend(socket, line)
        except ClosedForError as closed:
            self._tell(f"The connection of a room at {where} was closed: {closed}.")
            with suppress(WebSocketDisconnect, RuntimeError):
                await socket.close(closed.code, closed.reason)
        except WebSocketDisconnect as gone:
            if gone.code in (1002, 1007, 1009):
                self._tell(
                    f"The connection of a room at {where} was closed: no such frame is sent."
                )
        finally:
            self._open -= 1
            bringing.cancel()

    def _has_key(self, socket: WebSocket) -> bool:
        given = socket.headers.getlist("authorization")
        scheme, _, key = (given[0] if len(given) == 1 else "").partition(" ")
        same = hmac.compare_digest(key.encode("utf-8", "surrogateescape"), self._key)
        # A browser's page always says where it is from; no room does.
        return same and scheme.lower() == "bearer" and "origin" not in socket.headers

    async def _attend(self, socket: WebSocket, line: QueuedLine) -> None:
        try:
            async with asyncio.timeout(self._hello_seconds):
                hello = await _next(socket)
        except TimeoutError:
            raise ClosedForError("it said nothing") from None
        if not isinstance(hello, Hello):
            raise ClosedForError("it did not begin with hello", _NOT_A_MESSAGE)
        if hello.version != VERSION:
            room = hello.room if hello.room and hello.room.isprintable() else "a room"
            raise ClosedForError(
                f"install the same voice_rom on both: {room} speaks version {hello.version} of "
                f"the messages, and this desk version {VERSION}"
            )
        self._desk.room_came(hello, line)
        try:
            await self._listen(socket, hello.room_id, line)
        finally:
            self._desk.room_left(hello.room_id, line)

    async def _listen(self, socket: WebSocket, room_id: str, line: QueuedLine) -> None:
        pace = RateLimit(self._monotonic, A_SECOND, AT_ONCE)
        closing = asyncio.create_task(line.closed.wait())
        try:
            while True:
                reading = asyncio.create_task(_next(socket))
                await asyncio.wait((reading, closing), return_when=asyncio.FIRST_COMPLETED)
                if closing.done():
                    reading.cancel()
                    raise ClosedForError("the same room is connected anew, or does not read")
                message = reading.result()
                if not pace.allows():
                    raise ClosedForError("it sends too much")
                self._take(room_id, line, message)
        finally:
            closing.cancel()

    def _take(self, room_id: str, line: QueuedLine, message: FromRoom) -> None:
        try:
            self._desk.room_said(room_id, line, message)
        except OutOfTurnError:
            raise ClosedForError("it said hello twice", _NOT_A_MESSAGE) from None
        except TooManyCallsError:
            raise ClosedForError("it calls without end") from None


async def _next(socket: WebSocket) -> FromRoom:
    """Raises ClosedForError and WebSocketDisconnect."""
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1005))
    text = received.get("text")
    if text is None:
        raise ClosedForError("a frame is no message of ours", _NOT_A_MESSAGE)
    try:
        return read_from_room(text)
    except NotAMessageError:
        raise ClosedForError("a frame is no message of ours", _NOT_A_MESSAGE) from None
