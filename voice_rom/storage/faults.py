"""What can go wrong with a file of answers, in words for the person whose answers they are."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from voice_rom.errors import StorageUnavailable, VoiceRomError

_FULL: Final = "the disk is full; free some space"
_PROTECTED: Final = "no permission to write there; set [storage] folder to a folder of your own"
_IN_USE: Final = "another program is using it, perhaps a session; try again when that has finished"
_DAMAGED: Final = "it is damaged; the next start sets it aside and creates a new one"

_BY_SQLITE: Final = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _PROTECTED,
    sqlite3.SQLITE_PERM: _PROTECTED,
    sqlite3.SQLITE_AUTH: _PROTECTED,
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the permissions of its folder",
    sqlite3.SQLITE_IOERR: "the disk reports errors; check that it is still connected",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: "the session that this answer belongs to is no longer in it",
}

_BY_SYSTEM: Final = {
    errno.EACCES: _PROTECTED,
    errno.EPERM: _PROTECTED,
    errno.EROFS: "the disk there is read-only; set [storage] folder to another folder",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "your disk quota is used up; free some space",
    errno.ENOTDIR: "part of its folder's path is a file; set [storage] folder to another folder",
    errno.EEXIST: "part of its folder's path is a file; set [storage] folder to another folder",
    errno.ENAMETOOLONG: "the folder's name is too long; set [storage] folder to another folder",
}


_NO_ROOM_BYTES: Final = 65536
"""Less than the log and the locks of an open database take."""


class GoneError(OSError):
    """The file is no longer where it was opened."""


@contextmanager
def faults_told(file: Path) -> Iterator[None]:
    """Turn what the database and the system say into StorageUnavailable, one line for a person."""
    try:
        yield
    except VoiceRomError:
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError, RuntimeError, ValueError) as error:
        says = _FULL if _is_for_want_of_room(error, file) else why(error)
        raise StorageUnavailable(f"{_shown(file)}: {says}.") from error


def why(error: Exception) -> str:
    """Say in a few words, without an end mark, what `error` means and what to do."""
    code = primary_code(error)
    if code is not None:
        return _BY_SQLITE.get(code, f"the database says: {_one_line(error)}")
    if isinstance(error, GoneError):
        return "it was deleted or moved during the session"
    if isinstance(error, OSError) and error.errno in _BY_SYSTEM:
        return _BY_SYSTEM[error.errno]
    return f"it cannot be used: {_one_line(error)}"


def _is_for_want_of_room(error: Exception, file: Path) -> bool:
    """A full disk shows itself as one that gives errors, too: where the locks find no room."""
    if primary_code(error) != sqlite3.SQLITE_IOERR:
        return False
    try:
        return shutil.disk_usage(file.parent).free < _NO_ROOM_BYTES
    except OSError:
        return False


def primary_code(error: BaseException) -> int | None:
    """SQLite's own number for `error`, of its kind alone; None when it is not SQLite's."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return None if not isinstance(code, int) else code & 0xFF


def _one_line(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    text = getattr(cause, "strerror", None) or str(cause)
    return " ".join(str(text).split()).rstrip(".") or type(cause).__name__


def _shown(file: Path) -> str:
    name = str(file)
    return name if name.isprintable() else ascii(name)
