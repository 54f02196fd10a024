"""Reads a YAML file as a dataclass; every mistake is one line with file, line and key."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from voice_rom.content.key_path import KeyPath, dotted
from voice_rom.content.schema import MistakesError, Schema
from voice_rom.content.text_file import read_text, shown
from voice_rom.content.yaml_tree import NotReadableYamlError, Tree, read_tree
from voice_rom.errors import ContentError, VoiceRomError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Document(Generic[T_co]):
    """A file that was read, and what is needed to say where in it something is wrong."""

    path: Path
    value: T_co
    tree: Tree
    error: type[VoiceRomError]

    def mistake(self, at: KeyPath, what: str) -> VoiceRomError:
        """Return the error that says what is wrong with the value at `at`."""
        return self.error(_line(self.path, self.tree.line(at), at, what))


def read_yaml(path: Path, kind: type[T], error: type[VoiceRomError] = ContentError) -> T:
    """Return the file's content as a `kind` (a frozen dataclass); raise `error` in one line."""
    return read_document(path, kind, error).value


def read_document(
    path: Path, kind: type[T], error: type[VoiceRomError] = ContentError
) -> Document[T]:
    """Like `read_yaml`, for a caller that goes on checking."""
    text = read_text(path, error)
    try:
        tree = read_tree(text)
    except NotReadableYamlError as wrong:
        raise error(_line(path, wrong.line, wrong.at, wrong.what)) from None
    try:
        value = Schema(kind).check(tree.value)
    except MistakesError as wrong:
        first = wrong.mistakes[0]
        raise error(_line(path, tree.line(first.at), first.at, first.what)) from None
    return Document(path, value, tree, error)


def _line(path: Path, line: int, at: KeyPath, what: str) -> str:
    place = f"{dotted(at)}: " if at else ""
    return f"{shown(path)}:{line}: {place}{what}"
