"""A kiosk whose sessions go to the database of all rooms."""

from pathlib import Path

from tests.kiosk.led_visit import short_scenario, visit
from tests.storage.central.postgres import PostgresServer
from tests.storage.central.rooms import Room, arrived, numbers
from tests.storage.kept import sessions_of


def test_a_visit_brings_its_session_there_and_what_an_earlier_one_left_in_the_file(
    tmp_path: Path, server: PostgresServer
) -> None:
    kept, reports = tmp_path / "kept", tmp_path / "reports"
    reports.mkdir()
    away = Room(kept, server)  # nobody brings what it keeps
    earlier = away.begin()
    away.record(2)
    away.close()
    settings = {
        "storage.keep": "true",
        "storage.folder": str(kept),
        "storage.url": server.url("kiosk"),
        "storage.room": "Room 2",
        "storage.reports": str(reports),
    }
    assert visit(scenario=short_scenario(tmp_path, settings)) == 0
    assert arrived(server, earlier) == numbers(1, 2)
    there = server.ask(
        "SELECT session.id, complete, name FROM session JOIN room ON room.id = room_id"
    )
    ((session, complete, room),) = [each for each in there if each[0] != earlier]
    assert (complete, room) == (True, "Room 2")
    assert arrived(server, str(session)) == ["easier", "farther", "pulling"]
    assert [each.id for each in sessions_of(kept) if each.id == session] == []
    assert len(list(reports.glob(f"*-{session}.*"))) == 3
