"""Where the speech model lies: found, verified, fetched.

Nothing heavy is imported until something is fetched: every session begins with `find`.
"""

import os
from pathlib import Path
from typing import Literal

from voice_rom.data_files import model_manifest
from voice_rom.model_store.checking import problems_in
from voice_rom.model_store.finding import find_model
from voice_rom.model_store.manifest import (
    HttpSource,
    MavenSource,
    Source,
    SpeechModel,
    read_manifest,
)
from voice_rom.model_store.places import usual_places
from voice_rom.model_store.watching import Watcher

__all__ = [
    "SourceKind",
    "SpeechModel",
    "Watcher",
    "find",
    "get",
    "is_known",
    "known_model",
    "verify",
]

SourceKind = Literal["http", "maven"]

_KINDS: dict[SourceKind, type[Source]] = {"http": HttpSource, "maven": MavenSource}


def known_model(language: str = "en") -> SpeechModel:
    """What the manifest says of a language's model. Raises ContentError, ModelMissing."""
    return read_manifest(model_manifest()).model_for(language)


def is_known(language: str) -> bool:
    """Whether the manifest has a model for the language. Raises ContentError."""
    return any(model.language == language for model in read_manifest(model_manifest()).models)


def find(explicit: Path | None = None, language: str = "en") -> Path:
    """The folder of the speech model, looked at by names and sizes only (about 1 ms).

    `explicit` comes before the environment variable VOICE_ROM_MODEL, that before the checkout's
    own folder, that before the user's data folder. Raises ModelMissing, ModelDamaged, ContentError.
    """
    return find_model(known_model(language), usual_places(os.environ, explicit))


def verify(folder: Path, language: str = "en") -> list[str]:
    """Read every byte of the model in `folder`; one short text a file that is not as it should be.

    Raises ContentError, ModelMissing (no model is known for the language).
    """
    return problems_in(folder, known_model(language))


def get(
    watcher: Watcher,
    *,
    language: str = "en",
    archive: Path | None = None,
    only: SourceKind | None = None,
) -> Path:
    """Fetch the model, unless it is there whole; with `archive`, unpack that file in its place.

    It goes into the checkout's own folder, or the user's data folder when the program is
    installed. `only` leaves out the other kinds of sources. Raises DownloadFailed, ContentError.
    """
    from voice_rom.model_store.getting import get_model, get_model_from_file  # noqa: PLC0415

    model = known_model(language)
    shelf = usual_places(os.environ).shelf_to_fill
    if archive is not None:
        return get_model_from_file(model, shelf, archive, watcher)
    return get_model(model, shelf, watcher, only=None if only is None else _KINDS[only])
