"""Rooms that keep their answers in files of their own, and bring them to one database."""

import re
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from tests.builders import answer
from tests.storage.central.postgres import LOCUM, PostgresServer
from tests.storage.kept import ABOUT, TimeOfDay
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.settings import StorageSettings
from voice_rom.core.protocol.events import DeliveryDelayed
from voice_rom.storage.arrivals import Arrivals
from voice_rom.storage.central_database import CentralDatabase
from voice_rom.storage.database import open_database, place_in
from voice_rom.storage.delivery import Delivery, Taker
from voice_rom.storage.keeping import KeepingStore, open_keeping_store
from voice_rom.storage.outbox import Outbox

_GUIDE: Final = Path(__file__).parents[3] / "docs" / "POSTGRESQL.md"

TIMEOUT: Final = 3.0

PASSWORD: Final = "a/b@c"  # noqa: S105 - of nobody
"""With signs that a URL has otherwise."""


def prepare(server: PostgresServer) -> None:
    """Begin the database anew, as the guide has it: tables, roles, and a user for each role."""
    server.empty()
    database = CentralDatabase(server.url(), timeout=TIMEOUT)
    database.prepare()
    (roles,) = re.findall(r"```sql\n(.*?)```", _GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    roles_and_users = f"kiosk, weber, front_desk, {LOCUM}"
    roles_and_users += ", voice_rom_room, voice_rom_staff, voice_rom_reader"
    server.run(f"DROP ROLE IF EXISTS {roles_and_users}")
    server.run(roles)
    server.run("CREATE USER kiosk IN ROLE voice_rom_room")
    server.run("CREATE USER weber IN ROLE voice_rom_staff")
    server.run("CREATE USER front_desk IN ROLE voice_rom_reader")
    server.run(f"CREATE USER {LOCUM} IN ROLE voice_rom_room PASSWORD '{PASSWORD}'")


def settings_of(
    folder: Path, url: str, *, room: str = "", keep_days: int = 0, retry_most: float = 0.2
) -> StorageSettings:
    usual = load_settings(PACKAGED).storage
    return replace(
        usual,
        keep=True,
        folder=str(folder),
        url=url,
        room=room,
        keep_days=keep_days,
        server_timeout=TIMEOUT,
        retry_most=retry_most,
    )


def open_room(settings: StorageSettings, clock: TimeOfDay | None = None) -> KeepingStore:
    """A room whose answers are brought by a thread of its own, as in every session."""
    return open_keeping_store(settings, ABOUT, clock or TimeOfDay())


class Room:
    """Keeps answers, each to another question, and brings them when it is told to."""

    def __init__(  # noqa: PLR0913 - each is of some test alone
        self,
        folder: Path,
        server: PostgresServer,
        *,
        user: str = "kiosk",
        name: str = "",
        clock: TimeOfDay | None = None,
        taker: Taker | None = None,
    ) -> None:
        self.clock = clock or TimeOfDay()
        self._place = place_in(str(folder), 2.0)
        self._database = open_database(self._place, self.clock)
        self.store = KeepingStore(self._database, ABOUT, resume_within=0.0, clock=self.clock)
        outbox = Outbox(lambda: nullcontext(self._database), name)
        central = taker or Arrivals(CentralDatabase(server.url(user), timeout=TIMEOUT))
        self.delivery = Delivery(outbox, central, 60.0, Random(1))  # noqa: S311
        self._number = 0

    def begin(self) -> str:
        self.store.begin()
        assert self.store.session is not None
        return self.store.session

    def record(self, count: int = 1) -> None:
        for _ in range(count):
            self._number += 1
            self.store.record(answer(question_id=f"{self._number:04}"))

    def close(self) -> None:
        self.delivery.taker.close()
        self.store.close()


def arrived(server: PostgresServer, session: str) -> list[str]:
    """The questions that were answered in `session`, in order, as the database has them."""
    question = "SELECT question_id FROM answer WHERE session_id = '{}' ORDER BY sequence"
    return [str(each) for (each,) in server.ask(question.format(session))]


def numbers(first: int, last: int) -> list[str]:
    """The questions that `Room.record` answers from the `first` to the `last` time."""
    return [f"{number:04}" for number in range(first, last + 1)]


def trouble_told(room: Room) -> str:
    """Why what waits in `room` cannot be brought, as it is told after two tries."""
    assert room.delivery.step() is not None
    room.delivery.step()
    (news,) = room.delivery.news
    assert isinstance(news, DeliveryDelayed)
    return news.why
