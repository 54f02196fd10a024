"""Rooms and their server, killed at random moments. script/kill_rooms does so 200 times."""

from pathlib import Path

from tests.storage.central.killed_either_side import kill
from tests.storage.central.postgres import PostgresServer


def test_rooms_and_servers_that_are_killed_lose_double_and_reorder_nothing(
    tmp_path: Path, server: PostgresServer
) -> None:
    figures = kill(server, tmp_path, kills=7, seed=20261129)
    assert figures.well, figures
    assert figures.rooms_killed >= 2, figures
    assert figures.servers_killed >= 2, figures
    assert figures.told > 40, figures
