"""A real server, for all tests of a file, with a database that each begins anew."""

from collections.abc import Iterator

import pytest

from tests.storage.central.postgres import PostgresServer, running_server
from tests.storage.central.rooms import prepare


@pytest.fixture(scope="module")
def _running(_real: None) -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def server(_running: PostgresServer) -> PostgresServer:
    prepare(_running)
    return _running
