"""What the desk keeps on disk: a folder of its own, and files that are whole or not there."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import platformdirs

from voice_rom.errors import StaffFolderInUse, StaffFolderUnusable, VoiceRomError
from voice_rom.storage.private_files import (
    make_private_file,
    make_private_folder,
    write_private,
)

_PATIENCE: Final = 10.0
"""Seconds to wait for another who changes the same file, which takes less than one."""

_TOLD: Final = {
    errno.EACCES: "no permission; set [staff] folder to a folder of your own",
    errno.EPERM: "no permission; set [staff] folder to a folder of your own",
    errno.EROFS: "the disk there is read-only; set [staff] folder to another folder",
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "the disk quota is used up; free some space",
    errno.EEXIST: "part of its path is a file; set [staff] folder to another folder",
    errno.ENOTDIR: "part of its path is a file; set [staff] folder to another folder",
    errno.EISDIR: "there is a folder with this name; move it away",
}


def staff_folder(written: str) -> Path:
    """The folder that the settings name, or the one in the user's own data folder; made if missing.

    Raises StaffFolderUnusable.
    """
    usual = platformdirs.user_data_path("voice_rom", appauthor=False) / "staff"
    with faults_told(Path(written) if written else usual):
        folder = Path(written).expanduser().absolute() if written else usual
        make_private_folder(folder, ours=not written)
    return folder


@contextmanager
def only_desk_in(folder: Path) -> Iterator[None]:
    """Keep every other desk out of `folder` until the end, be it a kill.

    Two would overwrite each other's calls, and each would let wrong PINs be tried. SQLite's lock
    is the same on every system, and nothing that a desk starts holds it beyond the desk.

    Raises StaffFolderInUse and StaffFolderUnusable.
    """
    busy = StaffFolderInUse(
        f"{folder}: another desk is running in this folder. End that one first, or "
        "set [staff] folder to another folder."
    )
    with _locked(folder / "desk.lock", 0.0, busy):
        yield


@contextmanager
def only_writer_of(file: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Keep whoever else would change `file` waiting until the end, be it a kill.

    Raises StaffFolderUnusable, also after so many seconds (`patience`) of waiting for another.
    """
    busy = StaffFolderUnusable(f"{file}: another program is changing it; try again.")
    with _locked(file.with_suffix(".lock"), patience, busy):
        yield


@contextmanager
def _locked(file: Path, patience: float, busy: VoiceRomError) -> Iterator[None]:
    with faults_told(file):
        make_private_file(file)
    try:
        lock = sqlite3.connect(file, timeout=patience, isolation_level=None)
    except sqlite3.Error as error:
        raise StaffFolderUnusable(f"{file}: {error}.") from error
    with closing(lock):
        _take(lock, file, busy)
        yield


def _take(lock: sqlite3.Connection, file: Path, busy: VoiceRomError) -> None:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise busy from None
        raise StaffFolderUnusable(f"{file}: {error}; delete this file.") from error


@contextmanager
def faults_told(file: Path) -> Iterator[None]:
    """Turn what the system says into StaffFolderUnusable."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: "~" without a home. ValueError: a zero byte in the name.
        code = error.errno if isinstance(error, OSError) else None
        reason = getattr(error, "strerror", None) or "not a usable name"
        raise StaffFolderUnusable(f"{file}: {_TOLD.get(code or 0, reason)}.") from error


def read_kept(file: Path) -> bytes | None:
    """What is in `file`; None: there is none. Raises StaffFolderUnusable."""
    with faults_told(file):
        try:
            return file.read_bytes()
        except FileNotFoundError:
            return None


def write_kept(file: Path, text: str) -> None:
    """Put `text` in place of what is in `file`, on the disk. Raises StaffFolderUnusable."""
    with faults_told(file):
        write_private(file, text)
