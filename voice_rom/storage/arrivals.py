"""How the database of all rooms takes what a room brings: each change once, and in order.

A room needs little for it. It may write, and of what is there it may read the ids and the numbers
of the changes, and not one answer.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from voice_rom.storage.answer_rows import KEY
from voice_rom.storage.central_database import CentralDatabase
from voice_rom.storage.parcel import Parcel, RoomIdentity
from voice_rom.storage.tables import ANSWERS, DELETIONS, DELIVERIES, ROOMS, SESSIONS

Row = Mapping[str, Any]


class _DeletedError(Exception):
    """The session is not wanted any more."""


class Arrivals:
    """Takes parcels for one database."""

    def __init__(self, database: CentralDatabase) -> None:
        self._database = database

    def take(self, room: RoomIdentity, parcel: Parcel) -> bool:
        """Take what is new in `parcel`; whatever was taken before changes nothing.

        All of it is there when this returns. False: the session was deleted there, and nothing
        more of it is wanted. Raises StorageUnavailable, and ParcelRefused for this one alone.
        """
        with suppress(_DeletedError), self._database.change() as connection:
            _put(connection, ROOMS, ["id"], [{"id": room.id, "name": room.name}])
            _put(connection, SESSIONS, ["id"], [{**parcel.session, "room_id": room.id}])
            _put(connection, ANSWERS, KEY, parcel.answers)
            arrived = {"session_id": parcel.session_id, "sequence": parcel.sequence}
            _put(connection, DELIVERIES, ["session_id"], [arrived], at=func.now())
            # At last: who deletes it holds off the writing above, and has noted it by now.
            if _is_deleted(connection, parcel.session_id):
                raise _DeletedError  # which takes back what was put
            return True
        return False

    def close(self) -> None:
        """Let the connection go."""
        self._database.close()


def _is_deleted(connection: Connection, session_id: str) -> bool:
    chosen = select(DELETIONS.c.session_id).where(DELETIONS.c.session_id == session_id)
    return connection.execute(chosen).first() is not None


def _put(
    connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Row], **also: object
) -> None:
    """Insert these rows; in place of those that are there, if they are of a later change.

    The values are sent twice. PostgreSQL would let the second ones be taken from the first
    (`excluded`) only if the room could read the columns.
    """
    if not rows:
        return
    columns = [table.c[name] for name in rows[0] if name not in key]
    again = {each.name: bindparam(f"again_{each.name}", type_=each.type) for each in columns}
    told_apart = "sequence" if "sequence" in table.c else "name"  # only rooms have no changes
    place = table.c[told_apart]
    other = place < again[told_apart] if told_apart == "sequence" else place != again[told_apart]
    statement = insert(table).on_conflict_do_update(
        index_elements=list(key), set_={**again, **also}, where=other
    )
    parameters = [
        {**row, **{f"again_{each.name}": row[each.name] for each in columns}} for row in rows
    ]
    connection.execute(statement, parameters)
