"""Leads a file or a database from version to version, by the revisions in `migrations/`.

Alembic runs them.
A file's version stands in its header, where every program that ever wrote one looks for it, before
it reads anything else. It is the number of the revision, which Alembic keeps in a table besides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, func, inspect, select

if TYPE_CHECKING:
    from alembic.config import Config

APPLICATION_ID: Final = 0x564F524D
"""In the file's header: "VORM". Another program's file is not taken for ours."""

_ALEMBIC: Final = Lock()
"""What a revision changes is one for the whole process, as Alembic has it."""

_FOLDER: Final = Path(__file__).with_name("migrations")


@dataclass(frozen=True)
class Revisions:
    """Those that lead to the newest version; a file at version 0 is empty."""

    newest: int
    folders: Sequence[Path] = (_FOLDER / "versions",)


REVISIONS: Final = Revisions(newest=2)


def migrate(connection: Connection, version: int, revisions: Revisions = REVISIONS) -> None:
    """Lead a file of `version` to the newest one: all of the way, or not at all.

    Raises ValueError where Alembic's table names no revision that there is.
    """
    if version == revisions.newest:
        return
    # Imported here: a file is hardly ever led anywhere, and Alembic takes 0.2 s to import.
    from alembic import command  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    with _ALEMBIC, connection.begin():
        alembic = _config(connection, revisions)
        try:
            # The files of version 1 that were written before Alembic lack its table.
            if version > 0 and not inspect(connection).has_table("alembic_version"):
                command.stamp(alembic, revision_of(version))
            command.upgrade(alembic, revision_of(revisions.newest))
        except CommandError as error:  # somebody has changed its table
            raise ValueError(f"its version is unclear ({error})") from error
        # Both stand in the file's header, and belong to the transaction.
        connection.exec_driver_sql(f"PRAGMA user_version = {revisions.newest}")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def migrate_central(connection: Connection, revisions: Revisions = REVISIONS) -> None:
    """Lead a database of many rooms to the newest version: all of the way, or not at all."""
    from alembic import command  # noqa: PLC0415

    with _ALEMBIC, connection.begin():
        # One at a time; the other finds all done.
        connection.execute(select(func.pg_advisory_xact_lock(APPLICATION_ID)))
        command.upgrade(_config(connection, revisions), revision_of(revisions.newest))


def revision_of(version: int) -> str:
    """What Alembic calls it."""
    return f"{version:04}"


def _config(connection: Connection, revisions: Revisions) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    for option, value in {
        "script_location": str(_FOLDER),
        "path_separator": "newline",  # which no folder has in its name
        "version_locations": "\n".join(map(str, revisions.folders)),
    }.items():
        config.set_main_option(option, value.replace("%", "%%"))
    return config
