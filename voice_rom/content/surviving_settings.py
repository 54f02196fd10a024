"""What can still be read of settings in which something is wrong: so that it can be told at all."""

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from voice_rom.content.settings_file import PACKAGED, load_settings, settings_path
from voice_rom.core.assessment.settings import Settings
from voice_rom.errors import SettingsError

_SECTION: Final = re.compile(r"^\s*\[(\w+)\][^\S\n]*(?:#.*)?$", re.MULTILINE)


def surviving_settings(
    path: Path | None, overrides: Mapping[str, object], sections: tuple[str, ...]
) -> Settings:
    """The program's own settings, with those of `sections` that can be read and fit together.

    `path` is the user's file (None: where it always is). Never raises for what is wrong in it.
    """
    given: dict[str, object] = {}
    for section, values in _tables(settings_path() if path is None else path).items():
        if section in sections:
            given |= {f"{section}.{key}": value for key, value in values.items()}
    given |= {key: value for key, value in overrides.items() if key.split(".")[0] in sections}
    survivors: dict[str, object] = {}
    settings = load_settings(PACKAGED)
    for key, value in given.items():
        with suppress(SettingsError):
            settings = load_settings(PACKAGED, {**survivors, key: value})
            survivors[key] = value
    return settings


def _tables(path: Path) -> dict[str, dict[str, object]]:
    """Each section that is TOML by itself, whatever stands in the others."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return {}
    headings = [*_SECTION.finditer(text)]
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    tables: dict[str, dict[str, object]] = {}
    for heading, end in zip(headings, ends, strict=False):
        try:
            tables[heading[1]] = tomllib.loads(text[heading.end() : end])
        except tomllib.TOMLDecodeError:
            continue
    return tables
