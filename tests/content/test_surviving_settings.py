"""Where the desk is can be read even when something else in the settings is wrong."""

from pathlib import Path

import pytest

from voice_rom.content.surviving_settings import surviving_settings

STAFF = '[staff]\nurl = "ws://127.0.0.1:8643"\nkey_file = "/etc/key"\nlock_seconds = 60\n'
DESK = ("ws://127.0.0.1:8643", "/etc/key")


@pytest.mark.parametrize(
    "text",
    [
        STAFF,
        f"[voice]\nrate = 'fast'\n{STAFF}",
        f"{STAFF}[voice]\nrate = [\n",
        f"nonsense\n[voice]\nrate = = 1\n{STAFF}[kiosk]  # more\n$$$\n",
        f"[storage]\nroom = 7\n{STAFF}",
    ],
)
def test_a_section_is_read_whatever_stands_in_the_others(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    staff = surviving_settings(file, {}, ("staff", "storage")).staff
    assert (staff.url, staff.key_file) == DESK


@pytest.mark.parametrize(
    "text", ["", "[staff]\nurl = [\n", "[staff]\nurl = 'ws://192.0.2.7:1'\n", "\0", "[staff]"]
)
def test_what_is_wrong_in_it_is_as_if_it_were_not_there(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    assert surviving_settings(file, {}, ("staff",)).staff.url == ""


def test_a_file_that_is_not_there_is_none_and_what_was_typed_counts(tmp_path: Path) -> None:
    typed = {"staff.url": DESK[0], "voice.rate": "fast"}
    assert surviving_settings(tmp_path / "none", typed, ("staff",)).staff.url == DESK[0]


def test_of_values_that_do_not_fit_together_as_many_as_do_are_left(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[voice]\nrates = [110, 150]\nrate = 130\nearcons = true\n")
    voice = surviving_settings(file, {}, ("voice",)).voice
    assert (voice.rates, voice.rate, voice.earcons) == ((110, 150), 150, True)
