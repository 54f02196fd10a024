"""A room's answers in the database of all rooms: each once, in order, and whatever happens."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.builders import answer, tiny_report
from tests.storage.central.postgres import LOCUM, PostgresServer
from tests.storage.central.rooms import PASSWORD, TIMEOUT, Room, arrived, open_room, settings_of
from tests.storage.kept import TimeOfDay, ask
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import DeliveryCaughtUp, DeliveryDelayed
from voice_rom.errors import StorageNewer, StorageUnavailable
from voice_rom.storage.arrivals import Arrivals
from voice_rom.storage.central_database import CentralDatabase
from voice_rom.storage.keeping import delivering_meanwhile
from voice_rom.storage.parcel import Parcel, RoomIdentity
from voice_rom.storage.tables import METADATA

A_MONTH = 31 * 86_400.0


@pytest.fixture
def room(tmp_path: Path, server: PostgresServer) -> Iterator[Room]:
    room = Room(tmp_path, server)
    yield room
    room.close()


def numbers(first: int, last: int) -> list[str]:
    return [f"{number:04}" for number in range(first, last + 1)]


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
    room.delivery.step()
    room.delivery.step()
    (news,) = room.delivery.news
    assert isinstance(news, DeliveryDelayed)
    assert "Install the newer voice-rom here" in news.why
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


# What breaks


def test_a_server_that_is_killed_in_the_middle_loses_and_doubles_nothing(
    server: PostgresServer, room: Room
) -> None:
    session = room.begin()
    room.record(3)
    assert room.delivery.step() is None
    server.kill()
    room.record(3)
    waits = [room.delivery.step() for _ in range(3)]
    server.start()
    assert all(wait is not None for wait in waits)
    assert room.delivery.step() is None
    delayed, caught_up = room.delivery.news
    assert isinstance(delayed, DeliveryDelayed)
    assert "the server cannot be reached" in delayed.why
    assert isinstance(caught_up, DeliveryCaughtUp)
    assert arrived(server, session) == numbers(1, 6)


def test_a_server_that_was_only_restarted_is_told_to_nobody(
    server: PostgresServer, room: Room
) -> None:
    session = room.begin()
    room.record()
    room.delivery.step()
    server.kill()
    server.start()
    room.record()
    while room.delivery.step() is not None:
        pass
    assert list(room.delivery.news) == []
    assert arrived(server, session) == numbers(1, 2)


class Network:
    """In between; gone until a time of its own, which the test moves."""

    def __init__(self, taker: Arrivals, gone_until: float) -> None:
        self._taker = taker
        self._gone_until = gone_until
        self.now = 0.0
        self.tries: list[float] = []

    def take(self, room: RoomIdentity, parcel: Parcel) -> bool:
        self.tries.append(self.now)
        if self.now < self._gone_until:
            raise StorageUnavailable("the network is gone.")
        return self._taker.take(room, parcel)

    def close(self) -> None:
        self._taker.close()


def test_a_network_that_is_gone_for_an_hour_delays_everything_and_loses_nothing(
    tmp_path: Path, server: PostgresServer
) -> None:
    hour = 3600.0
    taker = Arrivals(CentralDatabase(server.url("kiosk"), timeout=TIMEOUT))
    network = Network(taker, gone_until=hour)
    room = Room(tmp_path, server, taker=network)
    session = room.begin()
    wait: float | None = 0.0
    while wait is not None:
        network.now += wait
        room.record()
        wait = room.delivery.step()
    count = len(network.tries)
    assert arrived(server, session) == numbers(1, count)
    gaps = [after - before for before, after in zip(network.tries, network.tries[1:], strict=False)]
    assert 0.5 <= gaps[0] <= 1.0
    assert 30.0 <= gaps[-1] <= 60.0  # as often as the setting says, at least
    assert hour <= network.now <= hour + 60.0
    assert count < hour / 30.0 + 10
    assert [type(each) for each in room.delivery.news] == [DeliveryDelayed, DeliveryCaughtUp]
    room.close()


def test_a_database_that_is_away_at_the_start_delays_nobody(
    tmp_path: Path, server: PostgresServer
) -> None:
    server.kill()
    store = open_room(settings_of(tmp_path, server.url("kiosk")))
    try:
        store.begin()
        for question in range(3):
            store.record(answer(question_id=f"{question:04}"))
        session = store.session
        store.finish(tiny_report())
        store.close()
    finally:
        server.start()
    again = open_room(settings_of(tmp_path, server.url("kiosk")))
    again.close()
    assert session is not None
    assert arrived(server, session) == numbers(0, 2)


def test_a_full_disk_of_the_servers_is_told_and_waited_for(
    server: PostgresServer, room: Room
) -> None:
    server.run(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE disk_full; END $$;"
        "CREATE TRIGGER full_disk BEFORE INSERT ON answer EXECUTE FUNCTION full_disk()"
    )
    session = room.begin()
    room.record()
    assert room.delivery.step() is not None
    room.delivery.step()
    (news,) = room.delivery.news
    assert isinstance(news, DeliveryDelayed)
    assert "the server's disk is full" in news.why
    assert server.ask("SELECT count(*) FROM session") == [(0,)]  # all of a change, or nothing
    server.run("DROP TRIGGER full_disk ON answer")
    assert room.delivery.step() is None
    assert arrived(server, session) == numbers(1, 1)


def test_more_rooms_than_the_server_has_connections_for_wait_for_one(
    tmp_path: Path, server: PostgresServer, room: Room
) -> None:
    server.run("ALTER ROLE kiosk CONNECTION LIMIT 1")
    room.begin()
    room.record()
    assert room.delivery.step() is None
    other = Room(tmp_path / "other", server)
    session = other.begin()
    other.record()
    assert other.delivery.step() is not None
    other.delivery.step()
    (news,) = other.delivery.news
    assert isinstance(news, DeliveryDelayed)
    assert "too many connections" in news.why
    room.close()
    while other.delivery.step() is not None:
        pass  # the server takes a moment to see that somebody has gone
    other.close()
    assert arrived(server, session) == numbers(1, 1)


def test_a_row_that_the_server_refuses_keeps_nobody_elses_back(
    server: PostgresServer, room: Room
) -> None:
    damaged = room.begin()
    room.record()
    with room.store.database.change() as connection:  # as SQLite lets anybody
        connection.exec_driver_sql("UPDATE answer SET meaning = 'y' || char(0)")
    whole = room.begin()
    room.record()
    room.delivery.step()
    room.delivery.step()
    assert arrived(server, damaged) == []
    assert arrived(server, whole) == numbers(2, 2)
    (news,) = room.delivery.news
    assert isinstance(news, DeliveryDelayed)
    assert "a session cannot be sent" in news.why


# Rights


def test_a_room_can_write_and_reads_no_answer(server: PostgresServer, room: Room) -> None:
    room.begin()
    room.record()
    room.store.finish(tiny_report())
    assert room.delivery.step() is None
    for question in (
        "SELECT meaning FROM answer",
        "SELECT evidence FROM answer",
        "SELECT report FROM session",
        "DELETE FROM answer",
        "DELETE FROM session",
        "DROP TABLE answer",
        "CREATE TABLE of_mine (x int)",
        "UPDATE alembic_version SET version_num = '1'",
        "INSERT INTO deletion VALUES ('x')",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            server.run(question, user="kiosk")


@pytest.mark.parametrize(("given", "well"), [("a%2Fb%40c", True), ("wr0ng", False)])
def test_a_password_is_sent_and_never_told(
    tmp_path: Path, server: PostgresServer, given: str, *, well: bool
) -> None:
    central = CentralDatabase(server.url(f"{LOCUM}:{given}"), timeout=TIMEOUT)
    room = Room(tmp_path, server, taker=Arrivals(central))
    session = room.begin()
    room.record()
    room.delivery.step()
    room.delivery.step()
    told = [event.why for event in room.delivery.news if isinstance(event, DeliveryDelayed)]
    room.close()
    assert arrived(server, session) == (numbers(1, 1) if well else [])
    if not well:
        assert "the server refuses: password authentication failed" in told[0]
    assert not any(secret in line for line in told for secret in (given, PASSWORD))


def test_wrong_rights_are_told_with_what_to_do(tmp_path: Path, server: PostgresServer) -> None:
    room = Room(tmp_path, server, user="weber")  # who may read, and not write
    room.begin()
    room.record()
    room.delivery.step()
    room.delivery.step()
    (news,) = room.delivery.news
    assert isinstance(news, DeliveryDelayed)
    assert "lacks a right there; docs/POSTGRESQL.md" in news.why
    room.close()
