"""Reads the settings: the program's own, over them the user's file, over both the flags."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import platformdirs

from voice_rom.content.emergency_numbers import load_emergency_numbers
from voice_rom.content.key_path import KeyPath
from voice_rom.content.load import languages, load_content
from voice_rom.content.schema import Mistake, MistakesError, Schema
from voice_rom.content.settings_advice import Advisor
from voice_rom.content.settings_keys import TUNED
from voice_rom.content.settings_rules import refuse_unknown_tests, settings_mistakes
from voice_rom.content.settings_sources import SettingsSources
from voice_rom.content.text_file import read_text, shown
from voice_rom.content.toml_text import NotReadableTomlError, Table, read_table
from voice_rom.core.assessment.settings import Settings
from voice_rom.errors import ContentError, SettingsError

PACKAGED: Final = Path(__file__).resolve().parents[1] / "settings.toml"
"""Every setting, with its unit and why; travels inside the package."""

TUNING: Final = PACKAGED.with_name("tuning.toml")
"""What was tuned by measurement, in the same way. A user's file may hold none of it."""


def settings_path() -> Path:
    """Return where the user's own settings are looked for; the file need not be there."""
    return platformdirs.user_config_path("voice_rom") / "settings.toml"


@dataclass(frozen=True)
class LoadedSettings:
    """The settings, and where each of them was given: a value may turn out wrong only later."""

    settings: Settings
    sources: SettingsSources


def load_settings(
    path: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    *,
    may_tune: bool = False,
) -> Settings:
    """Return the settings; raise SettingsError with file, line and key.

    `path` is the user's file, which must be there when it is named; without it the file at
    `settings_path()` counts, if there is one. `overrides` are laid over it by dotted key
    ("voice.rate"); a string is read as the key's type, lists with commas; None is no value.
    `may_tune`: the file may hold what stands in TUNING as well, for who measures what it does.
    """
    return load_with_sources(path, overrides, may_tune=may_tune).settings


def load_with_sources(
    path: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    flags: Mapping[str, str] | None = None,
    *,
    may_tune: bool = False,
) -> LoadedSettings:
    """Like `load_settings`, for a caller that goes on checking.

    `flags` says, by dotted key, what a person types to lay a value over the settings ("--rate").
    """
    sources = SettingsSources(
        own=_own(),
        own_path=_own_path,
        user_path=settings_path() if path is None else path,
        user=_read_users(path) if path is not None else _read_if_there(settings_path()),
        overrides={key: value for key, value in (overrides or {}).items() if value is not None},
        flags=flags or {},
    )
    if not may_tune:
        _refuse_tuning(sources)
    return LoadedSettings(_checked(sources), sources)


def _refuse_tuning(sources: SettingsSources) -> None:
    for section in sources.user.values:
        if section in TUNED:
            raise sources.mistake((section,), "is no section for a settings file; take it out")


def _checked(sources: SettingsSources) -> Settings:
    try:
        settings = Schema(Settings, strict=True).check(sources.merged())
    except MistakesError as wrong:
        first = wrong.mistakes[0]
        what = first.what
        if sources.is_the_users(first.at):
            what = _advisor().on_mistake(first, sources.user)
        raise sources.mistake(first.at, what) from None
    for mistake in (
        *settings_mistakes(settings),
        *_country_mistakes(settings),
        *_language_mistakes(settings),
    ):
        raise sources.mistake(mistake.at, mistake.what)
    return settings


def _country_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Yield what is wrong with the country; a number of the owner's own needs none."""
    country = settings.safety.country
    if not country or settings.safety.emergency_number:
        return
    if country not in load_emergency_numbers():
        what = f"{country!r} is not a country whose emergency number is known; set emergency_number"
        yield Mistake(("safety", "country"), what)


def _language_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Yield what is wrong with the languages that a kiosk offers."""
    offered, known = settings.kiosk.languages, languages()
    for language in offered:
        if language not in known:
            there = f"there are no texts for {language!r}; choose from: {', '.join(known)}"
            yield Mistake(("kiosk", "languages"), there)
        elif offered.count(language) > 1:
            yield Mistake(("kiosk", "languages"), f"{language!r} is listed twice; list it once")


def write_default_settings(path: Path | None = None) -> Path:
    """Put the commented file of all settings at `path` and return where; never overwrites one."""
    target = settings_path() if path is None else path
    try:
        if target.exists():
            raise SettingsError(f"{shown(target)}: already exists, and has been left unchanged")
        target.parent.mkdir(parents=True, exist_ok=True)
        # "x": a file that somebody else put there meanwhile is left alone too.
        with target.open("x", encoding="utf-8") as file:
            file.write(PACKAGED.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "not a usable name"
        raise SettingsError(f"{shown(target)}: cannot be written: {why}") from None
    return target


def _read_if_there(path: Path) -> Table:
    try:
        there = path.exists()
    except OSError:
        there = True  # and reading it says what is wrong
    return _read_users(path) if there else Table({}, {})


def _read_users(path: Path) -> Table:
    text = read_text(path, SettingsError)
    try:
        return read_table(text)
    except NotReadableTomlError as wrong:
        advised = _advisor().on_unreadable(text, wrong)
        raise SettingsError(f"{shown(path)}:{advised}") from None


@cache
def _own() -> Table:
    settings = read_table(PACKAGED.read_text(encoding="utf-8"))
    tuning = read_table(TUNING.read_text(encoding="utf-8"))
    return Table({**settings.values, **tuning.values}, {**settings.lines, **tuning.lines})


def _own_path(section: str) -> Path:
    return TUNING if section in TUNED else PACKAGED


def _advisor() -> Advisor:
    return Advisor(_own(), _is_accepted)


def _is_accepted(at: KeyPath, value: object) -> bool:
    only = SettingsSources(
        own=_own(),
        own_path=_own_path,
        user_path=PACKAGED,
        user=Table({str(at[0]): {str(at[1]): value}}, {}),
        overrides={},
        flags={},
    )
    try:
        _refuse_tuning(only)
        settings = _checked(only)
        refuse_unknown_tests(settings, load_content(settings.session.language).assessment)
    except (SettingsError, ContentError):
        return False
    return True
