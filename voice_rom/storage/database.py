"""Opens the file of answers: whole, of this version, for its owner alone, and safe at a power cut.

The connection holds the file for itself as long as it is open. So no two sessions mix, nothing is
deleted under a session that goes on, and a file on a network disk works too (no shared memory).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from voice_rom.core.assessment.settings import StorageSettings
from voice_rom.errors import StorageNewer, StorageUnavailable
from voice_rom.storage.faults import GoneError, faults_told
from voice_rom.storage.inspecting import FileKind, inspect
from voice_rom.storage.migrating import REVISIONS, Revisions, migrate
from voice_rom.storage.private_files import (
    history_file,
    make_private_file,
    make_private_folder,
    require_ordinary_file,
)
from voice_rom.storage.setting_aside import set_aside

_SAFE: Final = "FULL"
"""What is committed is on the disk."""

Clock = Callable[[], datetime]
"""The time of day, in UTC."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class DatabaseLocation:
    """Where the answers are kept, and on what terms."""

    file: Path
    busy_timeout: float
    """How long another program that holds the file is waited for, in seconds."""
    ours: bool = False
    """Its folder is nobody's but this program's, and so is made private if it is not."""
    revisions: Revisions = field(default=REVISIONS, repr=False)
    most_pages: int | None = None
    """The file grows to so many pages at most (4096 bytes each): a disk that is full."""


def place_in(folder: str, busy_timeout: float) -> DatabaseLocation:
    """The place that the settings name. Raises StorageUnavailable for a folder without sense."""
    with faults_told(Path(folder)):
        return DatabaseLocation(
            file=history_file(folder), busy_timeout=busy_timeout, ours=not folder
        )


class Database:
    """The open file. Use `change` and `read`; both raise StorageUnavailable."""

    def __init__(self, place: DatabaseLocation, engine: Engine, set_aside: Path | None) -> None:
        self.file = place.file
        self.set_aside = set_aside
        """A damaged file was found, and lies there now."""
        self._engine = engine
        self._connection = engine.connect()
        self._one_at_a_time = RLock()
        """The session's own thread, and the one that brings what is kept elsewhere."""
        self._identity = _identity(place.file)
        self._revisions = place.revisions

    def migrate(self, version: int) -> None:
        """Lead a file of `version` to the newest one."""
        with faults_told(self.file):
            migrate(self._connection, version, self._revisions)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should know who opened it."""
        if self.set_aside is None:
            return ()
        aside = self.set_aside.name
        return (
            f"{self.file} was damaged. It has been set aside as {aside}, and a new one created.",
        )

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction: at its end all of it is on the disk, or nothing of it."""
        with self._one_at_a_time, faults_told(self.file):
            with self._connection.begin():
                yield self._connection
            self._still_there()

    @contextmanager
    def note(self) -> Iterator[Connection]:
        """A transaction that a power cut may undo. It is over in a moment: no disk is waited for.

        It never undoes what was written by `change`, before it or after.
        """
        with self._one_at_a_time, faults_told(self.file):
            self._driver().execute("PRAGMA synchronous = NORMAL")
            try:
                with self._connection.begin():
                    yield self._connection
            finally:
                self._driver().execute(f"PRAGMA synchronous = {_SAFE}")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._one_at_a_time, faults_told(self.file), self._connection.begin():
            yield self._connection

    def forget_deleted(self) -> None:
        """Write the file anew, without what was deleted from it; nothing of that is left."""
        with self._one_at_a_time, faults_told(self.file):
            self._driver().execute("VACUUM")
            self._driver().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Let the file go. Safe to call twice; a disk that is gone is no reason to fail now."""
        with self._one_at_a_time, suppress(StorageUnavailable), faults_told(self.file):
            self._connection.close()
            self._engine.dispose()

    def _driver(self) -> sqlite3.Connection:
        """For what is in no transaction, in which SQLAlchemy would have it."""
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - for the types alone
        return driver

    def _still_there(self) -> None:
        """A file that was deleted can be written to all the same: nobody would ever see it."""
        wal = self.file.with_name(f"{self.file.name}-wal")
        if _identity(self.file) != self._identity or not wal.exists():
            raise GoneError


def open_database(
    place: DatabaseLocation, clock: Clock = utc_now, *, mend: bool = True
) -> Database:
    """Open or begin the file at `place`.

    A damaged one is set aside, under a name with the date of `clock`, and a new one is begun; but
    not unless `mend`: who only looks changes nothing. Raises StorageNewer for a newer version's,
    StorageUnavailable for another program's, and for whatever else is wrong; either leaves the
    file as it is.
    """
    with faults_told(place.file):
        make_private_folder(place.file.parent, ours=place.ours)
        if not place.file.exists():
            make_private_file(place.file)
        require_ordinary_file(place.file)
        newest = place.revisions.newest
        found = inspect(place.file, newest=newest, busy_timeout=place.busy_timeout)
        if found.kind is FileKind.NEWER:
            raise StorageNewer(
                f"{place.file}: it was written by a newer voice-rom (version {found.version}; this "
                f"one knows {newest}), so it has been left unchanged. Install the newer voice-rom, "
                "or set [storage] folder to another folder."
            )
        if found.kind is FileKind.FOREIGN:
            raise StorageUnavailable(
                f"{place.file}: it belongs to another program, and has been left unchanged. "
                "Set [storage] folder to another folder."
            )
        aside = None
        if found.kind is FileKind.DAMAGED:
            if not mend:
                raise StorageUnavailable(
                    f"{place.file}: it is damaged. The next session that saves its answers sets it "
                    "aside and creates a new one; to delete it, type: "
                    "voice-rom history delete --all"
                )
            aside = set_aside(place.file, clock())
        make_private_file(place.file)  # not before it is known to be this program's
        database = Database(place, _engine(place), aside)
        try:
            database.migrate(0 if aside else found.version)
        except BaseException:
            database.close()
            raise
        return database


@contextmanager
def opened_for_a_moment(settings: StorageSettings) -> Iterator[Database]:
    """Lend the file that the settings name, which nobody holds. Raises as `open_database` does."""
    place = place_in(settings.folder, settings.busy_timeout)
    database = open_database(place, mend=False)
    try:
        yield database
    finally:
        database.close()


def _identity(file: Path) -> tuple[int, int]:
    try:
        known = file.stat()
    except FileNotFoundError:
        raise GoneError from None
    return known.st_dev, known.st_ino


def _engine(place: DatabaseLocation) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(place.file)),
        poolclass=NullPool,
        hide_parameters=True,  # answers, which no message may hold
        connect_args={"check_same_thread": False},  # `Database` sees to it
    )

    # SQLAlchemy begins and ends transactions, as Python's driver would leave out some of them.
    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        try:
            for pragma in _pragmas(place):
                connection.execute(f"PRAGMA {pragma}").fetchall()
        except sqlite3.Error:
            connection.close()
            raise

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _pragmas(place: DatabaseLocation) -> Iterator[str]:
    yield f"busy_timeout = {round(place.busy_timeout * 1000)}"
    yield "locking_mode = EXCLUSIVE"  # before the journal: then no shared memory is needed
    yield "journal_mode = WAL"
    yield f"synchronous = {_SAFE}"
    yield "fullfsync = ON"  # macOS, whose fsync leaves it in the disk's own memory
    yield "foreign_keys = ON"
    yield "secure_delete = ON"  # what is deleted is overwritten
    yield "temp_store = MEMORY"  # no other file holds any of it, even for a moment
    if place.most_pages is not None:
        yield f"max_page_count = {place.most_pages}"
