"""The clinic's file in docs/KIOSK.md is one that the program takes."""

import re
from pathlib import Path

from voice_rom.content.load import load_content
from voice_rom.content.settings_file import load_settings
from voice_rom.content.settings_rules import refuse_unknown_tests

DOCUMENT = Path(__file__).parents[2] / "docs" / "KIOSK.md"


def test_the_documented_file_of_a_clinic_is_accepted(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    file = tmp_path / "clinic.toml"
    file.write_text(found[1], encoding="utf-8")
    settings = load_settings(file)
    refuse_unknown_tests(settings, load_content("en").assessment)
    assert settings.clinic.professional
    assert not settings.storage.keep
