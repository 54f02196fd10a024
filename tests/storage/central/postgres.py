"""A PostgreSQL server of the tests' own: a folder, a socket in it, and no service of the system."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import psycopg
import pytest

_ADMIN: Final = "admin"

DATABASE: Final = "voice_rom"

LOCUM: Final = "locum"
"""The only user whom the server asks for a password."""

_USERS: Final = ("postgres", "nobody")
"""It refuses to run as root: one of these runs it then."""

_USUAL_PORT: Final = 5432
_START_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 0.02

_SPARING: Final = {
    "listen_addresses": "",  # its socket is the only way to it
    "shared_buffers": "16MB",
    "max_connections": "60",
    "autovacuum": "off",
    "fsync": "off",  # what is killed here is a process, and no computer
    "lc_messages": "C",
    "wal_recycle": "off",  # as the guide has it: what was deleted goes with the old logs
}


_USUAL: Final = {"listen_addresses": "", "max_connections": "1100"}


class PostgresServer:
    """Started and killed at will; what it has committed is in its folder all the time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _USUAL_PORT
        self.data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, user: str = _ADMIN, database: str = DATABASE) -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"

    def create(self, *, sparing: bool = True) -> None:
        """Make the folder's content, once; unless `sparing`, with PostgreSQL's own settings."""
        command = ["initdb", "--pgdata", str(self.data), "--username", _ADMIN, "--no-sync"]
        command += ["--auth", "trust", "--encoding", "UTF8", "--no-locale"]
        subprocess.run(_as_user(command), check=True, stdout=subprocess.DEVNULL)
        rules = self.data / "pg_hba.conf"
        rules.write_text(f"local all {LOCUM} scram-sha-256\nlocal all all trust\n")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            for name, value in (_SPARING if sparing else _USUAL).items():
                file.write(f"{name} = '{value}'\n")
            file.write(f"unix_socket_directories = '{self.folder}'\n")

    def encrypt(self, certificate: Path, private_key: Path) -> None:
        """From its next start on, listen on the network too, to whoever encrypts, and no other."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        user = _unprivileged()
        for file in (certificate, private_key):
            copy = self.data / file.name
            copy.write_bytes(file.read_bytes())
            copy.chmod(0o600)
            if user is not None:
                os.chown(copy, user.pw_uid, user.pw_gid)
        with (self.data / "pg_hba.conf").open("a", encoding="utf-8") as rules:
            rules.write("hostssl all all 127.0.0.1/32 trust\n")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\nssl = on\n")
            settings.write(f"ssl_cert_file = '{certificate.name}'\n")
            settings.write(f"ssl_key_file = '{private_key.name}'\n")

    def start(self) -> None:
        """Return when it takes connections. It ends with the process of the tests, however."""
        command = _as_user(["postgres", "-D", str(self.data)], "--pdeathsig", "QUIT")
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        tick = threading.Event()
        for _ in range(round(_START_SECONDS / _POLL_SECONDS)):
            if self._takes_connections():
                return
            tick.wait(_POLL_SECONDS)
        pytest.fail(f"it did not start:\n{(self.folder / 'log').read_text()}")

    def _takes_connections(self) -> bool:
        try:
            psycopg.connect(self.url(database="postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """As if the power had gone: no process of it says goodbye to anybody."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def run(self, statements: str, *, database: str = DATABASE, user: str = _ADMIN) -> None:
        """Carry out SQL as its owner."""
        with psycopg.connect(self.url(user, database), autocommit=True) as connection:
            connection.execute(statements.encode())

    def ask(self, question: str, *, user: str = _ADMIN) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(user), autocommit=True) as connection:
            return connection.execute(question.encode()).fetchall()

    def empty(self) -> None:
        """Begin the database anew."""
        self.run(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)", database="postgres")
        self.run(f"CREATE DATABASE {DATABASE}", database="postgres")

    def every_byte(self) -> bytes:
        """Of all that it has in its folder, its log of changes included."""
        return b"".join(file.read_bytes() for file in self.data.rglob("*") if file.is_file())


@contextmanager
def running_server(*, sparing: bool = True) -> Iterator[PostgresServer]:
    """A server in a folder of its own, of which nothing is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="vr-pg-"))  # short: a socket's name has little room
    user = _unprivileged()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    server = PostgresServer(folder)
    try:
        server.create(sparing=sparing)
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _as_user(command: Sequence[str], *options: str) -> list[str]:
    """With these options of setpriv's."""
    program = [str(_programs() / command[0]), *command[1:]]
    user = _unprivileged()
    if user is None:
        return ["setpriv", *options, *program] if options else program
    rights = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", *rights, *options, *program]


def _unprivileged() -> pwd.struct_passwd | None:
    """None: the tests themselves run as nobody special."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name: each for each in pwd.getpwall()}
    return next(known[name] for name in _USERS if name in known)


@cache
def _programs() -> Path:
    """Debian keeps them out of the PATH, as several versions may be there."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda each: int(each.parts[-3]), default=None)
    if newest is None:
        raise AssertionError("there is no PostgreSQL here; script/setup test installs it")
    return newest.parent
