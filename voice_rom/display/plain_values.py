"""Events and effects as plain values that JSON can hold."""

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from voice_rom.core.language.utterance import Utterance

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

WORKED_OUT: Final[Mapping[type, tuple[str, ...]]] = {Utterance: ("seconds", "over_noise_db")}
"""Properties that stand beside the fields: what is understood carries its evidence whole."""


def plain(value: object) -> Plain:
    """`value` with dataclasses as objects, enums by their value, and sets as sorted lists.

    A number that JSON does not know (infinite, or none at all) becomes null, and a time its ISO
    8601 text. Raises TypeError for anything else, so that a field of a new kind is noticed.
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case datetime():
            return value.isoformat()
    return _plain_holder(value)


def plain_fields(value: "DataclassInstance") -> dict[str, Plain]:
    """The fields of a dataclass, in their order, and what is WORKED_OUT, as plain values."""
    names = [field.name for field in fields(value)]
    names += WORKED_OUT.get(type(value), ())
    return {name: plain(getattr(value, name)) for name in names}


def _plain_holder(value: object) -> Plain:
    match value:
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case AbstractSet():
            return [*sorted((plain(item) for item in value), key=str)]
        case list() | tuple():
            return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return plain_fields(value)
    raise TypeError(f"{type(value).__name__} has no place in an event")
