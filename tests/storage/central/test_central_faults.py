"""What the server and the driver say, in one line for whoever looks after the database."""

import psycopg
import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError

from voice_rom.errors import StorageUnavailable
from voice_rom.storage.central_faults import ParcelRefused, central_faults_told

AT = 'connection to server at "192.0.2.7", port 5432 failed'


SEVERAL = (
    "connection failed: Multiple connection attempts failed. All failures were:\n"
    "- host: 'db', port: None, hostaddr: '192.0.2.7': "
)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"{AT}: Connection refused\n\tIs the server running?", f"cannot be reached: {AT}: Conn"),
        (
            f"{SEVERAL}{AT}: Connection refused",
            f"cannot be reached: {AT}: Connection refused",
        ),
        (
            f'{AT}: FATAL: password authentication failed for user "room2"',
            'the server refuses: password authentication failed for user "room2"',
        ),
        (
            f'{AT}: root certificate file "/root.crt" does not exist\nEither provide the file.',
            "does not exist; see TLS in docs/POSTGRESQL.md",
        ),
        (
            f'{AT}: server certificate for "db" does not match host name "db.example.org"',
            "its certificate cannot be trusted",
        ),
    ],
)
def test_what_keeps_a_connection_from_being_made_is_one_line(said: str, told: str) -> None:
    with pytest.raises(StorageUnavailable) as fault, central_faults_told("postgresql://db/d"):
        raise OperationalError("SELECT 1", {}, psycopg.OperationalError(said))
    line = str(fault.value)
    assert line.startswith("postgresql://db/d: ")
    assert told in line
    assert line.isprintable()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (psycopg.errors.DiskFull, "the server's disk is full"),
        (psycopg.errors.InsufficientPrivilege, "lacks a right there"),
        (psycopg.errors.UndefinedTable, "voice-rom database prepare"),
        (psycopg.errors.ReadOnlySqlTransaction, "takes nothing new at the moment"),
        (psycopg.errors.AdminShutdown, "shutting down or starting"),
        (psycopg.errors.LockNotAvailable, "the server says: in its own words"),
    ],
)
def test_what_the_server_has_a_number_for_is_told_with_what_to_do(
    kind: type[psycopg.Error], told: str
) -> None:
    with pytest.raises(StorageUnavailable, match=told) as fault, central_faults_told("x"):
        raise ProgrammingError("SELECT 1", {}, kind("in its own words"))
    assert not isinstance(fault.value, ParcelRefused)
