"""TOML text to plain values, keeping the line of every key, which the standard reader does not."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from voice_rom.content.key_path import KeyPath

_TABLE = re.compile(r"\s*\[{1,2}\s*([\w.\-\"' ]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w\-\"']+(?:\s*\.\s*[\w\-\"']+)*)\s*=")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class NotReadableTomlError(Exception):
    """The text is not TOML."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what


@dataclass(frozen=True)
class Table:
    """A file's values, lists as tuples, and the line (from 1) of each table and key."""

    values: Mapping[str, object]
    lines: Mapping[KeyPath, int]


def read_table(text: str) -> Table:
    """Return the values in `text`; raise NotReadableTomlError."""
    try:
        values = {key: _with_tuples(value) for key, value in tomllib.loads(text).items()}
    except RecursionError:
        raise NotReadableTomlError(1, "is nested too deep") from None
    except ValueError as wrong:
        told = str(wrong)
        at = _AT_LINE.search(told)
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        why = " ".join(_AT_LINE.sub("", told).split(";")[0].split())
        raise NotReadableTomlError(line, f"is not TOML: {why}") from None
    return Table(values, _lines(text))


def _with_tuples(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_tuples(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(_with_tuples(inner) for inner in value)
    return value


def _lines(text: str) -> dict[KeyPath, int]:
    """Find keys as our settings write them: one a line, below the heading of their table."""
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.splitlines(), start=1):
        heading, key = _TABLE.match(line), _KEY.match(line)
        if heading:
            table = _parts(heading[1])
            lines.setdefault(table, number)
        elif key:
            lines.setdefault((*table, *_parts(key[1])), number)
    return lines


def _parts(written: str) -> KeyPath:
    return tuple(part.strip().strip("\"'") for part in written.split("."))
