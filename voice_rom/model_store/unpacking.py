"""From an archive to a model's folder: all of it, or nothing."""

import shutil
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from voice_rom.model_store.checking import problems_in
from voice_rom.model_store.manifest import SpeechModel
from voice_rom.model_store.watching import SourceFailed

_SCRATCH = ".unpacking-"


def unpack(archive: Path, inner_folder: str, model: SpeechModel, shelf: Path) -> Path:
    """Put the model that lies in `inner_folder` of the archive on the shelf, under its name.

    What stood there is replaced once the new one is whole. Raises SourceFailed when the archive
    is not what it should be, and OSError when the disk does not let it.
    """
    remove_leftovers(shelf)
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=shelf) as scratch:
        fresh = Path(scratch) / "fresh"
        _extract(archive, inner_folder, fresh)
        if problems := problems_in(fresh, model):
            raise SourceFailed(f"the archive contains a different model: {problems[0]}")
        place = shelf / model.name
        if place.exists() or place.is_symlink():
            place.rename(Path(scratch) / "old")
        fresh.replace(place)
    return place


def remove_leftovers(shelf: Path) -> None:
    """What an interrupted unpacking left behind."""
    for leftover in shelf.glob(f"{_SCRATCH}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _extract(archive: Path, inner_folder: str, into: Path) -> None:
    inner = PurePosixPath(inner_folder)
    into.mkdir()
    try:
        with zipfile.ZipFile(archive) as opened:
            for member in opened.infolist():
                path = PurePosixPath(member.filename)
                if member.is_dir() or not path.is_relative_to(inner):
                    continue
                target = into / _safe(path.relative_to(inner))
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(member) as source, target.open("wb") as written:
                    shutil.copyfileobj(source, written)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise SourceFailed("the archive is broken") from error


def _safe(path: PurePosixPath) -> PurePosixPath:
    """The path itself, when it stays in its folder on every system."""
    for part in path.parts:
        if part == ".." or set(part) & {"\\", ":"}:
            raise SourceFailed(f'the archive has an entry with an unsafe name: "{path}"')
    return path
