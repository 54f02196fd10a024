"""TOML text to plain values, keeping the line of every key, which the standard reader does not."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from voice_rom.content.key_path import KeyPath

_TABLE = re.compile(r"\s*\[{1,2}\s*([\w.\-\"' ]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w\-\"']+(?:\s*\.\s*[\w\-\"']+)*)\s*=")
_LIKE_A_KEY = re.compile(r"\s*[\"'“”]?([\w.\-]+)[\"'“”]?\s*(:=|=>|=|:|\s)\s*(.*)$")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_TWICE: Final = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")
"""How the standard reader begins to say that something stands there a second time."""


class NotReadableTomlError(Exception):
    """The text is not TOML."""

    def __init__(self, line: int, what: str, *, twice: bool = False) -> None:
        super().__init__(what)
        self.line = line
        self.what = what
        self.twice = twice
        """A key or a section stands there a second time."""


@dataclass(frozen=True)
class Table:
    """A file's values, lists as tuples, and the line (from 1) of each table and key."""

    values: Mapping[str, object]
    lines: Mapping[KeyPath, int]
    keys: Mapping[KeyPath, str] = field(default_factory=dict)
    """Each key as it is written on its line: "rate", or "voice.rate"."""


@dataclass(frozen=True)
class Statement:
    """A line of a text that need not be TOML."""

    line: int
    heading: str = ""
    """What stands in brackets, or after one that is not closed: the line begins a section."""
    section: KeyPath = ()
    """The section that the line stands in."""
    key: str = ""
    sign: str = "="
    """What stands between the key and its value."""
    value: str = ""
    """What follows, without a comment; over several lines when a bracket is open."""


def read_table(text: str) -> Table:
    """Return the values in `text`; raise NotReadableTomlError."""
    try:
        values = {key: _with_tuples(value) for key, value in tomllib.loads(text).items()}
    except RecursionError:
        raise NotReadableTomlError(1, "is nested too deeply") from None
    except ValueError as wrong:
        told = str(wrong)
        at = _AT_LINE.search(told)
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        why = " ".join(_AT_LINE.sub("", told).split(";")[0].split())
        what = f"is not TOML: {why}"
        raise NotReadableTomlError(line, what, twice=why.startswith(_TWICE)) from None
    found = list(_keys(text))
    return Table(
        values,
        lines={at: number for at, number, _ in reversed(found)},
        keys={at: written for at, _, written in reversed(found)},
    )


def first_line_of(text: str, at: KeyPath) -> int | None:
    """The line (from 1) on which a key or a section stands for the first time."""
    return next((number for there, number, _ in _keys(text) if there == at), None)


def statement_at(text: str, line: int) -> Statement:
    """What stands on this line, or on the line before it that it goes on from."""
    lines = text.splitlines()
    number = min(line, len(lines))
    while number > 1 and not _begins(lines[number - 1]):
        number -= 1
    return _statement(lines, number)


def broken_statement(text: str, line: int) -> Statement:
    """What cannot be read, where the reader gave up on `line`: the last that is no TOML by itself.

    A bracket or a quote that is not closed is only noticed further down.
    """
    lines = text.splitlines()
    for number in range(min(line, len(lines)), 0, -1):
        if _begins(lines[number - 1]) and not _readable(lines[number - 1]):
            return _statement(lines, number)
    return statement_at(text, line)


def _with_tuples(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_tuples(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(_with_tuples(inner) for inner in value)
    return value


def _keys(text: str) -> Iterator[tuple[KeyPath, int, str]]:
    """Find keys as our settings write them: one a line, below the heading of their table."""
    table: KeyPath = ()
    for number, line in enumerate(text.splitlines(), start=1):
        heading, key = _TABLE.match(line), _KEY.match(line)
        if heading:
            table = _parts(heading[1])
            yield table, number, heading[1]
        elif key:
            yield (*table, *_parts(key[1])), number, key[1]


def _parts(written: str) -> KeyPath:
    return tuple(part.strip().strip("\"'") for part in written.split("."))


def _statement(lines: list[str], number: int) -> Statement:
    line = lines[number - 1] if lines else ""
    section = next(
        (
            _parts(found[1])
            for above in reversed(lines[: number - 1])
            if (found := _TABLE.match(above))
        ),
        (),
    )
    if line.lstrip().startswith("["):
        inside = re.sub(r"[^\w.\-]+", " ", _without_comment(line)).strip()
        return Statement(number, heading=inside, section=section)
    found = _LIKE_A_KEY.match(line)
    if found is None:
        return Statement(number, section=section)
    value = _without_comment(found[3])
    if value.startswith("[") and "]" not in value:
        value = " ".join([value, *_going_on(lines[number:])])
    return Statement(number, section=section, key=found[1], sign=found[2], value=value)


def _going_on(lines: list[str]) -> Iterator[str]:
    """The rest of a list that is open, up to its end or to where something else begins."""
    for line in lines:
        if _KEY.match(line) or _TABLE.match(line):
            return
        yield _without_comment(line)
        if "]" in line:
            return


def _without_comment(written: str) -> str:
    for found in re.finditer("#", written):
        before = written[: found.start()]
        if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
            return before.strip()
    return written.strip()


def _begins(line: str) -> bool:
    """Whether a line begins something: no comment, and not the middle of a list."""
    stripped = line.strip()
    if not stripped or stripped.startswith("#"):
        return False
    return (
        _TABLE.match(line) is not None
        or _LIKE_A_KEY.match(line) is not None
        or stripped[0] in "[/;"
    )


def _readable(line: str) -> bool:
    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
