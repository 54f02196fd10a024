"""Where a room finds the staff's desk: checked with file, line and key like every setting."""

from pathlib import Path

import pytest

from tests.content.given_settings import refusal
from voice_rom.content.settings_file import load_settings


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ws://127.0.0.1:8643",
        "ws://localhost:8643/",
        "ws://[::1]:8643",
        "wss://desk.example.org:8643",
        "wss://192.0.2.7:8643",
    ],
)
def test_a_url_that_makes_sense_is_taken_as_it_is(tmp_path: Path, url: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"[staff]\nurl = '{url}'\n", encoding="utf-8")
    assert load_settings(file).staff.url == url


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ws://192.0.2.7:8643", "leads to another computer unencrypted"),
        ("ws://desk.example.org:8643", "leads to another computer unencrypted"),
        ("http://127.0.0.1:8643", "must begin with wss://"),
        ("desk.example.org:8643", "must begin with wss://"),
        ("127.0.0.1:8643", "must begin with wss://"),
        ("wss://", "must begin with wss://"),
        ("wss://desk:port", "has a host or port that cannot be read"),
        ("wss://desk..example.org:8643", "has a host or port that cannot be read"),
        (f"wss://{64 * 'a'}.org:8643", "has a host or port that cannot be read"),
        ("wss://desk:0", "has the port 0"),
        ("wss://desk:8643/rooms", "must end with the port"),
        ("wss://user@desk:8643", "must end with the port"),
        ("wss://desk: 8643", "has a space"),
    ],
)
def test_one_that_does_not_is_told_with_what_to_write(tmp_path: Path, url: str, told: str) -> None:
    line = refusal(tmp_path / "settings.toml", f"[staff]\nurl = '{url}'\n")
    assert told in line
    assert "settings.toml:2: staff.url" in line
