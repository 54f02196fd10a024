"""Which version of this program wrote a file: older ones are led on, newer ones left alone."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine
from sqlalchemy.pool import NullPool

from tests.storage.kept import ask, every_file, open_in, place_of, sessions_of
from voice_rom.errors import StorageNewer, StorageUnavailable
from voice_rom.storage.database import open_database
from voice_rom.storage.migrating import APPLICATION_ID, REVISIONS, Revisions, revision_of
from voice_rom.storage.tables import METADATA


def test_the_revisions_lead_to_the_tables_that_the_program_knows(tmp_path: Path) -> None:
    open_in(tmp_path).close()
    made, known = MetaData(), METADATA
    engine = create_engine(f"sqlite:///{tmp_path / 'history.db'}", poolclass=NullPool)
    made.reflect(engine)
    engine.dispose()
    assert made.tables.keys() == {*known.tables, "alembic_version"}
    for name, table in known.tables.items():
        shape = [(each.name, str(each.type), each.nullable) for each in table.columns]
        reflected = made.tables[name]
        assert [(each.name, str(each.type), each.nullable) for each in reflected.columns] == shape
        assert [each.name for each in reflected.primary_key] == [
            each.name for each in table.primary_key
        ]


FILES = Path(__file__).with_name("files")
"""What the program wrote in each version, as SQL, when that version was new."""


def file_of_version(folder: Path, version: int, *, owner: int = APPLICATION_ID) -> Path:
    """What version 1 wrote, with another number in its header."""
    folder.mkdir(exist_ok=True)
    file = folder / "history.db"
    written = (FILES / "version_1.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"PRAGMA journal_mode = WAL; {written}")
        connection.executescript(
            f"PRAGMA user_version = {version}; PRAGMA application_id = {owner};"
        )
    return file


def rows_of(file: Path, columns: str, table: str) -> list[tuple[object, ...]]:
    return ask(file, f"SELECT {columns} FROM {table} ORDER BY {columns}")  # noqa: S608


def test_the_newest_revision_is_the_version_that_the_program_expects(tmp_path: Path) -> None:
    open_in(tmp_path).close()
    file = tmp_path / "history.db"
    assert ask(file, "PRAGMA user_version") == [(REVISIONS.newest,)]
    assert ask(file, "SELECT version_num FROM alembic_version") == [
        (revision_of(REVISIONS.newest),)
    ]
    revisions = {file.name[:5] for file in REVISIONS.folders[0].glob("v*.py")}
    assert revisions == {f"v{revision_of(number + 1)}" for number in range(REVISIONS.newest)}


@pytest.mark.parametrize("version", [1])
def test_a_file_of_an_earlier_version_is_taken_over_without_loss(
    tmp_path: Path, version: int
) -> None:
    file = file_of_version(tmp_path, version)
    columns = {
        table: ", ".join(str(name) for _, name, *_ in ask(file, f"PRAGMA table_info({table})"))
        for table in ("session", "answer")
    }
    before = {table: rows_of(file, names, table) for table, names in columns.items()}
    in_order = "SELECT question_id FROM answer ORDER BY session_id, "
    by_the_clock = ask(file, f"{in_order} recorded_at")
    whole, broken_off = sessions_of(tmp_path)
    assert {table: rows_of(file, names, table) for table, names in columns.items()} == before
    assert ask(file, f"{in_order} sequence") == by_the_clock
    assert ask(file, "PRAGMA user_version") == [(REVISIONS.newest,)]
    assert (len(whole.answers), whole.complete, whole.unreadable) == (10, True, 0)
    assert (len(broken_off.answers), broken_off.finished_at) == (2, None)


def test_a_file_that_is_up_to_date_is_opened_without_alembic(tmp_path: Path) -> None:
    """It takes longer to import than the rest of the opening."""
    open_in(tmp_path).close()
    before = every_file(tmp_path)
    nowhere = Revisions(newest=REVISIONS.newest, folders=(tmp_path / "no such folder",))
    open_database(place_of(tmp_path, revisions=nowhere)).close()
    assert every_file(tmp_path) == before


NEXT = """
from alembic import op
import sqlalchemy as sa
revision = "{revision}"
down_revision = "{before}"
def upgrade():
    op.add_column("session", sa.Column("remark", sa.String))
    op.execute("UPDATE {table} SET remark = ''")
