"""What waits in a room's file to be brought to the database of all rooms."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from uuid import uuid4

from sqlalchemy import Connection, ScalarSelect, Select, func, insert, literal, select, text
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from voice_rom.storage.database import Database
from voice_rom.storage.deleting import delete_for_good
from voice_rom.storage.parcel import Parcel, RoomIdentity
from voice_rom.storage.tables import ANSWERS, DELIVERIES, ROOMS, SESSIONS

OpenFile = Callable[[], AbstractContextManager[Database]]


class Outbox:
    """Each method opens the file for a moment, and raises StorageUnavailable when it cannot."""

    def __init__(self, open_file: OpenFile, room_name: str) -> None:
        """`open_file` lends the file: the one that a session holds, or one that is opened anew."""
        self._open_file = open_file
        self._room_name = room_name

    def room(self) -> RoomIdentity:
        """Who brings it. The id is made the first time."""
        with self._open_file() as database, database.change() as connection:
            known = connection.execute(select(ROOMS.c.id)).scalar()
            if known is None:
                known = uuid4().hex
                connection.execute(insert(ROOMS).values(id=known, name=""))
            return RoomIdentity(str(known), self._room_name)

    def first(self, *, besides: Collection[str] = ()) -> Parcel | None:
        """The session that has waited the longest; None: nothing waits, `besides` these ids.

        The order is that in which they were begun, whatever the clock did. One without an answer
        does not wait: the next session forgets it.
        """
        with self._open_file() as database, database.read() as connection:
            waits = _waiting(select(SESSIONS)).where(SESSIONS.c.id.not_in(besides))
            found = connection.execute(waits.order_by(text("session.rowid")).limit(1))
            session = found.mappings().first()
            if session is None:
                return None
            new = select(ANSWERS).where(
                ANSWERS.c.session_id == session["id"],
                ANSWERS.c.sequence > _delivered(),
            )
            new = new.select_from(ANSWERS.join(SESSIONS))
            rows = connection.execute(new.order_by(ANSWERS.c.sequence)).mappings().all()
            return Parcel(dict(session), [dict(row) for row in rows])

    def mark(self, parcel: Parcel) -> None:
        """It has arrived. A power cut may undo this: then it is brought again, and not taken."""
        with self._open_file() as database, database.note() as connection:
            arrived = select(SESSIONS.c.id, literal(parcel.sequence)).where(
                SESSIONS.c.id == parcel.session_id  # unless it was deleted meanwhile
            )
            statement = insert_or_update(DELIVERIES).from_select(
                ["session_id", "sequence"], arrived, include_defaults=False
            )
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["session_id"],
                    set_={"sequence": statement.excluded.sequence},
                )
            )

    def count(self) -> int:
        """How many sessions wait."""
        with self._open_file() as database, database.read() as connection:
            return len(undelivered_ids(connection))

    def forget_delivered(self) -> None:
        """Delete for good what has ended and wholly arrived: it is kept in one place only."""
        with self._open_file() as database:
            delete_delivered(database)


def delete_delivered(database: Database) -> int:
    """Delete for good the sessions that have ended and wholly arrived; how many there were."""
    with database.read() as connection:
        ended = select(SESSIONS.c.id).where(
            SESSIONS.c.finished_at.is_not(None), SESSIONS.c.sequence <= _delivered()
        )
        ids = [str(each) for each in connection.execute(ended).scalars()]
    if ids:
        delete_for_good(database, ids)
    return len(ids)


def undelivered_ids(connection: Connection) -> set[str]:
    """The ids of all sessions of which anything waits."""
    return {str(each) for each in connection.execute(_waiting(select(SESSIONS.c.id))).scalars()}


def _waiting(chosen: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    answers = select(func.count()).where(ANSWERS.c.session_id == SESSIONS.c.id).scalar_subquery()
    return chosen.where(SESSIONS.c.sequence > _delivered(), answers > 0)


def _delivered() -> ScalarSelect[int]:
    """Up to which of its changes a session has arrived; 0: nothing of it has."""
    of_session = DELIVERIES.c.session_id == SESSIONS.c.id
    number = select(func.coalesce(func.max(DELIVERIES.c.sequence), 0)).where(of_session)
    return number.correlate(SESSIONS).scalar_subquery()
