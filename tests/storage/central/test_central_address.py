"""Where the database is: encrypted unless told otherwise, and shown without user and password."""

import pytest

from voice_rom.storage.central_address import secured, shown


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://room@db.example.org/d", "verify-full"),
        ("postgresql://room@192.0.2.7/d", "verify-full"),
        ("postgresql://room@/d?host=db.example.org", "verify-full"),
        ("postgresql://room@db.example.org/d?sslmode=require", "require"),
        ("postgresql://room@db.example.org/d?sslmode=disable", "disable"),
        ("postgresql://room@localhost/d", None),
        ("postgresql://room@127.0.0.1/d", None),
        ("postgresql://room@[::1]/d", None),
        ("postgresql://room@/d?host=/run/postgresql", None),
        ("postgresql://room@/d", None),
    ],
)
def test_what_leaves_the_computer_is_encrypted_unless_the_url_says_otherwise(
    url: str, mode: str | None
) -> None:
    assert secured(url).query.get("sslmode") == mode


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://room:secret@db:5433/d?sslmode=require", "postgresql://db:5433/d"),
        ("postgresql://room:secret@/d?host=/run/postgresql", "postgresql:///run/postgresql/d"),
    ],
)
def test_it_is_shown_without_user_and_password(url: str, told: str) -> None:
    assert shown(secured(url)) == told
