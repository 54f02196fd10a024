"""A visit and the desk: what it is told at the start screen, in a session, and at a fault."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection

from tests.fake_ports import FakeAlarm, FakeRoom, FakeVoice
from tests.intercom.fake_desk import KEY, FakeDesk, fake_desk
from tests.kiosk.walking_away import lead
from tests.page.telling import content, settings
from voice_rom.app import Program
from voice_rom.content.load import load_vocabulary
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.state import State
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import AlarmFailed, Device, DeviceLost, StaffNews, StaffTold
from voice_rom.errors import StaffKeyUnusable
from voice_rom.intercom.messages import (
    Activity,
    Call,
    CallReason,
    Health,
    Hello,
    RoomSettings,
    RoomState,
    Welcome,
    as_frame,
)
from voice_rom.kiosk.door import Door
from voice_rom.kiosk.order import TRY_AGAIN, VisitOrder
from voice_rom.kiosk.staff_line import NoStaff, StaffLine, open_staff_line
from voice_rom.kiosk.visit import Visit
from voice_rom.page.access import new_secrets
from voice_rom.ports import Alarm, RoomLevel

ROOM_ID = "room-two-1"
TRIES = 2000
MOST_AT_THE_END = 1.0
"""Seconds; half of one is what the end waits at the most."""


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "staff.key"
    file.write_text(KEY)
    file.chmod(0o600)
    return file


@pytest.fixture
def desk() -> Iterator[FakeDesk]:
    with fake_desk() as desk:
        yield desk


def staffed(desk: FakeDesk, key_file: Path) -> Settings:
    return settings(
        staff__url=desk.url,
        staff__key_file=str(key_file),
        storage__room="Room 2",
        safety__screening=False,
    )


@contextmanager
def line_to(desk: FakeDesk, key_file: Path) -> Iterator[StaffLine]:
    calls = key_file.with_name("calls.json")
    with open_staff_line(staffed(desk, key_file), ROOM_ID, Door(), calls) as line:
        yield line


def program(chosen: Settings) -> Program:
    return Program(chosen, content(), load_vocabulary("en"), Path())


def news_of(alarm: Alarm) -> AlarmFailed | StaffNews:
    tick = threading.Event()
    for _ in range(TRIES):
        news = alarm.news()
        if news is not None:
            return news
        tick.wait(0.01)
    raise AssertionError("nothing was ever told")


class Screen:
    def waiting(self, *, listens: bool, lost: Sequence[DeviceLost]) -> None:
        """Nobody looks at it."""

    def level(self, level: RoomLevel) -> None:
        """Nobody looks at it."""


def test_without_a_desk_there_is_no_line_and_no_thread() -> None:
    before = threading.active_count()
    inner = FakeAlarm()
    with open_staff_line(settings(), ROOM_ID, Door()) as line:
        assert isinstance(line, NoStaff)
        assert threading.active_count() == before
        assert line.displays(program(settings())) == ()
        assert line.alarm(inner) is inner
        assert line.alarm(None) is None


def test_at_the_start_screen_the_desk_sees_who_waits_and_how_the_devices_are(
    desk: FakeDesk, key_file: Path
) -> None:
    with line_to(desk, key_file) as line:
        room = FakeRoom()
        line.waits(program(staffed(desk, key_file)), room, FakeVoice())
        hello = desk.next(Hello)
        assert (hello.room, hello.room_id) == ("Room 2", ROOM_ID)
        assert desk.next(RoomState).activity is Activity.WAITING
        display = line.start_display(Screen(), lambda: (room.microphone, "USB loudspeaker"))
        display.waiting(listens=True, lost=[])
        health = desk.next(Health)
        assert (health.microphone, health.loudspeaker) == (room.microphone, "USB loudspeaker")
        display.waiting(listens=False, lost=[DeviceLost(Device.MICROPHONE, "it is gone")])
        assert "it is gone" in desk.next(Health).faults[0]


def test_at_the_start_screen_the_desk_is_told_the_settings_that_a_clinic_looks_at(
    desk: FakeDesk, key_file: Path
) -> None:
    clinic = settings(
        clinic__name="The Green Practice",
        safety__country="DE",
        session__tests=("leg-lift",),
        storage__keep=True,
        storage__url="postgresql://room:secret@db.example.org/answers",
        voice__earcons=True,
    )
    with line_to(desk, key_file) as line:
        line.waits(program(clinic), FakeRoom(), FakeVoice())
        told = desk.next(RoomSettings)
    assert (told.clinic, told.emergency_number, told.tests) == (
        "The Green Practice",
        "112",
        ("leg lift",),
    )
    assert (told.keeps, told.sends, told.earcons, told.screening) == (True, True, True, True)
    assert told.languages == ("en",)
    assert told.wrong == ()
    assert "secret" not in "".join(desk.frames)
    assert "db.example.org" not in "".join(desk.frames)


def test_a_whole_session_is_told_and_no_frame_holds_what_was_answered(
    desk: FakeDesk, key_file: Path
) -> None:
    with line_to(desk, key_file) as line:
        chosen = staffed(desk, key_file)
        lead(State.GOODBYE, shown=line.displays(program(chosen)))
        while desk.next(RoomState).activity is not Activity.SUMMARY:
            pass
    told = "".join(desk.frames)
    assert "noted" not in told.casefold()
    assert not [answer for answer in ('"yes"', '"left"', '"straight"') if answer in told]


def test_a_call_reaches_the_desk_beside_the_owners_program_and_its_word_comes_back(
    desk: FakeDesk, key_file: Path
) -> None:
    inner = FakeAlarm()
    with line_to(desk, key_file) as line:
        desk.next(Hello)
        alarm = line.alarm(inner)
        assert alarm is not None
        alarm.alert(AlertReason.HELP)
        assert desk.next(Call).reason is CallReason.HELP
        assert news_of(alarm) == StaffTold()
        assert inner.alerts == [AlertReason.HELP]


def _floods(line: ServerConnection) -> None:
    while True:
        line.send(as_frame(Welcome()))


def _sends_garbage(line: ServerConnection) -> None:
    line.send("garbage")


def _says_nothing(line: ServerConnection) -> None:
    for _ in line:
        pass


@pytest.mark.parametrize("answers", [None, _floods, _sends_garbage, _says_nothing])
def test_a_desk_that_is_away_or_out_of_its_mind_delays_neither_the_voice_nor_stop_nor_the_end(
    key_file: Path, answers: Callable[[ServerConnection], None] | None
) -> None:
    """To the last sample: the room's time is counted in them."""
    alone = lead(State.STOPPED)
    with fake_desk(FakeDesk(answers=answers)) as desk:
        chosen = staffed(desk, key_file)
        if answers is None:
            desk.url = chosen.staff.url.replace("127.0.0.1", "127.0.0.2")
        with line_to(desk, key_file) as line:
            told = lead(State.STOPPED, shown=line.displays(program(chosen)))
            begin = time.monotonic()
        assert time.monotonic() - begin < MOST_AT_THE_END
    assert (told.watch.said, told.seconds) == (alone.watch.said, alone.seconds)


