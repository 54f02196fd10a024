"""What kind of file lies there: found out without writing to it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from voice_rom.storage.faults import primary_code
from voice_rom.storage.migrating import APPLICATION_ID

_DAMAGE: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNFINISHED: Final = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
"""Somebody was killed as they began the file: only who may write can undo what they began."""


_TABLES: Final = {"session", "answer"}
"""Every version has these."""


class FileKind(StrEnum):
    EMPTY = "empty"
    OURS = "ours"
    NEWER = "newer"
    """Of a newer version of this program."""
    FOREIGN = "foreign"
    """Some other program's."""
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Inspected:
    kind: FileKind
    version: int = 0


def inspect(file: Path, *, newest: int, busy_timeout: float) -> Inspected:
    """Say what `file` is, of which `newest` is the newest version known here.

    Raises sqlite3.Error when that cannot be found out: another program holds it, or the disk is
    gone. `busy_timeout` in seconds.
    """
    try:
        return _look(file, "ro", newest, busy_timeout)
    except sqlite3.Error as error:
        if primary_code(error) not in _UNFINISHED:
            raise
    return _look(file, "rw", newest, busy_timeout)


def _look(file: Path, mode: str, newest: int, busy_timeout: float) -> Inspected:
    try:
        with closing(_open(file, mode, busy_timeout)) as connection:
            return _judge(connection, newest)
    except sqlite3.Error as error:
        if primary_code(error) in _DAMAGE:
            return Inspected(FileKind.DAMAGED)
        raise


def _open(file: Path, mode: str, busy_timeout: float) -> sqlite3.Connection:
    # Nothing beside it: nobody has it open, and looking need not even make a file for locks.
    at_rest = not any(file.with_name(file.name + end).exists() for end in ("-wal", "-journal"))
    how = f"mode={mode}&immutable=1" if at_rest and mode == "ro" else f"mode={mode}"
    return sqlite3.connect(
        f"{file.as_uri()}?{how}", uri=True, timeout=busy_timeout, isolation_level=None
    )


def _judge(connection: sqlite3.Connection, newest: int) -> Inspected:
    version, owner = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("user_version", "application_id")
    )
    # First of all: what a newer version put into its file may look like damage from here.
    if owner == APPLICATION_ID and version > newest:
        return Inspected(FileKind.NEWER, version)
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        return Inspected(FileKind.DAMAGED)
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = {str(name) for (name,) in rows}
    if owner == APPLICATION_ID and version > 0:
        whole = tables.issuperset(_TABLES)
        return Inspected(FileKind.OURS, version) if whole else Inspected(FileKind.DAMAGED)
    return Inspected(FileKind.FOREIGN if tables or owner else FileKind.EMPTY)
