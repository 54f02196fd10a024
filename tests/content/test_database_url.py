"""The URL of the database of all rooms: checked like every setting, and its password never told."""

from pathlib import Path

import pytest

from tests.content.given_settings import refusal
from voice_rom.content.settings_file import load_settings
from voice_rom.errors import StorageUnavailable, without_passwords

SECRET = "pa55.word"  # noqa: S105 - of nobody


@pytest.mark.parametrize(
    "url",
    [
        "",
        "postgresql://db.example.org/voice_rom",
        f"postgresql://room:{SECRET}@db.example.org:5433/voice_rom?sslmode=require",
        "postgresql://room@/voice_rom?host=/run/postgresql",
        "postgresql://room@[::1]/voice_rom",
    ],
)
def test_a_url_that_makes_sense_is_taken_as_it_is(tmp_path: Path, url: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"[storage]\nurl = '{url}'\n", encoding="utf-8")
    settings = load_settings(file)
    assert settings.storage.url == url
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (f"mysql://room:{SECRET}@db/voice_rom", "must begin with postgresql://"),
        (f"postgres://room:{SECRET}@db/voice_rom", "must begin with postgresql://"),
        (f"postgresql://room:{SECRET}@db", "must end with the name of one database"),
        (f"postgresql://room:{SECRET}@db/a/b", "must end with the name of one database"),
        (f"postgresql://room:{SECRET}@db:port/d", "has a host or port that cannot be read"),
        (f"postgresql://room:{SECRET}@db:0/d", "has the port 0"),
        (f"postgresql://room:{SECRET} @db/d", "has a space or an invisible sign"),
        (f"postgresql://room:#{SECRET}@db/d", "in a password, write it as %23"),
        (f"postgresql://room@db/d?password={SECRET}", "has the password as a parameter"),
        (
            f"postgresql://room:{SECRET}@db/d?sslmod=require",
            "has the parameter 'sslmod', which there is not; did you mean sslmode?",
        ),
        (
            f"postgresql://room:{SECRET}@db/d?sslmode=requre",
            "has a wrong sslmode; did you mean require?",
        ),
    ],
)
def test_a_url_without_sense_is_refused_with_its_line_and_without_its_password(
    tmp_path: Path, url: str, told: str
) -> None:
    line = refusal(tmp_path / "settings.toml", f"[storage]\nkeep = true\nurl = '{url}'\n")
    assert line.startswith("settings.toml:3: storage.url: ")
    assert told in line
    assert SECRET not in line


@pytest.mark.parametrize(
    "line",
    [
        f"url = postgresql://room:{SECRET}@db/voice_rom",
        f"url = “postgresql://room:{SECRET}@db/voice_rom”",
        f"url = ['postgresql://room:{SECRET}@db/voice_rom']",
        f"uri = 'postgresql://room:{SECRET}@db/voice_rom'",
        f"folder = 'x'\nurl: postgresql://room:{SECRET}@db/voice_rom",
        f"keep = 'postgresql://room:{SECRET}@d/v'",
        f"busy_timeout = 'postgresql://room:{SECRET}@d/v'",
        f"# mine\n// postgresql://room:{SECRET}@db/voice_rom",
        f"postgresql://room:{SECRET}@db/voice_rom",
    ],
)
def test_a_password_is_told_in_no_mistake_of_any_other_kind(tmp_path: Path, line: str) -> None:
    assert SECRET not in refusal(tmp_path / "settings.toml", f"[storage]\n{line}\n")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("see postgresql://u:s@h:5432/d.", "see postgresql://u:…@h:5432/d."),
        ("see postgresql://u:s/@:@h/d.", "see postgresql://u:…@h/d."),
        ("see postgresql://u:s", "see postgresql://u:…"),
        ("see postgresql://h:5432/d.", "see postgresql://h:5432/d."),
        ("see http://127.0.0.1:8080/?key=a", "see http://127.0.0.1:8080/?key=a"),
    ],
)
def test_no_error_shows_a_password_in_a_url(told: str, shown: str) -> None:
    assert without_passwords(told) == shown
    assert str(StorageUnavailable(told)) == shown
