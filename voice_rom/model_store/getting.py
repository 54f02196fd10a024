"""Fetching a speech model: from one source after the other, until one gives it."""

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from voice_rom.errors import DownloadFailed
from voice_rom.model_store.checking import problems_in, sha256_of
from voice_rom.model_store.http_download import download
from voice_rom.model_store.manifest import Archive, HttpSource, Source, SpeechModel
from voice_rom.model_store.maven_download import download_with_maven
from voice_rom.model_store.unpacking import unpack
from voice_rom.model_store.watching import SourceFailed, Watcher


@dataclass(frozen=True)
class Means:
    """What fetching rests on; a test gives others."""

    maven: str = "mvn"
    pause: Callable[[float], None] = time.sleep


def get_model(
    model: SpeechModel,
    shelf: Path,
    watcher: Watcher,
    *,
    only: type[Source] | None = None,
    means: Means | None = None,
) -> Path:
    """Fetch the model and put it on the shelf, unless it stands there whole.

    `only` leaves out the sources of other kinds. Raises DownloadFailed, when no source gave it or
    the disk did not take it.
    """
    place = shelf / model.name
    if place.is_dir() and not problems_in(place, model):
        return place
    with _disk_troubles_told(shelf, model):
        shelf.mkdir(parents=True, exist_ok=True)
        for source in model.sources:
            if only is not None and not isinstance(source, only):
                continue
            watcher.say(f"Fetching {model.name} from {_name_of(source)}.")
            try:
                return _from_source(source, model, shelf, watcher, means or Means())
            except SourceFailed as error:
                watcher.say(f"{_name_of(source)}: {error}.")
    raise DownloadFailed(
        f"The speech model {model.name} could not be downloaded from any source; try again to"
        " continue the download, or copy its archive from another computer and type:"
        " voice-rom model get --from FILE"
    )


def get_model_from_file(model: SpeechModel, shelf: Path, archive: Path, watcher: Watcher) -> Path:
    """Unpack an archive that somebody brought. Raises DownloadFailed when it is not the model's."""
    with _disk_troubles_told(shelf, model):
        if not archive.is_file():
            raise DownloadFailed(
                f"{archive} is not a file; give the model's archive as it was downloaded."
            )
        digest = sha256_of(archive)
        shelf.mkdir(parents=True, exist_ok=True)
        for source in model.sources:
            if source.sha256 == digest:
                watcher.say(f"Unpacking {archive}.")
                try:
                    return unpack(archive, source.folder, model, shelf)
                except SourceFailed as error:
                    raise DownloadFailed(f"{archive}: {error}.") from error
    raise DownloadFailed(
        f"{archive} is not the archive of {model.name}: its SHA-256 is not in the list of models."
    )


def _from_source(
    source: Source, model: SpeechModel, shelf: Path, watcher: Watcher, means: Means
) -> Path:
    archive = shelf / f".{source.sha256[:16]}.part"
    continued = archive.exists()
    _fetch(source, archive, watcher, means)
    if not _is_right(archive, source) and continued:
        # What lay here from an earlier time may have been the wrong part.
        watcher.say("The earlier, partial download does not match; downloading everything again.")
        archive.unlink()
        _fetch(source, archive, watcher, means)
    if not _is_right(archive, source):
        archive.unlink()
        raise SourceFailed("the download is not the model: the SHA-256 differs")
    place = unpack(archive, source.folder, model, shelf)
    archive.unlink()
    return place


def _fetch(source: Source, archive: Path, watcher: Watcher, means: Means) -> None:
    size = source.size
    if isinstance(source, HttpSource):
        download(source.url, size, archive, watcher, pause=means.pause)
    else:
        download_with_maven(source.artifact, size, archive, watcher, maven=means.maven)


def _is_right(path: Path, archive: Archive) -> bool:
    return path.stat().st_size == archive.size and sha256_of(path) == archive.sha256


def _name_of(source: Source) -> str:
    return source.url if isinstance(source, HttpSource) else f"Maven ({source.artifact})"


@contextmanager
def _disk_troubles_told(shelf: Path, model: SpeechModel) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            needed = (model.unpacked_size + model.sources[0].size) // 1_000_000
            raise DownloadFailed(
                f"The disk is full: to unpack the speech model, {needed} MB are needed in {shelf}."
                " Free some space, then type: voice-rom model get"
            ) from error
        raise DownloadFailed(
            f"The speech model cannot be written to {shelf}: {error.strerror or error}."
        ) from error
