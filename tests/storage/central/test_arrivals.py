"""A room's answers in the database of all rooms: each once, in order, and whatever happens."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.builders import answer, tiny_report
from tests.storage.central.postgres import PostgresServer
from tests.storage.central.rooms import (
    TIMEOUT,
    Room,
    arrived,
    numbers,
    open_room,
    settings_of,
    trouble_told,
)
from tests.storage.kept import TimeOfDay, ask
from voice_rom.core.language.meanings import Meaning
from voice_rom.errors import StorageNewer
from voice_rom.storage.arrivals import Arrivals
from voice_rom.storage.central_database import CentralDatabase
from voice_rom.storage.keeping import delivering_meanwhile
from voice_rom.storage.parcel import Parcel, RoomIdentity
from voice_rom.storage.tables import METADATA

A_MONTH = 31 * 86_400.0


# The tables


def test_the_revisions_lead_to_the_tables_that_the_program_knows(server: PostgresServer) -> None:
    columns = "SELECT table_name, column_name, is_nullable FROM information_schema.columns"
    made = server.ask(f"{columns} WHERE table_schema = 'public'")
    known = {
        (table.name, column.name, "YES" if column.nullable else "NO")
        for table in METADATA.tables.values()
        for column in table.columns
    }
    assert {row for row in made if row[0] != "alembic_version"} == known


def test_preparing_again_changes_nothing(server: PostgresServer) -> None:
    CentralDatabase(server.url(), timeout=TIMEOUT).prepare()
    assert server.ask("SELECT version_num FROM alembic_version") == [("0002",)]


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(
    server: PostgresServer, room: Room
) -> None:
    server.run("UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(StorageNewer, match="version 99"):
        CentralDatabase(server.url(), timeout=TIMEOUT).prepare()
    room.begin()
    room.record()
    assert "Install the newer voice-rom here" in trouble_told(room)
    assert server.ask("SELECT count(*) FROM session") == [(0,)]


# Delivering


def test_answers_arrive_in_the_order_in_which_they_were_given(
    server: PostgresServer, room: Room
) -> None:
    session = room.begin()
    room.record(2)
    assert room.delivery.step() is None
    room.record(2)
    room.store.record(answer(Meaning.NO, question_id="0001"))  # given again
    room.store.finish(tiny_report())
    assert room.delivery.step() is None
    assert arrived(server, session) == ["0002", "0003", "0004", "0001"]
    meant = server.ask("SELECT meaning FROM answer WHERE question_id = '0001'")
    assert meant == [("no",)]
    assert server.ask("SELECT complete, report IS NOT NULL FROM session") == [(True, True)]


def test_what_is_brought_twice_or_late_changes_nothing(server: PostgresServer) -> None:
    arrivals = Arrivals(CentralDatabase(server.url("kiosk"), timeout=TIMEOUT))
    room = RoomIdentity("r", "Room 2")
    session = {"id": "s", "started_at": "-", "last_at": "-", "language": "en", "tests": "[]"}
    session |= {"program_version": "1.0"}
    given = {"session_id": "s", "test_id": "lift", "question_id": "pain", "status": "answered"}
    given |= {"source": "voice", "recorded_at": "-"}
    early, late = (
        Parcel(
            {**session, "sequence": sequence},
            [{**given, "confirmed": True, "meaning": meaning, "sequence": sequence}],
        )
        for sequence, meaning in ((2, "no"), (3, "yes"))
    )
    for parcel in (early, late, late, early):
        assert arrivals.take(room, parcel)
    arrivals.close()
    assert server.ask("SELECT meaning, sequence FROM answer") == [("yes", 3)]
    assert server.ask("SELECT sequence FROM session") == [(3,)]
    assert server.ask("SELECT sequence FROM delivery") == [(3,)]


def test_twenty_rooms_at_once_lose_and_double_nothing(
    tmp_path: Path, server: PostgresServer
) -> None:
    def session_in(number: int) -> str:
        settings = settings_of(tmp_path / str(number), server.url("kiosk"), room=f"Room {number}")
        store = open_room(settings)
        store.begin()
        session = store.session
        for question in range(10):
            store.record(answer(question_id=f"{question:04}"))
        store.finish(tiny_report())
        store.close()
        assert session is not None
        return session

    with ThreadPoolExecutor(20) as rooms:
        sessions = list(rooms.map(session_in, range(20)))
    files = [tmp_path / str(number) / "history.db" for number in range(20)]
    left = [file for file in files if ask(file, "SELECT 1 FROM answer")]
    assert left == []  # all has arrived, so nothing is kept in the rooms any more
    for session in sessions:
        assert arrived(server, session) == numbers(0, 9)
    assert server.ask("SELECT count(*), count(DISTINCT room_id) FROM session") == [(20, 20)]
    assert server.ask("SELECT count(*) FROM answer") == [(200,)]


def test_two_rooms_with_one_name_do_not_mix(tmp_path: Path, server: PostgresServer) -> None:
    sessions = {}
    for folder in ("one", "other"):
        room = Room(tmp_path / folder, server, name="Room 2")
        sessions[folder] = room.begin()
        room.record(2)
        assert room.delivery.step() is None
        room.close()
    assert server.ask("SELECT name, count(*) FROM room GROUP BY name") == [("Room 2", 2)]
    for session in sessions.values():
        assert arrived(server, session) == numbers(1, 2)
    assert server.ask("SELECT count(DISTINCT room_id) FROM session") == [(2,)]


def test_a_clock_that_jumps_a_month_neither_reorders_nor_loses(
    tmp_path: Path, server: PostgresServer
) -> None:
    clock = TimeOfDay()
    room = Room(tmp_path, server, clock=clock)
    first = room.begin()
    room.record()
    for jump in (A_MONTH, -2 * A_MONTH, A_MONTH):
        clock.pass_by(jump)
        room.record()
    room.close()
    clock.pass_by(A_MONTH)  # and so all of it seems to have expired, before anything was brought
    store = open_room(settings_of(tmp_path, server.url("kiosk"), keep_days=7), clock)
    store.close()
    assert arrived(server, first) == numbers(1, 4)


def test_a_session_that_broke_off_is_known_to_have_when_the_next_begins(
    tmp_path: Path, server: PostgresServer
) -> None:
    room = Room(tmp_path, server)
    first = room.begin()
    room.record()
    room.delivery.step()
    room.close()
    again = Room(tmp_path, server, clock=room.clock)
    again.begin()
    again.delivery.step()
    again.close()
    closed = server.ask("SELECT id, complete FROM session")  # one without an answer is not sent
    assert closed == [(first, False)]


def test_what_is_left_is_brought_while_nobody_is_there(
    tmp_path: Path, server: PostgresServer
) -> None:
    room = Room(tmp_path, server)
    session = room.begin()
    room.record(2)
    room.store.finish(tiny_report())
    room.close()
    settings = settings_of(tmp_path, server.url("kiosk"))
    with delivering_meanwhile(settings):
        awaited(lambda: arrived(server, session) == numbers(1, 2))
        awaited(lambda: not ask(tmp_path / "history.db", "SELECT 1 FROM session"))


def awaited(happens: Callable[[], bool]) -> None:
    """Another thread does it, in its own time."""
    limit = time.monotonic() + 60.0
    while not happens():
        assert time.monotonic() < limit
