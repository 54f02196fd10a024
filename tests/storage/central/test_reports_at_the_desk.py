"""Today's reports of all rooms at the staff's desk, out of a real PostgreSQL."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.commands.kept_history import PLANTED, TRUNK, History, first_question, given
from tests.staff.serving import NAME, ServedDesk, StaffBrowser
from tests.storage.central.desks import desk_of
from tests.storage.central.postgres import PostgresServer
from tests.storage.central.rooms import Room, arrived
from voice_rom.intercom.messages import Call, CallReason

TODAY: Final = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
A_WEEK: Final = timedelta(days=7)
"""A session of these begins so long after its clock's time."""

Finished = dict[str, str]
"""The session that finished today in each room, by the room's name."""


@pytest.fixture
def finished(tmp_path: Path, server: PostgresServer) -> Finished:
    """Two rooms in which a session finished today, and one where it goes on."""
    sessions = {}
    for name in ("Room 1", "Room 2", "Room 3"):
        kept = History(tmp_path / name)
        kept.folder.mkdir()
        kept.planted = (PLANTED,)
        kept.clock.now = TODAY - A_WEEK
        sessions[name] = kept.lead(given(TRUNK), breaks_off=name == "Room 3")
        room = Room(kept.folder, server, name=name)
        assert room.delivery.step() is None
        room.close()
    del sessions["Room 3"]
    return sessions


@pytest.fixture
def desk(tmp_path: Path, server: PostgresServer, finished: Finished) -> Iterator[ServedDesk]:
    """Its user is one of the staff's role."""
    assert finished
    with desk_of("weber", server, tmp_path) as desk:
        yield desk


@pytest.fixture
def handing_desk(
    tmp_path: Path, server: PostgresServer, finished: Finished
) -> Iterator[ServedDesk]:
    """Its user may only read."""
    assert finished
    with desk_of("front_desk", server, tmp_path) as desk:
        yield desk


def listed(page: bytes) -> set[str]:
    return set(re.findall(r"/reports/([0-9a-f]{32})/", page.decode()))


def rows(staff: StaffBrowser) -> set[str]:
    status, _, page = staff.ask("/reports")
    assert status == 200
    return listed(page)


def test_what_finished_today_in_any_room_is_listed_with_its_room_and_no_word_of_it(
    desk: ServedDesk, finished: Finished
) -> None:
    page = desk.signed_in().ask("/reports")[2]

    assert listed(page) == set(finished.values())
    assert b"Room 1" in page
    assert b"Room 2" in page
    assert b"Room 3" not in page
    assert PLANTED.encode() not in page


def test_a_report_is_handed_over_in_every_way(desk: ServedDesk, finished: Finished) -> None:
    staff, session = desk.signed_in(), finished["Room 2"]

    handed = {
        way: staff.ask(f"/reports/{session}/{way}") for way in ("pdf", "qr", "fhir", "json", "csv")
    }

    assert [status for status, _, _ in handed.values()] == [200] * 5
    assert handed["pdf"][2].startswith(b"%PDF-")
    assert b"<svg" in handed["qr"][2]
    assert json.loads(handed["fhir"][2])["resourceType"] == "Bundle"
    (exported,) = json.loads(handed["json"][2])["sessions"]
    assert (exported["id"], exported["room"]) == (session, "Room 2")
    assert session.encode() in handed["csv"][2]
    deeds = [(deed.who, deed.what, deed.about) for deed in desk.log()][-5:]
    assert deeds == [(NAME, "report handed over", f"{way}, {session}") for way in handed]


def test_a_report_is_deleted_and_what_its_owner_must_still_do_is_told(
    desk: ServedDesk, finished: Finished, server: PostgresServer
) -> None:
    staff, session = desk.signed_in(), finished["Room 2"]

    with staff.staying_connected():
        assert staff.post("/reports/delete", session=session)[0] == 303

    assert b"voice-rom database clean" in staff.ask("/reports?said=not-cleaned")[2]
    assert rows(staff) == {finished["Room 1"]}
    assert arrived(server, session) == []
    assert server.ask("SELECT session_id FROM deletion") == [(session,)]


def test_a_database_that_is_away_is_one_line_and_holds_up_no_room_and_comes_back_by_itself(
    desk: ServedDesk, finished: Finished, server: PostgresServer
) -> None:
    staff, session = desk.signed_in(), finished["Room 1"]
    room = desk.room().begin()
    server.kill()
    try:
        away = [staff.ask("/reports"), staff.ask(f"/reports/{session}/json")]
        deleting = staff.post("/reports/delete", session=session)
        room.send(Call(call_id="call-0001", reason=CallReason.HELP))
        assert "Room 2 called for help" in staff.until_shown("Room 2 called for help")
    finally:
        server.start()

    for status, _, page in away:
        (told,) = re.findall(r'role="alert">(.*the server cannot be reached.*)</p>', page.decode())
        assert status == 503
        assert server.url("weber").rpartition("?")[0] not in told
    assert b"this page keeps trying" in away[0][2]
    assert b'data-again="/reports"' in away[0][2]
    assert deleting[0] == 503
    assert rows(staff) == set(finished.values())


def test_a_desk_that_may_only_read_hands_over_and_deletes_nothing(
    handing_desk: ServedDesk, finished: Finished, server: PostgresServer
) -> None:
    staff, session = handing_desk.signed_in(), finished["Room 1"]
    assert rows(staff) == set(finished.values())
    assert staff.ask(f"/reports/{session}/json")[0] == 200

    status, page = staff.post("/reports/delete", session=session)

    assert status == 503
    assert "lacks a right there" in page
    assert arrived(server, session) == [first_question(TRUNK)]
    assert server.ask("SELECT count(*) FROM deletion") == [(0,)]


def test_a_desk_with_a_rooms_own_user_reads_no_report(
    tmp_path: Path, server: PostgresServer, finished: Finished
) -> None:
    assert finished
    with desk_of("kiosk", server, tmp_path) as desk:
        status, _, page = desk.signed_in().ask("/reports")
        assert status == 503
        assert b"lacks a right there" in page
