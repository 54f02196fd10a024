"""Where each setting was given: so a wrong one is told in the words that the person typed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_origin

from pydantic import TypeAdapter, ValidationError

from voice_rom.content.key_path import KeyPath, dotted
from voice_rom.content.settings_keys import type_of
from voice_rom.content.text_file import shown
from voice_rom.content.toml_text import Table
from voice_rom.errors import SettingsError, WrongSetting


@dataclass(frozen=True)
class SettingsSources:
    """The program's own files, over them the user's, over both what was laid over them."""

    own: Table
    own_path: Callable[[str], Path]
    """The file of a section."""
    user_path: Path
    user: Table
    overrides: Mapping[str, object]
    """By dotted key."""
    flags: Mapping[str, str]
    """What a person types to lay a value over the settings ("--rate"), by dotted key."""

    def merged(self) -> Mapping[str, object]:
        values: dict[str, object] = dict(self.own.values)
        for name, table in self.user.values.items():
            own = values.get(name)
            both = isinstance(own, dict) and isinstance(table, dict)
            values[name] = {**own, **table} if both else table  # type: ignore[dict-item]
        for key, value in self.overrides.items():
            table_name, name = _parts(key)
            table = values.get(table_name)
            inner = dict(table) if isinstance(table, Mapping) else {}
            values[table_name] = {**inner, name: _typed(key, value)}
        return values

    def mistake(self, at: KeyPath, what: str) -> SettingsError:
        """Return the error that names the place where the person can mend it."""
        return SettingsError(f"{self.place(at)}: {what}")

    @contextmanager
    def named(self) -> Iterator[None]:
        """Whatever setting turns out to be wrong in here is told of where it was given."""
        try:
            yield
        except WrongSetting as wrong:
            raise wrong.found_at(self.place(_parts(wrong.setting))) from None

    def place(self, at: KeyPath) -> str:
        """The flag, or file, line and key, by which a person gave the value at `at`."""
        key = dotted(at)
        table_and_name = at[:2]
        if table_and_name in self._overridden():
            return self._override(table_and_name)
        # Two settings may not fit each other, of which the user wrote only one: name its table.
        for place in (at, table_and_name, at[:1]):
            if place in self.user.lines:
                return f"{shown(self.user_path)}:{self.user.lines[place]}: {key}"
        for overridden in self._overridden():
            if overridden[0] == at[0]:
                return self._override(overridden)
        own_line = self.own.lines.get(table_and_name, 1)
        return f"{shown(self.own_path(str(at[0])))}:{own_line}: {key}"

    def is_the_users(self, at: KeyPath) -> bool:
        """Whether the value at `at` is that of a line in the user's file."""
        return at[:2] in self.user.lines and at[:2] not in self._overridden()

    def _overridden(self) -> list[tuple[str, str]]:
        return [_parts(key) for key in self.overrides]

    def _override(self, at: KeyPath) -> str:
        key = dotted(at)
        return self.flags.get(key, key)


def _typed(key: str, value: object) -> object:
    """Read a text as the type of the setting; leave it as it is when it does not fit."""
    if isinstance(value, list):
        return tuple(value)
    kind = type_of(_parts(key))
    if not isinstance(value, str) or kind is None or kind is str:
        return value
    if get_origin(kind) is tuple:
        parts = [part.strip() for part in value.split(",")]
        return _lenient(kind, tuple(part for part in parts if part), value)
    return _lenient(kind, value, value)


def _lenient(kind: object, value: object, otherwise: object) -> object:
    try:
        return TypeAdapter(kind).validate_python(value)  # type: ignore[arg-type]
    except ValidationError:
        return otherwise


def _parts(key: str) -> tuple[str, str]:
    table_name, _, name = key.partition(".")
    return table_name, name
