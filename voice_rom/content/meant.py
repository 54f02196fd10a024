"""What somebody meant who wrote a value not quite as TOML has it: `8,5`, `True`, `en`, `“en”`.

Nothing here decides what a file says: a value that is read this way is only offered, as the line to
write instead.
"""

import difflib
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, get_args, get_origin

_QUOTES: Final = (
    "\"'`\u00b4\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u2018\u2019\u201a\u2033"
)
"""Straight ones, and those that word processors and other languages put in their place."""
_WORDS_FOR: Final = {
    True: {"true", "yes", "on", "1", "y", "t"},
    False: {"false", "no", "off", "0", "n", "f"},
}
_MINUS_SIGNS: Final = str.maketrans("\u2212\u2013\u2014", "---")
_NUMBER: Final = re.compile(
    r"([+-]?)(\d*)(?:[.,](\d*))?\s*(?:s|sec|secs|seconds?|db|dbfs|wpm|words|mb)?\.?", re.IGNORECASE
)
"""With a decimal comma as well, and with the unit that the setting has anyway."""
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
_QUOTED: Final = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]")
_PLURALS: Final = {str: "texts in straight quotes", int: "whole numbers", float: "numbers"}

_LONGEST: Final = 200
"""Signs; no setting needs as many, and no line could be read that quotes more."""


def readings(written: str, kind: object) -> Iterator[object]:
    """Yield what `written` may have been meant as, as a `kind`, the likeliest first."""
    plain = written.strip().rstrip(";,").strip()
    if len(plain) > _LONGEST:
        return
    if get_origin(kind) is tuple:
        yield from _lists(plain, get_args(kind)[0])
    else:
        yield from _single(plain.strip(_QUOTES).strip(), kind)


def as_toml(value: object) -> str:
    """Write a value the way TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # In double quotes a backslash has a meaning of its own: C:\Users cannot stand there.
        literal = "\\" in value and "'" not in value and value.isprintable()
        return f"'{value}'" if literal else json.dumps(str(value), ensure_ascii=False)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(as_toml, value))}]"
    return str(value)


def kind_words(kind: object) -> str:
    """Say what a value of this kind is, to somebody who writes one."""
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return f"a list of {_PLURALS.get(item, 'values')}"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return f"one of {', '.join(as_toml(choice) for choice in kind)}"
    words = {bool: "true or false", int: "a whole number", float: "a number"}
    return words.get(kind, "a text in straight quotes") if isinstance(kind, type) else "a value"


def _single(plain: str, kind: object) -> Iterator[object]:
    if kind is bool:
        yield from (value for value, words in _WORDS_FOR.items() if plain.casefold() in words)
    elif kind is int:
        yield from (int(number) for number in _numbers(plain) if number.is_integer())
    elif kind is float:
        yield from _numbers(plain)
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        near = difflib.get_close_matches(plain.casefold(), list(kind), n=1)
        yield from (kind(choice) for choice in near)
    elif kind is str and plain:
        yield plain


def _numbers(plain: str) -> Iterator[float]:
    plain = plain.translate(_MINUS_SIGNS)
    found = _NUMBER.fullmatch(plain)
    # "1,500" may be one and a half, or fifteen hundred: nobody but its writer knows.
    if found is None or not (found[2] or found[3]) or _THOUSANDS.fullmatch(plain):
        return
    yield float(f"{found[1]}{found[2] or 0}.{found[3] or 0}")


def _lists(plain: str, kind: object) -> Iterator[tuple[object, ...]]:
    inner = plain.strip("[](){}").strip()
    if not inner:
        yield ()
        return
    in_quotes = [part for part in _QUOTED.findall(inner) if part]
    with_commas = re.split(r"[,;]", inner)
    ways = (
        in_quotes if len(in_quotes) > 1 else [],
        with_commas if len(with_commas) > 1 else [],
        [inner],
        inner.split(),
    )
    for parts in ways:
        plain_parts = [part.strip().strip(_QUOTES).strip() for part in parts]
        values = [next(_single(part, kind), None) for part in plain_parts if part]
        if values and None not in values:
            yield tuple(values)
