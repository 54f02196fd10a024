"""A desk that is really served, rooms that really connect, and staff's browsers."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from argon2 import PasswordHasher
from websockets.sync.client import ClientConnection, connect

from tests.page.serving import PATIENCE, Client
from voice_rom.content.settings_file import PACKAGED, LoadedSettings, load_with_sources
from voice_rom.intercom.messages import (
    VERSION,
    Activity,
    FromDesk,
    FromRoom,
    Hello,
    RoomState,
    Welcome,
    as_frame,
    read_from_desk,
)
from voice_rom.page.listening import listen_at
from voice_rom.page.served import Certificate
from voice_rom.staff.audit import AuditLog, LoggedDeed
from voice_rom.staff.desk import DeskClock
from voice_rom.staff.pins import StaffPins
from voice_rom.staff.server import DeskPlace, DeskServer
from voice_rom.staff.todays_reports import LOOK_SECONDS

KEY: Final = "k" * 43
NAME: Final = "Weber"
PIN: Final = "604817"

QUICK_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""It is the same function with less work: what is tested is not how long it takes."""

TICK_SECONDS: Final = 0.05
HELLO_SECONDS: Final = 1.0


class MovedClock:
    """A clock that only goes on when a test moves it; both kinds of time together."""

    def __init__(self) -> None:
        self._passed = 0.0

    def move(self, seconds: float) -> None:
        self._passed += seconds

    def monotonic(self) -> float:
        return 1000.0 + self._passed

    def now(self) -> datetime:
        return datetime(2026, 11, 29, 10, 31, tzinfo=UTC) + timedelta(seconds=self._passed)


@dataclass
class ServedDesk:
    server: DeskServer
    folder: Path
    clock: MovedClock
    told: list[str] = field(default_factory=list)
    """What stands on the desk's terminal."""

    @property
    def port(self) -> int:
        return self.server.port

    def log(self) -> list[LoggedDeed]:
        return list(AuditLog(self.folder, self.clock.now, 0).read())

    def stranger(self) -> "StaffBrowser":
        return StaffBrowser(self)

    def signed_in(self, name: str = NAME, pin: str = PIN) -> "StaffBrowser":
        browser = StaffBrowser(self)
        status = browser.sign_in(name, pin)
        assert status == 303, status
        return browser

    def room(self, name: str = "Room 2", room_id: str = "") -> "FakeRoom":
        return FakeRoom(
            self.port, name, room_id or f"id-of-{name[:9].strip(', ').replace(' ', '-')}"
        )


class StaffBrowser(Client):
    """What a browser at the desk asks for, and with which cookie."""

    def __init__(self, desk: ServedDesk, cookie: str = "") -> None:
        super().__init__(desk.port, cookie)
        self._kept: HTTPConnection | None = None

    @contextmanager
    def staying_connected(self) -> Iterator[None]:
        """One connection for all that is posted, as browsers have it."""
        self._kept = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            yield
        finally:
            self._kept.close()
            self._kept = None

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """As the page's script does; the status and the body."""
        sent = {**self.headers(), "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields).encode()
        status, headers, answer = self.ask(path, "POST", body, sent, self._kept)
        cookie = headers.get("set-cookie", "").partition(";")[0]
        self.cookie = cookie or self.cookie
        return status, answer.decode()

    def sign_in(self, name: str = NAME, pin: str = PIN) -> int:
        return self.post("/sign-in", name=name, pin=pin)[0]

    def page(self) -> str:
        return self.ask("/")[2].decode()

    def until_shown(self, text: str, *, gone: bool = False) -> str:
        """Follow the page's stream until `text` stands in what it shows (or not any more)."""
        stream = self.stream()
        regions: dict[str, str] = {}
        try:
            while True:
                new = stream.next("state")["regions"]
                assert isinstance(new, dict)
                regions.update(new)
                shown = "\n".join(regions.values())
                if (text in shown) is not gone:
                    return shown
        finally:
            stream.close()


class FakeRoom:
    """Speaks the real messages over a real websocket, and does nothing else."""

    def __init__(self, port: int, name: str, room_id: str, key: str = KEY) -> None:
        self.name = name
        self.room_id = room_id
        self._port = port
        self._key = key
        self._opened = ExitStack()
        self.line: ClientConnection = self._open()

    @property
    def hello(self) -> Hello:
        return Hello(version=VERSION, program="1.0", room=self.name, room_id=self.room_id)

    def _open(self) -> ClientConnection:
        opening = connect(
            f"ws://127.0.0.1:{self._port}/rooms",
            additional_headers={"Authorization": f"Bearer {self._key}"},
            open_timeout=PATIENCE,
            close_timeout=1,
        )
        return self._opened.enter_context(opening)

    def begin(self, activity: Activity = Activity.WAITING) -> "FakeRoom":
        """Say hello, be welcomed, and tell where it is."""
        self.send(self.hello)
        assert self.next() == Welcome()
        self.send(RoomState(activity=activity))
        return self

    def connect_anew(self) -> "FakeRoom":
        self.line = self._open()
        self.send(self.hello)
        assert self.next() == Welcome()
        return self

    def send(self, message: FromRoom) -> None:
        self.line.send(as_frame(message))

    def next(self) -> FromDesk:
        return read_from_desk(self.line.recv(PATIENCE))

    def close(self) -> None:
        self._opened.close()


def desk_settings(**changes: object) -> LoadedSettings:
    """The usual settings with these over them, by dotted key with two lines for the dot."""
    overrides = {key.replace("__", "."): value for key, value in changes.items()}
    return load_with_sources(PACKAGED, overrides)


@contextmanager
def served_desk(
    folder: Path,
    clock: MovedClock | None = None,
    *,
    certificate: Certificate | None = None,
    look_seconds: float = LOOK_SECONDS,
    **changes: object,
) -> Iterator[ServedDesk]:
    """A desk with one of the staff; `changes` to its settings."""
    folder.mkdir(exist_ok=True)
    pins = StaffPins(folder, QUICK_HASHER)
    if pins.known(NAME) is None:
        pins.add(NAME, PIN)
    clock = clock or MovedClock()
    told: list[str] = []
    lock = threading.Lock()

    def tell(line: str) -> None:
        with lock:
            told.append(line)

    server = DeskServer(
        DeskPlace(
            loaded=desk_settings(**changes),
            listening=listen_at("127.0.0.1", 0),
            key=KEY,
            folder=folder,
            clock=DeskClock(clock.monotonic, clock.now),
            tell=tell,
            certificate=certificate,
            hasher=QUICK_HASHER,
            tick_seconds=TICK_SECONDS,
            hello_seconds=HELLO_SECONDS,
            look_seconds=look_seconds,
        )
    )
    try:
        yield ServedDesk(server, folder, clock, told)
    finally:
        server.close()
