"""Checks plain values against a dataclass, and tells the mistakes the way a person would."""

import dataclasses
import difflib
import json
import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Generic,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import ConfigDict, TypeAdapter, ValidationError

from voice_rom.content.key_path import KeyPath
from voice_rom.errors import without_passwords

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T")

UNKNOWN_KEY = "unexpected_keyword_argument"
_MARKS_A_KEY = "[key]"

_TOLD = {
    "missing": "is missing",
    "dataclass_type": "must be keys with values",
    "mapping_type": "must be keys with values",
    "dict_type": "must be keys with values",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "greater_than": "must be more than {gt:g}",
    "string_too_short": "must be a text",
    "too_short": "must have one at least",
    "union_tag_not_found": "must say its kind",
}
"""What is wrong, by pydantic's name for it; what stands in braces is of pydantic's context."""

_OF_A_UNION = ("discriminator", "expected_tags", "tag")
_QUOTE = "'"


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong, and where."""

    at: KeyPath
    what: str
    kind: str = ""
    """pydantic's name for it, where it is one of types or keys."""


class MistakesError(Exception):
    """The values do not fit the dataclass; `mistakes` says how, the most telling first."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(self.mistakes[0].what)


@dataclass(frozen=True)
class Schema(Generic[T]):
    """The values that a dataclass `kind` takes, with no key that it does not have.

    `strict` is for sources that have types of their own, such as TOML; where every scalar is a
    string, as in our YAML, numbers and enums are read from the string.
    """

    kind: type[T]
    strict: bool = False

    def check(self, value: object) -> T:
        """Return `value` as a `kind`, or raise MistakesError."""
        adapter = _adapter(self.kind, strict=self.strict)  # type: ignore[arg-type] # a type hashes
        try:
            checked = self._validated(adapter, value)
        except ValidationError as wrong:
            details = wrong.errors(include_url=False)
            raise MistakesError(self._mistakes(value, details)) from None
        return cast("tuple[T]", checked)[0]

    def _validated(self, adapter: TypeAdapter[tuple[T]], value: object) -> object:
        if self.strict:
            # Strict about Python values, pydantic wants dataclasses and tuples; about JSON it
            # takes mappings and lists for them, and still no text for a number.
            return adapter.validate_json(json.dumps([value], default=str))
        return adapter.validate_python((value,))

    def _mistakes(self, value: object, details: list["ErrorDetails"]) -> list[Mistake]:
        # An unknown key is most often a misspelt one: more telling than the key it leaves missing.
        ordered = sorted(details, key=lambda detail: detail["type"] != UNKNOWN_KEY)
        mistakes = []
        for detail in ordered:
            at = _place(value, detail["loc"][1:], missing=detail["type"] == "missing")
            mistakes.append(Mistake(at, self._told(detail, at), detail["type"]))
        return mistakes

    def _told(self, detail: "ErrorDetails", at: KeyPath) -> str:
        if detail["type"] == UNKNOWN_KEY:
            return f"is not a key here{nearest(str(at[-1]), _fields(self.kind, at[:-1]))}"
        if detail["type"] == "value_error":  # what a type of our own says
            return str(detail["ctx"]["error"])
        if detail["type"] in {"enum", "literal_error"}:
            return _not_one_of(detail["ctx"]["expected"], detail["input"])
        if detail["type"] == "union_tag_invalid":
            key, known, given = (detail["ctx"][name] for name in _OF_A_UNION)
            return f"{key.strip(_QUOTE)} {_not_one_of(known, given)}"
        told = _TOLD.get(detail["type"], "").format(**detail.get("ctx", {}))
        if not told:
            told = detail["msg"].replace("Input should", "should")
        if detail["type"] == "missing":
            return told
        return f"{told}, not {_kind_or_value(detail['input'])}"


@cache
def _adapter(kind: type[T], *, strict: bool) -> TypeAdapter[tuple[T]]:
    """What pydantic makes of a dataclass: 10 ms for the settings, so it is made once."""
    # Inside a tuple, because pydantic hands a configuration down to standard dataclasses but takes
    # none for one of them at the top.
    config = ConfigDict(
        extra="forbid", allow_inf_nan=False, strict=strict, arbitrary_types_allowed=True
    )
    return TypeAdapter(tuple[kind], config=config)  # type: ignore[valid-type, arg-type]


def nearest(given: str, known: Iterable[str]) -> str:
    """Return "; did you mean ...?", or what there is when nothing is near."""
    names = list(known)
    close = difflib.get_close_matches(given, names, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; choose from: {', '.join(names)}" if names else ""


def _not_one_of(expected: str, given: object) -> str:
    names = expected.replace("'", "").replace(" or ", ", ").split(", ")
    if not isinstance(given, str):
        return f"must be one of {', '.join(names)}, not {_kind_or_value(given)}"
    close = difflib.get_close_matches(given, names, n=1, cutoff=0.6)
    hint = f"; did you mean {close[0]}?" if close else ""
    return f"{_kind_or_value(given)} is not one of {', '.join(names)}{hint}"


def _kind_or_value(given: object) -> str:
    if isinstance(given, Mapping):
        return "a mapping"
    if isinstance(given, list | tuple):
        return "a list"
    if given == "":
        return "nothing"
    return reprlib.repr(without_passwords(given) if isinstance(given, str) else given)


def _place(value: object, loc: tuple[int | str, ...], *, missing: bool) -> KeyPath:
    """Return the part of pydantic's `loc` that is a way through `value`.

    The rest names members of a union, or marks that a key is meant and not its value.
    """
    at: list[int | str] = []
    for index, part in enumerate(loc):
        if _holds(value, part):
            value = value[part]  # type: ignore[index]
        elif not (missing and index == len(loc) - 1):
            continue
        at.append(part)
    return tuple(at)


def _holds(value: object, part: int | str) -> bool:
    if isinstance(value, Mapping):
        return part in value
    return isinstance(value, list | tuple) and isinstance(part, int) and part < len(value)


def _fields(kind: object, at: KeyPath) -> list[str]:
    """Return the keys that may stand at `at` in a `kind`."""
    kinds = [kind]
    for part in at:
        kinds = [inner for kind in kinds for inner in _inner(kind, part)]
    members = [member for kind in kinds for member in _members(kind)]
    return [
        field.name
        for member in members
        if isinstance(member, type) and dataclasses.is_dataclass(member)
        for field in dataclasses.fields(member)
    ]


def _inner(kind: object, part: int | str) -> list[object]:
    found: list[object] = []
    for member in _members(kind):
        if isinstance(member, type) and dataclasses.is_dataclass(member):
            hints = get_type_hints(member)
            found += [hints[part]] if part in hints else []
        elif get_args(member):
            # tuple[X, ...] and list[X] hold X; Mapping[K, X] too.
            arguments = [inner for inner in get_args(member) if inner is not Ellipsis]
            found.append(arguments[-1])
    return found


def _members(kind: object) -> list[object]:
    return list(get_args(kind)) if get_origin(kind) in {Union, UnionType} else [kind]