"""


def with_a_next_one(folder: Path, *, table: str = "session") -> Revisions:
    """The revisions, and one more, which breaks off if there is no such `table`."""
    folder.mkdir()
    newest = REVISIONS.newest + 1
    written = NEXT.format(revision=revision_of(newest), before=revision_of(newest - 1), table=table)
    (folder / "next.py").write_text(written, encoding="utf-8")
    return Revisions(newest=newest, folders=(*REVISIONS.folders, folder))


@pytest.mark.parametrize("opened", [False, True])
def test_a_file_is_led_to_the_next_version_with_all_it_holds(
    tmp_path: Path, *, opened: bool
) -> None:
    """Straight from version 1, or after the version of today has led it to its own."""
    file = file_of_version(tmp_path / "kept", 1)
    if opened:
        open_in(tmp_path / "kept").close()
    following = with_a_next_one(tmp_path / "next")
    open_database(place_of(tmp_path / "kept", revisions=following)).close()
    assert ask(file, "PRAGMA user_version") == [(following.newest,)]
    assert ask(file, "SELECT DISTINCT remark FROM session") == [("",)]
    assert ask(file, "SELECT count(*) FROM answer") == [(12,)]


def test_a_step_that_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = file_of_version(tmp_path / "kept", 1)
    broken = with_a_next_one(tmp_path / "next", table="nowhere")
    with pytest.raises(StorageUnavailable, match="no such table"):
        open_database(place_of(tmp_path / "kept", revisions=broken))
    assert ask(file, "PRAGMA user_version") == [(1,)]
    assert "remark" not in str(ask(file, "SELECT sql FROM sqlite_master"))
    assert "alembic" not in str(ask(file, "SELECT sql FROM sqlite_master"))
    assert len(sessions_of(tmp_path / "kept")) == 2


def test_a_file_whose_alembic_table_names_no_revision_is_told_and_left(tmp_path: Path) -> None:
    file = file_of_version(tmp_path / "kept", 1)
    open_in(tmp_path / "kept").close()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL);"
            "DELETE FROM alembic_version; INSERT INTO alembic_version VALUES ('of nobody');"
        )
    before = every_file(tmp_path / "kept")
    following = with_a_next_one(tmp_path / "next")
    with pytest.raises(StorageUnavailable, match="its version is unclear"):
        open_database(place_of(tmp_path / "kept", revisions=following))
    assert every_file(tmp_path / "kept") == before


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file_of_version(tmp_path, REVISIONS.newest + 1)
    before = every_file(tmp_path)
    with pytest.raises(StorageNewer, match="newer voice-rom"):
        open_in(tmp_path)
    assert every_file(tmp_path) == before


def test_a_newer_file_that_looks_damaged_from_here_is_left_as_it_is_too(tmp_path: Path) -> None:
    file = file_of_version(tmp_path, REVISIONS.newest + 1)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_master SET sql = 'CREATE NOVELTY answer' WHERE name = 'answer';"
        )
    before = every_file(tmp_path)
    with pytest.raises(StorageNewer):
        open_in(tmp_path)
    assert every_file(tmp_path) == before


@pytest.mark.real
def test_a_newer_file_whose_program_was_killed_is_left_as_it_is_too(tmp_path: Path) -> None:
    """The version may stand in what was not yet written back into the file."""
    killed = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1])\n"
        "connection.executescript('PRAGMA user_version = 99; CREATE TABLE novelty (x);')\n"
        "os.kill(os.getpid(), 9)"
    )
    file = file_of_version(tmp_path, REVISIONS.newest)
    subprocess.run([sys.executable, "-c", killed, str(file)], check=False)
    wal = file.with_name("history.db-wal")
    before = file.read_bytes(), wal.read_bytes()
    with pytest.raises(StorageNewer, match="99"):
        open_in(tmp_path)
    assert (file.read_bytes(), wal.read_bytes()) == before


@pytest.mark.parametrize("owner", [0, 0x0F055112])
def test_another_programs_file_is_refused_and_left_as_it_is(tmp_path: Path, owner: int) -> None:
    file_of_version(tmp_path, 1, owner=owner)
    before = every_file(tmp_path)
    with pytest.raises(StorageUnavailable, match="another program"):
        open_in(tmp_path)
    assert every_file(tmp_path) == before
