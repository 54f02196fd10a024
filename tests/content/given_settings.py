"""Settings from a user's file, and the line that refuses them."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from voice_rom.content.settings_file import (
    load_settings,
)
from voice_rom.core.assessment.settings import Settings
from voice_rom.errors import SettingsError


def defaults(file: Path) -> Settings:
    file.write_text("", encoding="utf-8")
    return load_settings(file)


def refusal(file: Path, text: str, flags: Mapping[str, object] | None = None) -> str:
    """The one line that refuses the settings, without the file's folder."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(file, flags)
    line = str(refused.value)
    assert line.isprintable()
    return line.removeprefix(f"{file.parent}{os.sep}")


def load_settings_with_tests(file: Path, tests: str) -> Settings:
    file.write_text("", encoding="utf-8")
    return load_settings(file, {"session.tests": tests})
