"""Deleting from the database of all rooms, so that no room brings it back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from voice_rom.storage.central_database import CentralDatabase
from voice_rom.storage.tables import DELETIONS, DELIVERIES, SESSIONS


def delete_centrally(database: CentralDatabase, ids: Sequence[str] | None) -> bool:
    """Delete these sessions with their answers (None: all), and have the server forget them.

    False: the tables were not written anew, which only their owner may have done. Until then what
    was deleted is still in the server's files. Raises StorageUnavailable.
    """
    chosen = select(SESSIONS.c.id)
    with database.change() as connection:
        _delete(connection, chosen if ids is None else chosen.where(SESSIONS.c.id.in_(ids)))
    return database.forget_deleted()


def delete_expired_centrally(database: CentralDatabase, keep_days: int) -> int:
    """Delete that of which nothing has arrived for more than `keep_days` days; 0: nothing.

    By the server's clock: those of the rooms may be wrong. Returns how many sessions there were.
    Raises StorageUnavailable.
    """
    if keep_days == 0:
        return 0
    with database.change() as connection:
        now: datetime = connection.execute(select(func.now())).scalar_one()
        expired = select(DELIVERIES.c.session_id).where(
            DELIVERIES.c.at < now - timedelta(days=keep_days)
        )
        count = _delete(connection, expired)
    if count:
        database.forget_deleted()
    return count


def _delete(connection: Connection, ids: Select[tuple[str]]) -> int:
    # Until the end of this, nobody writes a session; and then sees that it is not wanted.
    connection.execute(text("LOCK TABLE session IN SHARE ROW EXCLUSIVE MODE"))
    noted = insert(DELETIONS).from_select(["session_id"], ids, include_defaults=False)
    connection.execute(noted.on_conflict_do_nothing())
    return connection.execute(delete(SESSIONS).where(SESSIONS.c.id.in_(ids))).rowcount
