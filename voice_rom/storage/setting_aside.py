"""A damaged file is kept, under another name: somebody may yet be able to read it."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

BESIDE: Final = ("", "-wal", "-shm", "-journal")
"""What the names of the files end in that a database consists of while it is open."""

_MARK: Final = ".damaged-"

_MOST: Final = 1000
"""So many files of one second cannot be: then something else is wrong."""


def set_aside(file: Path, now: datetime) -> Path:
    """Give a damaged file, and what lies beside it, a name with the date; overwrite nothing."""
    # No colons: Windows has none in names.
    stem = f"{file.name}{_MARK}{now:%Y-%m-%dT%H-%M-%SZ}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, _MOST)))
    target = next(path for name in names if not (path := file.with_name(name)).exists())
    for ending in BESIDE:
        with suppress(FileNotFoundError):
            file.with_name(file.name + ending).rename(target.with_name(target.name + ending))
    return target


def all_set_aside(file: Path) -> list[Path]:
    """Every damaged file that was set aside, with what lay beside it. Raises OSError."""
    folder = file.parent
    if not folder.is_dir():
        return []
    return sorted(each for each in folder.iterdir() if each.name.startswith(file.name + _MARK))
