"""What breaks on the way to the database of all rooms: it is told, waited for, and nothing lost."""

from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest

from tests.builders import answer, tiny_report
from tests.storage.central.desks import desk_of
from tests.storage.central.postgres import LOCUM, PostgresServer
from tests.storage.central.rooms import (
    PASSWORD,
    TIMEOUT,
    Room,
    arrived,
    numbers,
    open_room,
    settings_of,
    trouble_told,
)
from voice_rom.core.protocol.events import DeliveryCaughtUp, DeliveryDelayed
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.arrivals import Arrivals
from voice_rom.storage.central_database import CentralDatabase
from voice_rom.storage.parcel import Parcel, RoomIdentity


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
    assert "the server's disk is full" in trouble_told(room)
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
    assert "too many connections" in trouble_told(other)
    room.close()
    while other.delivery.step() is not None:
        pass  # the server takes a moment to see that somebody has gone
    other.close()
    assert arrived(server, session) == numbers(1, 1)


def take_every_connection(server: PostgresServer, kept: ExitStack) -> None:
    """That is left for users like these; the last few are its administrators' alone."""
    with suppress(psycopg.OperationalError):
        while True:
            kept.enter_context(psycopg.connect(server.url("weber")))


def test_a_server_with_no_connection_left_is_told_and_waited_for_and_nothing_is_lost(
    tmp_path: Path, server: PostgresServer, room: Room
) -> None:
    session = room.begin()
    room.record(3)
    with ExitStack() as others:
        take_every_connection(server, others)
        assert "no connection left; raise its max_connections" in trouble_told(room)
        with desk_of("weber", server, tmp_path) as desk:
            status, _, page = desk.signed_in().ask("/reports")
            assert status == 503
            assert b"no connection left" in page
    while room.delivery.step() is not None:
        pass  # the server takes a moment to see that somebody has gone
    assert arrived(server, session) == numbers(1, 3)


def test_a_row_that_the_server_refuses_keeps_nobody_elses_back(
    server: PostgresServer, room: Room
) -> None:
    damaged = room.begin()
    room.record()
    with room.store.database.change() as connection:  # as SQLite lets anybody
        connection.exec_driver_sql("UPDATE answer SET meaning = 'y' || char(0)")
    whole = room.begin()
    room.record()
    assert "a session cannot be sent" in trouble_told(room)
    assert arrived(server, damaged) == []
    assert arrived(server, whole) == numbers(2, 2)


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
    assert "lacks a right there; docs/POSTGRESQL.md" in trouble_told(room)
    room.close()
