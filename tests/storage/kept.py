"""A file of answers in a folder of the test's own, and the time of day as the test wants it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.builders import answer
from voice_rom.storage.database import Database, DatabaseLocation, open_database
from voice_rom.storage.keeping import KeepingStore
from voice_rom.storage.kept_sessions import About, KeptSession, sessions_in
from voice_rom.storage.migrating import REVISIONS, Revisions

ABOUT = About(language="en", tests=("turn", "lift"), program_version="1.0")

TWO_HOURS = 7200.0

NO_WAIT = 0.05
"""Seconds for which another program that holds the file is waited for."""


class TimeOfDay:
    """Moves only when it is told to, and one second with each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def place_of(
    folder: Path, *, revisions: Revisions = REVISIONS, most_pages: int | None = None
) -> DatabaseLocation:
    return DatabaseLocation(
        file=folder / "history.db", busy_timeout=NO_WAIT, revisions=revisions, most_pages=most_pages
    )


def open_in(folder: Path, clock: TimeOfDay | None = None) -> Database:
    return open_database(place_of(folder), clock or TimeOfDay())


def store_in(
    folder: Path,
    clock: TimeOfDay | None = None,
    *,
    about: About = ABOUT,
    resume_within: float = TWO_HOURS,
    most_pages: int | None = None,
) -> KeepingStore:
    clock = clock or TimeOfDay()
    database = open_database(place_of(folder, most_pages=most_pages), clock)
    return KeepingStore(database, about, resume_within=resume_within, clock=clock)


def with_an_answer(folder: Path) -> Path:
    """The file, in `folder`, of a session that broke off after one answer."""
    store = store_in(folder)
    store.begin()
    store.record(answer())
    store.close()
    return folder / "history.db"


def every_file(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def sessions_of(folder: Path) -> tuple[KeptSession, ...]:
    """What is kept there, read as the program itself reads it."""
    database = open_in(folder)
    try:
        with database.read() as connection:
            return sessions_in(connection)
    finally:
        database.close()


def ask(file: Path, question: str) -> list[tuple[object, ...]]:
    """Ask the file itself, by way of SQL and nothing of the program's."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchall()
