"""A small desk on a real websocket, that answers as the test wants it to."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from queue import Queue
from typing import TypeVar

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.settings import StaffSettings
from voice_rom.intercom.messages import (
    TAKES_HEADER,
    TAKES_SETTINGS,
    Activity,
    Call,
    CallAcknowledged,
    CallSeen,
    FromRoom,
    Hello,
    Order,
    OrderKind,
    RoomState,
    Welcome,
    as_frame,
    read_from_room,
)

KEY = "k" * 43
Kind = TypeVar("Kind", bound=FromRoom)
PATIENCE = 20.0


def staff_settings(url: str, authority: str = "") -> StaffSettings:
    """Those of a room whose desk is at `url`."""
    staff = load_settings(PACKAGED).staff
    return replace(staff, url=url, key_file="staff.key", authority=authority)


@dataclass(eq=False)
class FakeDesk:
    """Welcomes every room, sees each call at once, and acknowledges those it is told to."""

    frames: list[str] = field(default_factory=list)
    """All that came, as it came."""
    messages: "Queue[FromRoom]" = field(default_factory=Queue)
    acknowledges: bool = False
    takes_settings: bool = True
    answers: Callable[[ServerConnection], None] | None = None
    """What it does with each connection in place of all that."""
    line: ServerConnection | None = None
    url: str = ""
    _orders: int = 0

    def next(self, kind: type[Kind]) -> Kind:
        """The next message of this kind; raises Empty when none comes."""
        while True:
            message = self.messages.get(timeout=PATIENCE)
            if isinstance(message, kind):
                return message

    def wait_in(self, activity: Activity) -> None:
        """Wait until a room says that it is there."""
        while self.next(RoomState).activity is not activity:
            pass

    def order(self, kind: OrderKind) -> None:
        self._orders += 1
        self.send(as_frame(Order(order_id=f"order-{self._orders:04}", order=kind)))

    def send(self, frame: str) -> None:
        assert self.line is not None
        self.line.send(frame)

    def opened(self, _line: ServerConnection, _asked: Request, answer: Response) -> Response:
        if self.takes_settings:
            answer.headers[TAKES_HEADER] = TAKES_SETTINGS
        return answer

    def handle(self, line: ServerConnection) -> None:
        self.line = line
        if self.answers is not None:
            self.answers(line)
            return
        try:
            for frame in line:
                self._take(line, str(frame))
        except ConnectionClosed:
            pass

    def _take(self, line: ServerConnection, frame: str) -> None:
        self.frames.append(frame)
        message = read_from_room(frame)
        if isinstance(message, Hello):
            line.send(as_frame(Welcome()))
        if isinstance(message, Call):
            line.send(as_frame(CallSeen(call_id=message.call_id)))
            if self.acknowledges:
                line.send(as_frame(CallAcknowledged(call_id=message.call_id)))
        self.messages.put(message)


def _checked(_line: ServerConnection, request: Request) -> Response | None:
    if request.path == "/rooms" and request.headers.get("Authorization") == f"Bearer {KEY}":
        return None
    return _line.respond(HTTPStatus.UNAUTHORIZED, "")


@contextmanager
def fake_desk(
    desk: FakeDesk | None = None, encrypted: ssl.SSLContext | None = None
) -> Iterator[FakeDesk]:
    """It listens at `url` until the end of the block."""
    desk = desk or FakeDesk()
    with serve(
        desk.handle,
        "127.0.0.1",
        0,
        ssl=encrypted,
        process_request=_checked,
        process_response=desk.opened,
        close_timeout=0.5,
    ) as server:
        scheme = "ws" if encrypted is None else "wss"
        desk.url = f"{scheme}://127.0.0.1:{server.socket.getsockname()[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join(PATIENCE)
