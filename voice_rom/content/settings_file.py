"""Reads the settings: the program's own, over them the user's file, over both the flags."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, get_origin, get_type_hints

import platformdirs
from pydantic import TypeAdapter, ValidationError

from voice_rom.content.emergency_numbers import load_emergency_numbers
from voice_rom.content.key_path import KeyPath, dotted
from voice_rom.content.schema import Mistake, MistakesError, Schema
from voice_rom.content.settings_rules import settings_mistakes
from voice_rom.content.text_file import read_text, shown
from voice_rom.content.toml_text import NotReadableTomlError, Table, read_table
from voice_rom.core.settings import Settings
from voice_rom.errors import SettingsError

PACKAGED: Final = Path(__file__).resolve().parents[1] / "settings.toml"
"""Every setting, with its unit and why; travels inside the package."""


def settings_path() -> Path:
    """Return where the user's own settings are looked for; the file need not be there."""
    return platformdirs.user_config_path("voice_rom") / "settings.toml"


def load_settings(
    path: Path | None = None, overrides: Mapping[str, object] | None = None
) -> Settings:
    """Return the settings; raise SettingsError with file, line and key.

    `path` is the user's file, which must be there when it is named; without it the file at
    `settings_path()` counts, if there is one. `overrides` are the flags, by dotted key
    ("voice.rate"); a string is read as the key's type, lists with commas; None is no flag.
    """
    sources = _Sources(
        own=_read(PACKAGED),
        user_path=settings_path() if path is None else path,
        user=_read(path) if path is not None else _read_if_there(settings_path()),
        flags={key: value for key, value in (overrides or {}).items() if value is not None},
    )
    try:
        settings = Schema(Settings, strict=True).check(sources.merged())
    except MistakesError as wrong:
        first = wrong.mistakes[0]
        raise sources.mistake(first.at, first.what) from None
    for mistake in (*settings_mistakes(settings), *_country_mistakes(settings)):
        raise sources.mistake(mistake.at, mistake.what)
    return settings


def _country_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Yield what is wrong with the country; a number of the owner's own needs none."""
    country = settings.safety.country
    if not country or settings.safety.emergency_number:
        return
    if country not in load_emergency_numbers():
        what = f"{country!r} is no country whose number is known; set emergency_number"
        yield Mistake(("safety", "country"), what)


def write_default_settings(path: Path | None = None) -> Path:
    """Put the commented file of all settings at `path` and return where; never overwrites one."""
    target = settings_path() if path is None else path
    try:
        if target.exists():
            raise SettingsError(f"{shown(target)}: is there already, and is left as it is")
        target.parent.mkdir(parents=True, exist_ok=True)
        # "x": a file that somebody else put there meanwhile is left alone too.
        with target.open("x", encoding="utf-8") as file:
            file.write(PACKAGED.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "not a usable name"
        raise SettingsError(f"{shown(target)}: cannot be written: {why}") from None
    return target


@dataclass(frozen=True)
class _Sources:
    """Where values come from, and so where a wrong one is to be mended."""

    own: Table
    user_path: Path
    user: Table
    flags: Mapping[str, object]

    def merged(self) -> Mapping[str, object]:
        values: dict[str, object] = dict(self.own.values)
        for name, table in self.user.values.items():
            own = values.get(name)
            both = isinstance(own, dict) and isinstance(table, dict)
            values[name] = {**own, **table} if both else table  # type: ignore[dict-item]
        for key, value in self.flags.items():
            table_name, name = _parts(key)
            table = values.get(table_name)
            inner = dict(table) if isinstance(table, Mapping) else {}
            values[table_name] = {**inner, name: _typed(key, value)}
        return values

    def mistake(self, at: KeyPath, what: str) -> SettingsError:
        """Return the error that names the place where the person can mend it."""
        key = dotted(at)
        table_and_name = at[:2]
        if table_and_name in {_parts(key) for key in self.flags}:
            return SettingsError(f"{key} (given as a flag): {what}")
        # Two settings may not fit each other, of which the user wrote only one: name its table.
        for place in (at, table_and_name, at[:1]):
            if place in self.user.lines:
                line = self.user.lines[place]
                return SettingsError(f"{shown(self.user_path)}:{line}: {key}: {what}")
        if at[0] in {table for table, _ in map(_parts, self.flags)}:
            return SettingsError(f"{key} (given as a flag): {what}")
        own_line = self.own.lines.get(table_and_name, 1)
        return SettingsError(f"{shown(PACKAGED)}:{own_line}: {key}: {what}")


def _read_if_there(path: Path) -> Table:
    try:
        there = path.exists()
    except OSError:
        there = True  # and reading it says what is wrong
    return _read(path) if there else Table({}, {})


def _read(path: Path) -> Table:
    text = read_text(path, SettingsError)
    try:
        return read_table(text)
    except NotReadableTomlError as wrong:
        raise SettingsError(f"{shown(path)}:{wrong.line}: {wrong.what}") from None


def _typed(key: str, value: object) -> object:
    """Read a flag's text as the type of the setting; leave it as it is when it does not fit."""
    if isinstance(value, list):
        return tuple(value)
    kind = _type_of(key)
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


def _type_of(key: str) -> object:
    table_name, name = _parts(key)
    for table in fields(Settings):
        if table.name == table_name:
            return get_type_hints(table.type).get(name)
    return None


def _parts(key: str) -> tuple[str, str]:
    table_name, _, name = key.partition(".")
    return table_name, name
