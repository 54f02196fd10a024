"""A real server, for all tests of a file, with a database that each begins anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.central.postgres import PostgresServer, running_server
from tests.storage.central.rooms import Room, prepare


@pytest.fixture(scope="module")
def _running(_real: None) -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def server(_running: PostgresServer) -> PostgresServer:
    prepare(_running)
    return _running


@pytest.fixture
def room(tmp_path: Path, server: PostgresServer) -> Iterator[Room]:
    room = Room(tmp_path, server)
    yield room
    room.close()
