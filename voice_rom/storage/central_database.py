"""The database of all rooms: a connection that is made when it is needed, and anew when it is lost.

Not for several threads at once. Whoever waits for it is never the dialogue.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from voice_rom.errors import StorageNewer, StorageUnavailable
from voice_rom.storage.central_address import secured, shown
from voice_rom.storage.central_driver import TO_INSTALL
from voice_rom.storage.central_faults import central_faults_told
from voice_rom.storage.migrating import REVISIONS, migrate_central

# What they tell of a lost connection would be written over whatever the screen shows; it is told as
# an error anyway.
for _library in ("psycopg", "sqlalchemy"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_LOST: Final = ("08", "57P")
"""SQLSTATEs of a connection that is of no use any more begin so."""


class CentralDatabase:
    """Use `change` and `read`; both raise StorageUnavailable, and StorageNewer for a newer one."""

    notices: tuple[str, ...] = ()

    def __init__(self, url: str, *, timeout: float) -> None:
        """`timeout`: how long the server may take to answer, in seconds."""
        self._url = secured(url)
        self._timeout = timeout
        self._engine: Engine | None = None
        self._connection: Connection | None = None

    @property
    def shown(self) -> str:
        """Which database, without user and password."""
        return shown(self._url)

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction: at its end the server has all of it, or nothing of it."""
        with central_faults_told(self.shown):
            try:
                connection = self._connected()
                with connection.begin():
                    yield connection
            except SQLAlchemyError as error:
                if not isinstance(error, DBAPIError) or _is_lost(error):
                    self.close()
                raise

    read = change

    def prepare(self) -> None:
        """Make its tables, or lead them to the newest version: all of the way, or not at all."""
        with central_faults_told(self.shown):
            connection = self._open()
            try:
                _refuse_newer(_version_in(connection), self.shown)
                migrate_central(connection)
            finally:
                self.close()

    def forget_deleted(self) -> bool:
        """Have the server write its tables anew, without what was deleted from them.

        False: this user may not, as the tables belong to another.
        """
        with central_faults_told(self.shown):
            connection = self._connected().execution_options(isolation_level="AUTOCOMMIT")
            driver: Any = connection.connection.driver_connection
            refused: list[object] = []
            driver.add_notice_handler(refused.append)
            try:
                connection.exec_driver_sql("SET statement_timeout = 0")  # it takes what it takes
                for table in ("answer", "session", "delivery"):
                    connection.exec_driver_sql(f"VACUUM (FULL) {table}")
                _begin_a_new_log(connection)
            finally:
                self.close()
            return not refused

    def close(self) -> None:
        """Let the connection go. Safe to call twice; the next use makes a new one."""
        connection, self._connection = self._connection, None
        engine, self._engine = self._engine, None
        with suppress(SQLAlchemyError, OSError):
            if connection is not None:
                connection.close()
        if engine is not None:
            engine.dispose()

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.invalidated:
            self.close()
            connection = self._open()
            try:
                _require_version(connection, self.shown)
            except BaseException:
                self.close()
                raise
        assert self._connection is not None  # noqa: S101 - for the types alone
        return self._connection

    def _open(self) -> Connection:
        seconds = max(2, round(self._timeout))  # the driver's own least
        try:
            self._engine = self._new_engine(seconds)
        except ImportError:
            raise StorageUnavailable(f"{self.shown}: {TO_INSTALL}.") from None
        self._connection = self._engine.connect()
        return self._connection

    def _new_engine(self, seconds: int) -> Engine:
        return create_engine(
            self._url,
            poolclass=NullPool,
            hide_parameters=True,  # answers, which no message may hold
            connect_args={
                "connect_timeout": seconds,
                # A network that swallows everything, and a server that is stuck, end too.
                "tcp_user_timeout": seconds * 1000,
                "keepalives_idle": seconds,
                "keepalives_interval": seconds,
                "keepalives_count": 1,
                "options": f"-c statement_timeout={seconds * 10_000} -c lock_timeout={seconds}s",
                "fallback_application_name": "voice_rom",
                "prepare_threshold": None,  # a pool of connections in between has no memory
            },
        )


def _begin_a_new_log(connection: Connection) -> None:
    """Have the server let go of the logs in which it still is, where this user may."""
    for step in ("CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
        with suppress(DBAPIError):
            connection.exec_driver_sql(step)


def _version_in(connection: Connection) -> int:
    """0: it has no tables of ours yet."""
    with connection.begin():
        return _version(connection) if inspect(connection).has_table("alembic_version") else 0


def _version(connection: Connection) -> int:
    return int(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _refuse_newer(found: int, shown: str) -> None:
    if found > REVISIONS.newest:
        raise StorageNewer(
            f"{shown}: it was prepared by a newer voice-rom (version {found}; this one knows "
            f"{REVISIONS.newest}), so it has been left unchanged. Install the newer voice-rom here."
        )


def _require_version(connection: Connection, shown: str) -> None:
    with connection.begin():
        found = _version(connection)
    _refuse_newer(found, shown)
    if found < REVISIONS.newest:
        raise StorageUnavailable(
            f"{shown}: it was prepared by an older voice-rom (version {found}; this one needs "
            f"{REVISIONS.newest}). Whoever owns it types: voice-rom database prepare"
        )


def _is_lost(error: DBAPIError) -> bool:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or not state or state.startswith(_LOST)
