"""Deleting for good: what is deleted stands nowhere in the file any more."""

from collections.abc import Sequence
from pathlib import Path

from voice_rom.storage.database import Database
from voice_rom.storage.faults import faults_told
from voice_rom.storage.kept_sessions import delete_sessions
from voice_rom.storage.setting_aside import all_set_aside


def delete_for_good(database: Database, ids: Sequence[str] | None) -> None:
    """Delete these sessions with their answers (None: all), and write the file anew without them.

    Raises StorageUnavailable.
    """
    with database.change() as connection:
        delete_sessions(connection, ids)
    database.forget_deleted()


def delete_set_aside(file: Path) -> None:
    """Delete the damaged files that were set aside. Raises StorageUnavailable."""
    with faults_told(file):
        for each in all_set_aside(file):
            each.unlink()
