"""What tests of the content may break: a copy of the texts, and a settings file."""

import shutil
from pathlib import Path

import pytest

from voice_rom.data_files import prompts_folder


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """A copy of the real texts, for a test to break."""
    without_sound = shutil.ignore_patterns("emergency")
    return shutil.copytree(prompts_folder(), tmp_path / "prompts", ignore=without_sound)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the user's settings file would be; it is not there yet."""
    return tmp_path / "settings.toml"
