"""The way to the database over a network: encrypted, to the server that was meant, or closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.intercom.certificates import make_certificates
from tests.storage.central.postgres import PostgresServer, running_server
from tests.storage.central.rooms import TIMEOUT, Room, arrived, numbers, prepare, trouble_told
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.arrivals import Arrivals
from voice_rom.storage.central_database import CentralDatabase

NAME = "db.example.org"


@dataclass(frozen=True)
class EncryptedServer:
    postgres: PostgresServer
    authority: Path
    """Whose certificate it has,"""
    other_authority: Path
    """and one that has nothing to do with it."""

    def url(self, *, host: str = NAME, user: str = "kiosk", **parameters: str) -> str:
        """As a room elsewhere has it, but that nobody is asked where `host` is."""
        told = {"hostaddr": "127.0.0.1", "sslrootcert": str(self.authority), **parameters}
        query = "&".join(f"{name}={value}" for name, value in told.items())
        return f"postgresql://{user}@{host}:{self.postgres.port}/voice_rom?{query}"

    def refusal(self, *, host: str = NAME, **parameters: str) -> str:
        """Why nobody gets in so, in one line."""
        database = CentralDatabase(self.url(host=host, **parameters), timeout=TIMEOUT)
        with pytest.raises(StorageUnavailable) as refused, database.read():
            pass
        line = str(refused.value)
        assert line.isprintable()
        return line


@pytest.fixture(scope="module")
def encrypted(_real: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EncryptedServer]:
    made = make_certificates(tmp_path_factory.mktemp("clinic"), name=NAME)
    other = make_certificates(tmp_path_factory.mktemp("other"), name=NAME)
    with running_server() as postgres:
        postgres.kill()
        postgres.encrypt(made.certificate, made.private_key)
        postgres.start()
        prepare(postgres)
        yield EncryptedServer(postgres, made.authority, other.authority)


def test_whatever_a_room_sends_is_encrypted_without_being_asked_for(
    encrypted: EncryptedServer, tmp_path: Path
) -> None:
    central = Arrivals(CentralDatabase(encrypted.url(), timeout=TIMEOUT))
    room = Room(tmp_path, encrypted.postgres, taker=central)
    session = room.begin()
    room.record(3)

    assert room.delivery.step() is None

    ask = "SELECT ssl, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
    (line,) = encrypted.postgres.ask(f"{ask} WHERE usename = 'kiosk'")
    assert line == (True, "TLSv1.3")
    assert arrived(encrypted.postgres, session) == numbers(1, 3)
    room.close()


def test_verify_full_is_what_a_room_that_names_no_mode_gets(encrypted: EncryptedServer) -> None:
    for mode in ({}, {"sslmode": "verify-full"}):
        told = encrypted.refusal(host="other.example.org", **mode)
        assert "its certificate cannot be trusted" in told
        assert "does not match host name" in told


def test_a_certificate_of_another_authority_is_refused(encrypted: EncryptedServer) -> None:
    told = encrypted.refusal(sslrootcert=str(encrypted.other_authority))

    assert "its certificate cannot be trusted" in told
    assert "certificate verify failed" in told
    assert "see TLS in docs/POSTGRESQL.md" in told


def test_an_authority_whose_file_is_missing_is_told(
    encrypted: EncryptedServer, tmp_path: Path
) -> None:
    told = encrypted.refusal(sslrootcert=str(tmp_path / "gone.pem"))

    assert "gone.pem" in told
    assert "see TLS in docs/POSTGRESQL.md" in told


def test_who_does_not_encrypt_is_not_let_in_and_told_why(encrypted: EncryptedServer) -> None:
    told = encrypted.refusal(sslmode="disable")

    assert "the server lets nobody in from here who does not encrypt" in told


def test_a_server_that_cannot_encrypt_gets_nothing(
    encrypted: EncryptedServer, tmp_path: Path
) -> None:
    postgres = encrypted.postgres
    postgres.run("ALTER SYSTEM SET ssl = off")
    postgres.kill()
    postgres.start()
    try:
        central = Arrivals(CentralDatabase(encrypted.url(), timeout=TIMEOUT))
        room = Room(tmp_path, postgres, taker=central)
        session = room.begin()
        room.record(2)

        assert "the server does not encrypt" in trouble_told(room)
        assert arrived(postgres, session) == []
        room.close()
    finally:
        postgres.run("ALTER SYSTEM RESET ssl")
        postgres.kill()
        postgres.start()
