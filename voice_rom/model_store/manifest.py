"""What the program knows about its speech models: `models/manifest.toml`, read and checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from voice_rom.content.key_path import dotted
from voice_rom.content.schema import MistakesError, Schema
from voice_rom.content.text_file import read_text, shown
from voice_rom.content.toml_text import NotReadableTomlError, read_table
from voice_rom.errors import ContentError, ModelMissing

Text = Annotated[str, Field(min_length=1)]
Bytes = Annotated[int, Field(gt=0)]


@dataclass(frozen=True, kw_only=True)
class ModelFile:
    """A file of an unpacked model; `path` is relative to its folder."""

    path: Text
    size: Bytes
    sha256: Text


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A zip file of `size` bytes that holds the model in the folder `folder`."""

    size: Bytes
    sha256: Text
    folder: Text


@dataclass(frozen=True, kw_only=True)
class HttpSource(Archive):
    kind: Literal["http"] = "http"
    url: Text


@dataclass(frozen=True, kw_only=True)
class MavenSource(Archive):
    """`artifact` as Maven writes it: group:name:version:type."""

    kind: Literal["maven"] = "maven"
    artifact: Text


Source = HttpSource | MavenSource


@dataclass(frozen=True, kw_only=True)
class SpeechModel:
    name: Text
    language: Text
    licence: Text
    author: Text
    about: Text
    sources: Annotated[
        tuple[Annotated[Source, Field(discriminator="kind")], ...], Field(min_length=1)
    ]
    """In the order in which they are tried."""
    files: Annotated[tuple[ModelFile, ...], Field(min_length=1)]

    @property
    def unpacked_size(self) -> int:
        """Bytes on the disk."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class Manifest:
    models: Annotated[tuple[SpeechModel, ...], Field(min_length=1)]

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
    text = read_text(path, ContentError)
    try:
        return Schema(Manifest, strict=True).check(read_table(text).values)
    except NotReadableTomlError as wrong:
        raise ContentError(f"{shown(path)}:{wrong.line}: {wrong.what}") from None
    except MistakesError as wrong:
        first = wrong.mistakes[0]
        raise ContentError(f"{shown(path)}: {dotted(first.at)}: {first.what}") from None
