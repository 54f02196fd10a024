"""The line over a real websocket: to a desk, to what is none, and to one that hangs."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection

from tests.intercom.fake_desk import KEY, FakeDesk, fake_desk, staff_settings
from tests.intercom.virtual_desk import VirtualDesk
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import StaffAcknowledged, StaffNews, StaffTold
from voice_rom.errors import WrongSetting
from voice_rom.intercom.calling_desk import dial, trusted
from voice_rom.intercom.desk_link import DeskLink, DeskLostError
from voice_rom.intercom.help_calls import HelpCalls
from voice_rom.intercom.kept_calls import KeptCalls
from voice_rom.intercom.messages import (
    VERSION,
    Activity,
    Call,
    Hello,
    Order,
    OrderKind,
    RoomState,
    Welcome,
    as_frame,
)
from voice_rom.intercom.room_news import RoomNews
from voice_rom.intercom.thread import LinkThread

PATIENCE = 20.0
HELLO = Hello(version=VERSION, program="1.0", room="Room 2", room_id="room-two-1")


class Room:
    """The room's end, in its thread."""

    def __init__(
        self, url: str, folder: Path, take_order: Callable[[Order], None] | None = None
    ) -> None:
        self.orders: list[Order] = []
        self.told: list[str] = []
        self.calls = HelpCalls(time.monotonic)
        self.news = RoomNews(self.calls, time.monotonic)
        staff = staff_settings(url)
        link = DeskLink(
            HELLO,
            self.news,
            lambda: dial(staff, KEY, None),
            take_order or self.orders.append,
            kept=KeptCalls(folder / "calls.json", time.monotonic),
            clock=time.monotonic,
            tell=self.told.append,
        )
        self.thread = LinkThread(link)

    def close(self) -> float:
        """How long it took (s)."""
        begin = time.monotonic()
        self.thread.close(1.0)
        return time.monotonic() - begin


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    tick = threading.Event()
    while not holds():
        assert time.monotonic() < end
        tick.wait(0.01)


def why_lost(url: str, key: str = KEY, patience: float = 5.0) -> str:
    with pytest.raises(DeskLostError) as lost:
        dial(staff_settings(url), key, None, patience)
    return str(lost.value)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Somebody accepts connections there, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_call_reaches_the_desk_and_its_word_comes_back(tmp_path: Path) -> None:
    with fake_desk(FakeDesk(acknowledges=True)) as desk:
        room = Room(desk.url, tmp_path)
        room.news.state(RoomState(activity=Activity.WELFARE, quiet_for=1.0))
        desk.next(RoomState)
        room.news.call(AlertReason.HELP)
        desk.next(Call)
        news: list[StaffNews] = []

        def both() -> bool:
            news.extend(each for each in [room.calls.news()] if each is not None)
            return len(news) == 2

        wait_until(both)
        assert news == [StaffTold(), StaffAcknowledged()]
        desk.send(as_frame(Order(order_id="order-0001", order=OrderKind.PAUSE)))
        wait_until(lambda: bool(room.orders))
        room.close()


def test_after_a_restart_of_the_desk_the_room_comes_back_by_itself(tmp_path: Path) -> None:
    with fake_desk() as desk:
        room = Room(desk.url, tmp_path)
        desk.next(Hello)
        assert desk.line is not None
        desk.line.close()
        assert desk.next(Hello) == HELLO
        room.close()


def test_a_fault_of_our_own_ends_the_connection_and_the_next_call_still_goes_out(
    tmp_path: Path,
) -> None:
    def fail(_order: Order) -> None:
        raise RuntimeError("what somebody said")

    with fake_desk() as desk:
        room = Room(desk.url, tmp_path, take_order=fail)
        desk.next(Hello)
        before = desk.line
        assert before is not None
        desk.order(OrderKind.START)
        wait_until(lambda: before.close_code is not None)
        room.news.call(AlertReason.HELP)
        assert desk.next(Call).reason == "help"
        room.close()
    assert len(room.told) == 1
    assert "internal error (RuntimeError at intercom/desk_link.py:" in room.told[0]
    assert "somebody said" not in room.told[0]


def test_a_fault_of_our_own_that_stays_is_told_every_half_minute_however_much_news_there_is(
    tmp_path: Path,
) -> None:
    desk = VirtualDesk(tmp_path)
    desk.fault = RuntimeError()
    thread = LinkThread(desk.link)
    for tried, activity in enumerate((Activity.WAITING, Activity.BEGINNING, Activity.PAUSED)):
        wait_until(lambda least=tried + 1: len(desk.dialled) == least)  # type: ignore[misc]
        desk.news.state(RoomState(activity=activity))
    wait_until(lambda: len(desk.dialled) == 4)
    assert len(desk.told) == 1
    desk.clock.time += 30.0
    desk.news.call(AlertReason.HELP)
    wait_until(lambda: len(desk.told) == 2)
    thread.close(1.0)


def test_a_desk_with_another_key_says_so() -> None:
    with fake_desk() as desk:
        told = why_lost(desk.url, "another-key")
    assert told == "it does not accept the key in staff.key; the desk's own must be the same"


def test_where_nobody_listens_it_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    url = f"ws://127.0.0.1:{port}"
    assert why_lost(url).startswith(f"nothing answers at {url} (")


def test_one_that_hangs_is_given_up(silent_port: int) -> None:
    told = why_lost(f"ws://127.0.0.1:{silent_port}", patience=0.2)
    assert told == f"nothing answers at ws://127.0.0.1:{silent_port} in time"


def test_the_reason_that_a_desk_ends_the_connection_with_is_told() -> None:
    with fake_desk(FakeDesk(answers=lambda line: line.close(1008, "of another version"))) as desk:
        line = dial(staff_settings(desk.url), KEY, None)
        with pytest.raises(DeskLostError, match="ended the connection: of another version"):
            line.receive(PATIENCE)
        line.close()


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_an_authority_that_cannot_be_used_is_told_before_anybody_needs_it(
    tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "authority.pem"
    if text is not None:
        file.write_text(text)
    with pytest.raises(WrongSetting, match=r"staff\.authority: .*authority\.pem"):
        trusted(staff_settings("wss://desk.example.org:8643", authority=str(file)))


def _floods(line: ServerConnection) -> None:
    while True:
        line.send(as_frame(Welcome()))


def _sends_garbage(line: ServerConnection) -> None:
    line.send("garbage")
    line.close()


def _says_nothing(line: ServerConnection) -> None:
    for _ in line:
        pass


@pytest.mark.parametrize("answers", [_floods, _sends_garbage, _says_nothing])
def test_whoever_tells_something_or_ends_never_waits_for_the_desk(
    tmp_path: Path, answers: Callable[[ServerConnection], None]
) -> None:
    with fake_desk(FakeDesk(answers=answers)) as desk:
        room = Room(desk.url, tmp_path)
        begin = time.monotonic()
        for _ in range(1000):
            room.news.state(RoomState(activity=Activity.QUESTION))
            room.news.call(AlertReason.HELP)
            room.calls.news()
        assert time.monotonic() - begin < 1.0
        assert room.close() < 1.0


def test_a_desk_that_hangs_delays_no_end(tmp_path: Path, silent_port: int) -> None:
    room = Room(f"ws://127.0.0.1:{silent_port}", tmp_path)
    room.news.call(AlertReason.HELP)
    assert room.close() < 1.0
    assert (tmp_path / "calls.json").exists()
