"""How much one server takes: many rooms' sessions, without any sound, as fast as they go.

    python -m tests.storage.central.room_load [--rooms N] [--connections N] [--anew]

What is sent is what a whole session sends, change by change, with all that was heard for each
answer. The server is a new one with PostgreSQL's own settings (it waits for the disk). It shares
the processors with what sends.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from random import Random
from statistics import quantiles
from uuid import uuid4

from tests.builders import answer
from tests.storage.answering_room import answered_session, preferring
from tests.storage.central.at_once import AtOnce
from tests.storage.central.postgres import PostgresServer, running_server
from tests.storage.central.rooms import TIMEOUT, prepare
from tests.storage.kept import ABOUT, TimeOfDay, open_in
from voice_rom.core.language.meanings import Meaning
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.answer_rows import row_of
from voice_rom.storage.arrivals import Arrivals
from voice_rom.storage.central_database import CentralDatabase
from voice_rom.storage.delivery import Delivery
from voice_rom.storage.keeping import Bringing, KeepingStore
from voice_rom.storage.outbox import Outbox
from voice_rom.storage.parcel import Parcel, RoomIdentity


class Notebook:
    """Notes what a session sends."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    def take(self, room: RoomIdentity, parcel: Parcel) -> bool:
        assert room.id
        self.parcels.append(parcel)
        return True

    def close(self) -> None:
        """Nothing is held."""


def whole_session() -> list[Parcel]:
    """What one session sends, in order."""
    notebook = Notebook()
    with tempfile.TemporaryDirectory() as folder:
        database = open_in(Path(folder))
        outbox = Outbox(lambda: nullcontext(database), "")
        delivery = Delivery(outbox, notebook, 60.0, Random(1))  # noqa: S311
        bringing = Bringing(AtOnce(delivery), patience=0.0)
        store = KeepingStore(
            database, ABOUT, resume_within=0.0, clock=TimeOfDay(), bringing=bringing
        )
        session, _, _ = answered_session(
            store, preferring(Meaning.READY, Meaning.YES, Meaning.LEFT)
        )
        session.run()
        store.close()
    heard = row_of(answer(text="yes the left one"))["evidence"]  # keys were pressed there
    return [
        Parcel(parcel.session, [{**row, "evidence": heard} for row in parcel.answers])
        for parcel in notebook.parcels
    ]


def of_another(parcels: Sequence[Parcel]) -> list[Parcel]:
    """The same, of a session of its own."""
    session = uuid4().hex
    return [
        Parcel(
            {**parcel.session, "id": session},
            [{**row, "session_id": session} for row in parcel.answers],
        )
        for parcel in parcels
    ]


class Line:
    """One connection, over which several rooms send, each in its order."""

    def __init__(self, server: PostgresServer, *, anew: bool) -> None:
        self._arrivals = Arrivals(CentralDatabase(server.url("kiosk"), timeout=TIMEOUT))
        self._anew = anew
        self.seconds: list[float] = []
        self.faults: list[str] = []

    def send(self, rooms: int, parcels: Sequence[Parcel]) -> None:
        sessions = [
            (RoomIdentity(uuid4().hex, "a room"), of_another(parcels)) for _ in range(rooms)
        ]
        for number in range(len(parcels)):
            for room, session in sessions:
                begin = time.perf_counter()
                try:
                    self._arrivals.take(room, session[number])
                except StorageUnavailable as fault:
                    self.faults.append(str(fault))
                if self._anew:
                    self._arrivals.close()
                self.seconds.append(time.perf_counter() - begin)
        self._arrivals.close()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rooms", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=20)
    parser.add_argument("--anew", action="store_true", help="a new connection for each change")
    asked = parser.parse_args(arguments)
    parcels = whole_session()
    with running_server(sparing=False) as server:
        prepare(server)
        before = size_of(server)
        lines = [Line(server, anew=asked.anew) for _ in range(asked.connections)]
        begin = time.perf_counter()
        with ThreadPoolExecutor(asked.connections) as pool:
            each = [asked.rooms // asked.connections] * asked.connections
            list(pool.map(lambda line, rooms: line.send(rooms, parcels), lines, each))
        seconds = time.perf_counter() - begin
        growth = size_of(server) - before
    sent = [taken for line in lines for taken in line.seconds]
    faults = [fault for line in lines for fault in line.faults]
    sessions = sum(each)
    percent = quantiles(sent, n=100)
    answers = sum(len(parcel.answers) for parcel in parcels) * sessions
    told = {
        "sessions": sessions,
        "connections": f"{asked.connections}{', each change over a new one' * asked.anew}",
        "answers a session, with those given again": answers // sessions,
        "answers a second": round(answers / seconds),
        "a change takes": ", ".join(
            f"{value * 1000:.0f} ms ({name})"
            for name, value in (("p50", percent[49]), ("p95", percent[94]), ("most", max(sent)))
        ),
        "growth a session": f"{growth / sessions / 1024:.1f} kB",
        "not taken": f"{len(faults)} {faults[:1]}",
    }
    sys.stdout.writelines(f"{what}: {value}\n" for what, value in told.items())
    return 1 if faults else 0


def size_of(server: PostgresServer) -> int:
    """Of the database, in bytes, with nothing in it that was deleted."""
    server.run("VACUUM FULL")
    ((size,),) = server.ask("SELECT pg_database_size(current_database())")
    return int(str(size))


if __name__ == "__main__":
    sys.exit(main())
