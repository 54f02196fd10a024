"""The staff's desk on the database of all rooms."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.staff.serving import ServedDesk, served_desk
from tests.storage.central.postgres import PostgresServer


@contextmanager
def desk_of(user: str, server: PostgresServer, folder: Path) -> Iterator[ServedDesk]:
    (folder / "own").mkdir()
    with served_desk(
        folder / "desk",
        storage__keep=True,
        storage__url=server.url(user),
        storage__folder=str(folder / "own"),
    ) as desk:
        yield desk
