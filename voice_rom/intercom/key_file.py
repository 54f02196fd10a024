"""The key that the rooms and the desk share: who has it is one of them."""

import os
import re
import secrets
import stat
from pathlib import Path
from typing import Final

from voice_rom.errors import StaffKeyUnusable, UsageMistake

SETTING: Final = "staff.key_file"

_KEY_BYTES: Final = 32
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{32,256}")
_LONGEST: Final = 4096
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def read_key(written: str) -> str:
    """The key in the file that the settings name. Raises StaffKeyUnusable."""
    if not written:
        raise StaffKeyUnusable(SETTING, "names no file; make one: voice-rom staff key FILE")
    file = Path(written)
    try:
        file = file.expanduser().absolute()
        with file.open("rb") as opened:
            status = os.fstat(opened.fileno())
            text = opened.read(_LONGEST).decode("ascii", "replace").strip()
    except FileNotFoundError:
        raise _wrong(file, "there is no such file; make one: voice-rom staff key FILE") from None
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable name"
        raise _wrong(file, f"cannot be read: {reason}") from None
    if os.name == "posix" and status.st_mode & _OTHERS:
        raise _wrong(file, f"others may read it; type: chmod 600 {file}")
    if not _KEY.fullmatch(text):
        raise _wrong(file, "holds no key; make one: voice-rom staff key FILE")
    return text


def make_key(file: Path) -> None:
    """Write a new key to `file`, for its owner alone. Raises UsageMistake."""
    key = secrets.token_urlsafe(_KEY_BYTES)
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        _write_whole(descriptor, file, f"{key}\n")
    except FileExistsError:
        raise UsageMistake(
            f"{file}: is there already, and was left as it is: rooms may have it."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable name"
        raise UsageMistake(f"{file}: cannot be written: {reason}; choose another file.") from None


def _write_whole(descriptor: int, file: Path, text: str) -> None:
    """All of it on the disk, or no file: an empty one would look like a key that rooms have."""
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _wrong(file: Path, what: str) -> StaffKeyUnusable:
    return StaffKeyUnusable(SETTING, f"{file}: {what}")
