"""The room's end and the real desk: a call for help outlives a restart of either of them."""

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from tests.intercom.fake_desk import staff_settings
from tests.intercom.room_settings import SETTINGS
from tests.staff.serving import KEY, ServedDesk, served_desk
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import StaffAcknowledged, StaffNews, StaffTold
from voice_rom.intercom.calling_desk import dial
from voice_rom.intercom.desk_link import DeskLink
from voice_rom.intercom.help_calls import HelpCalls
from voice_rom.intercom.kept_calls import KeptCalls
from voice_rom.intercom.messages import VERSION, Activity, Hello, RoomState
from voice_rom.intercom.room_news import RoomNews

PATIENCE = 20.0
HELLO = Hello(version=VERSION, program="1.0", room="Room 2", room_id="room-two-1")


class SteppedRoom:
    """The room's end, stepped by the test."""

    def __init__(self, desk: Callable[[], ServedDesk], folder: Path) -> None:
        """`desk` gives the one that is there now."""
        kept = KeptCalls(folder / "calls.json", time.monotonic)
        self.calls = HelpCalls(time.monotonic, kept.read())
        self.news = RoomNews(self.calls, time.monotonic)
        self.link = DeskLink(
            HELLO,
            self.news,
            lambda: dial(staff_settings(f"ws://127.0.0.1:{desk().port}"), KEY, None),
            lambda _order: None,
            kept=kept,
            clock=time.monotonic,
            tell=lambda _told: None,
        )
        self.news.state(RoomState(activity=Activity.CALLING))

    def step_until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end
            self.link.step()

    def hears(self) -> StaffNews:
        news: list[StaffNews] = []

        def heard() -> bool:
            news.extend(each for each in [self.calls.news()] if each is not None)
            return bool(news)

        self.step_until(heard)
        return news[0]

    def close(self) -> None:
        self.link.close()


def test_a_call_outlives_a_restart_of_the_desk_and_who_called_hears_the_end_of_it(
    tmp_path: Path,
) -> None:
    desks: list[ServedDesk] = []
    first, second = ExitStack(), ExitStack()
    with first, second, closing(SteppedRoom(lambda: desks[-1], tmp_path)) as room:
        desks.append(first.enter_context(served_desk(tmp_path / "desk")))
        room.news.call(AlertReason.HELP)
        (call,) = room.calls.unseen()
        room.step_until(lambda: "Room 2" in desks[0].signed_in().page())
        assert desks[0].signed_in().post("/shown", call=call.call_id)[0] == 204
        assert room.hears() == StaffTold()

        first.close()
        desks.append(second.enter_context(served_desk(tmp_path / "desk")))
        staff = desks[1].signed_in()
        assert call.call_id in staff.page()
        staff.post("/acknowledge", call=call.call_id)
        assert room.hears() == StaffAcknowledged()
        assert not room.calls.any_here()


def test_the_desk_says_that_it_takes_the_settings_and_shows_them(tmp_path: Path) -> None:
    with (
        served_desk(tmp_path / "desk") as desk,
        closing(SteppedRoom(lambda: desk, tmp_path)) as room,
    ):
        staff = desk.signed_in()
        room.news.settings(SETTINGS)
        room.step_until(lambda: "Ms Weber, the physiotherapist" in staff.page())
        assert "This room has not told its settings." not in staff.page()
        assert desk.told == []


def test_a_call_outlives_a_room_whose_process_is_killed_and_is_the_same_at_the_desk(
    tmp_path: Path,
) -> None:
    with served_desk(tmp_path / "desk") as desk:
        before = SteppedRoom(lambda: desk, tmp_path)
        before.news.call(AlertReason.NO_ANSWER)
        (call,) = before.calls.unseen()
        before.step_until((tmp_path / "calls.json").exists)  # and then it is killed
        killed = before.link.connection
        assert killed is not None
        killed.close()

        with closing(SteppedRoom(lambda: desk, tmp_path)) as after:
            after.step_until(lambda: after.link.connection is not None)
            staff = desk.signed_in()
            assert staff.page().count(f'data-call="{call.call_id}"') == 1
            staff.post("/shown", call=call.call_id)
            after.step_until(lambda: not after.calls.unseen())
            assert after.calls.news() is None
        assert not (tmp_path / "calls.json").exists()
