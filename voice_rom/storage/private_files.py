"""A folder and a file that only their owner may read."""

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

FILE_NAME: Final = "history.db"

_ONLY_OWNER_FOLDER: Final = 0o700
_ONLY_OWNER_FILE: Final = 0o600


def history_file(folder: str = "") -> Path:
    """Return where the answers are kept: in `folder`, or in the user's own data folder.

    Raises RuntimeError for a "~" where nobody has a home.
    """
    if folder:
        return Path(folder).expanduser().absolute() / FILE_NAME
    return platformdirs.user_data_path("voice_rom", appauthor=False) / "history" / FILE_NAME


def is_there(file: Path) -> bool:
    """Whether there is anything at `file`, be it what it may. Raises OSError and ValueError."""
    try:
        file.lstat()
    except FileNotFoundError:
        return False
    return True


def require_ordinary_file(file: Path) -> None:
    """Raise OSError for a folder, or a pipe, whose reading would never end."""
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError("there is a folder or a pipe with this name, not an ordinary file")


def make_private_folder(folder: Path, *, ours: bool) -> None:
    """See to it that `folder` is there, for its owner alone when it is made here.

    One that the owner named and that is there already keeps its rights: others may need it. One
    that is `ours` does not. Raises OSError.
    """
    folder.mkdir(mode=_ONLY_OWNER_FOLDER, parents=True, exist_ok=True)
    if ours and stat.S_IMODE(folder.stat().st_mode) != _ONLY_OWNER_FOLDER:
        folder.chmod(_ONLY_OWNER_FOLDER)


def make_private_file(file: Path) -> None:
    """See to it that `file` is there, for nobody but its owner, whatever the umask.

    The database makes its other files with the rights of this one. Raises OSError.
    """
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _ONLY_OWNER_FILE)
    except FileExistsError:
        require_ordinary_file(file)
        mode = file.stat().st_mode
        if not os.access(file, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None
        if stat.S_IMODE(mode) & ~_ONLY_OWNER_FILE:
            file.chmod(stat.S_IMODE(mode) & _ONLY_OWNER_FILE)
        return
    os.close(descriptor)
    _keep_name(file.parent)


def _keep_name(folder: Path) -> None:
    """Have the new name on the disk too: a power cut must not take the file away again."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_private(file: Path, text: str) -> None:
    """Write `text` for its owner alone, in place of what is there. Raises OSError."""
    target = Path(os.path.realpath(file))
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