def test_a_key_that_others_can_read_is_refused_before_anybody_comes(
    desk: FakeDesk, key_file: Path
) -> None:
    key_file.chmod(0o644)
    with (
        pytest.raises(StaffKeyUnusable, match="others may read it"),
        open_staff_line(staffed(desk, key_file), ROOM_ID, Door()),
    ):
        pass


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[voice]\nrate = 'fast'\n", "settings.toml:2: voice.rate"),
        ("[voice]\nrate = [\n", "settings.toml:2"),
    ],
)
def test_where_nobody_can_start_the_desk_is_told_which_line_is_wrong(
    desk: FakeDesk, key_file: Path, written: str, told: str
) -> None:
    file = key_file.with_name("settings.toml")
    staff = f'[staff]\nurl = "{desk.url}"\nkey_file = "{key_file}"\n[storage]\nroom = "Room 2"\n'
    staff += '[clinic]\nname = "The Green Practice"\n'
    file.write_text(written + staff)
    heard: list[Health | RoomSettings] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        order = VisitOrder(
            listening=listening.fileno(),
            secrets=new_secrets(many=True),
            settings_file=str(file),
            overrides={},
            flags={},
            room_id=ROOM_ID,
        )

        def turn() -> None:
            if not heard:
                assert desk.next(RoomState).activity is Activity.FAULT
                heard.extend((desk.next(Health), desk.next(RoomSettings)))
                file.write_text("")

        assert Visit(order, turn).run() == TRY_AGAIN
    health, left = heard
    assert isinstance(health, Health)
    assert isinstance(left, RoomSettings)
    assert told in health.faults[0]
    assert left.wrong == health.faults
    assert left.clinic == "The Green Practice"
