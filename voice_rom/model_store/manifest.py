"""What the program knows about its speech models: `models/manifest.toml`, read and checked."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from voice_rom.errors import ContentError, ModelMissing

_SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class ModelFile:
    """A file of an unpacked model; `path` is relative to its folder, `size` is in bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A zip file of `size` bytes that holds the model in the folder `folder`."""

    size: int
    sha256: str
    folder: str


@dataclass(frozen=True, kw_only=True)
class HttpSource:
    url: str
    archive: Archive


@dataclass(frozen=True, kw_only=True)
class MavenSource:
    """`artifact` as Maven writes it: group:name:version:type."""

    artifact: str
    archive: Archive


Source = HttpSource | MavenSource


@dataclass(frozen=True, kw_only=True)
class SpeechModel:
    name: str
    language: str
    licence: str
    author: str
    about: str
    sources: tuple[Source, ...]
    """In the order in which they are tried."""
    files: tuple[ModelFile, ...]

    @property
    def unpacked_size(self) -> int:
        """Bytes on the disk."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class Manifest:
    models: tuple[SpeechModel, ...]

    def model_for(self, language: str) -> SpeechModel:
        """The model of a language, such as "en". Raises ModelMissing when none is known."""
        for model in self.models:
            if model.language == language:
                return model
        known = ", ".join(sorted({model.language for model in self.models}))
        raise ModelMissing(
            f'There is no speech model for the language "{language}". There is one for: {known}.'
        )


def read_manifest(path: Path) -> Manifest:
    """Raises ContentError, with the file and the key, when it is missing or wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(f"{path}: cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: is not TOML: {error}.") from error
    except RecursionError as error:
        raise ContentError(f"{path}: is nested too deeply.") from error
    table = _Table(path, "", document)
    if table.number("schema") != _SCHEMA:
        raise ContentError(f"{path}: schema: this program reads only schema {_SCHEMA}.")
    models = tuple(_model(entry) for entry in table.tables("model"))
    table.nothing_else()
    return Manifest(models)


class _Table:
    """A table of the document that knows where it stands, and which keys were asked for."""

    def __init__(self, path: Path, place: str, entries: dict[str, object]) -> None:
        self._path = path
        self._place = place
        self._entries = entries
        self._asked: set[str] = set()

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "must be a text")
        return value

    def number(self, key: str) -> int:
        value = self._value(key)
        if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
            raise self.wrong(key, "must be a whole number above 0")
        return value

    def tables(self, key: str) -> list["_Table"]:
        value = self._value(key)
        if not isinstance(value, list) or not value:
            raise self.wrong(key, f"must be given at least once, as [[{self._place}{key}]]")
        found = []
        for index, entry in enumerate(value, start=1):
            if not isinstance(entry, dict):
                raise self.wrong(key, f"must be given as [[{self._place}{key}]]")
            found.append(_Table(self._path, f"{self._place}{key} {index}: ", entry))
        return found

    def nothing_else(self) -> None:
        for key in self._entries.keys() - self._asked:
            raise self.wrong(key, "is not a key of this table")

    def wrong(self, key: str, what: str) -> ContentError:
        return ContentError(f"{self._path}: {self._place}{key} {what}.")

    def _value(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._entries:
            raise self.wrong(key, "is missing")
        return self._entries[key]


def _model(table: _Table) -> SpeechModel:
    model = SpeechModel(
        name=table.text("name"),
        language=table.text("language"),
        licence=table.text("licence"),
        author=table.text("author"),
        about=table.text("about"),
        sources=tuple(_source(entry) for entry in table.tables("source")),
        files=tuple(_file(entry) for entry in table.tables("file")),
    )
    table.nothing_else()
    return model


def _source(table: _Table) -> Source:
    kind = table.text("kind")
    archive = Archive(
        size=table.number("size"), sha256=table.text("sha256"), folder=table.text("folder")
    )
    source: Source
    if kind == "http":
        source = HttpSource(url=table.text("url"), archive=archive)
    elif kind == "maven":
        source = MavenSource(artifact=table.text("artifact"), archive=archive)
    else:
        raise table.wrong("kind", 'must be "http" or "maven"')
    table.nothing_else()
    return source


def _file(table: _Table) -> ModelFile:
    file = ModelFile(
        path=table.text("path"), size=table.number("size"), sha256=table.text("sha256")
    )
    table.nothing_else()
    return file
