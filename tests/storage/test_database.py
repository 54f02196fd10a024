"""The file itself: its rights, its version, and what is done with one that is not right."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData, create_engine
from sqlalchemy.pool import NullPool

from tests.builders import answer
from tests.storage.kept import TimeOfDay, ask, open_in, place_of, sessions_of, store_in
from tests.tiers import at_most
from voice_rom.errors import StorageNewer, StorageUnavailable
from voice_rom.storage.database import open_database, place_in
from voice_rom.storage.migrations import APPLICATION_ID, STEPS
from voice_rom.storage.private_files import make_private_folder
from voice_rom.storage.tables import METADATA

posix = pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")


@contextmanager
def lax_umask() -> Iterator[None]:
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def with_an_answer(folder: Path) -> Path:
    store = store_in(folder)
    store.begin()
    store.record(answer())
    store.close()
    return folder / "history.db"


def every_file(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


# Rights


@posix
def test_only_the_owner_may_read_anything_whatever_the_umask(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    with lax_umask():
        store = store_in(folder)
        store.begin()
        store.record(answer())
        open_files = list(folder.iterdir())
        assert {file.name for file in open_files} >= {"history.db", "history.db-wal"}
        assert {mode_of(file) for file in open_files} == {0o600}
        store.close()
    assert mode_of(folder) == 0o700


@posix
def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = with_an_answer(tmp_path)
    file.chmod(0o644)
    open_in(tmp_path).close()
    assert mode_of(file) == 0o600


@posix
def test_a_folder_of_our_own_is_closed_to_others_and_the_owners_left_as_it_is(
    tmp_path: Path,
) -> None:
    for ours, rights in ((True, 0o700), (False, 0o755)):
        tmp_path.chmod(0o755)
        make_private_folder(tmp_path, ours=ours)
        assert mode_of(tmp_path) == rights


def test_the_file_lies_where_the_setting_says(tmp_path: Path) -> None:
    assert place_in(str(tmp_path), 1.0).file == tmp_path / "history.db"
    assert not place_in(str(tmp_path), 1.0).ours


@pytest.mark.real
def test_without_a_setting_it_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    program = "from voice_rom.storage.database import place_in; print(place_in('', 1.0))"
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert "history.db" in done.stdout
    assert "ours=True" in done.stdout
    assert str(tmp_path) in done.stdout


# How it is written


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("locking_mode", "exclusive"),
    ],
)
def test_the_file_is_written_as_a_power_cut_demands(
    tmp_path: Path, pragma: str, value: object
) -> None:
    database = open_in(tmp_path)
    with database.read() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    database.close()


def test_an_answer_belongs_to_a_session(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.begin()
    store.record(answer())
    store.close()
    database = open_in(tmp_path)
    with database.change() as connection:
        connection.exec_driver_sql("DELETE FROM session")
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM answer").scalar() == 0
    database.close()


def test_a_second_program_is_told_that_the_file_is_in_use(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.begin()
    with pytest.raises(StorageUnavailable, match="another program is using it"):
        store_in(tmp_path)
    store.record(answer())
    store.close()
    assert len(sessions_of(tmp_path)) == 1


# Versions


def test_the_steps_lead_to_the_tables_that_the_program_knows(tmp_path: Path) -> None:
    open_in(tmp_path).close()
    made, known = MetaData(), METADATA
    engine = create_engine(f"sqlite:///{tmp_path / 'history.db'}", poolclass=NullPool)
    made.reflect(engine)
    engine.dispose()
    assert made.tables.keys() == known.tables.keys()
    for name, table in known.tables.items():
        shape = [(each.name, str(each.type), each.nullable) for each in table.columns]
        reflected = made.tables[name]
        assert [(each.name, str(each.type), each.nullable) for each in reflected.columns] == shape
        assert [each.name for each in reflected.primary_key] == [
            each.name for each in table.primary_key
        ]


VERSION_1 = """
    CREATE TABLE session (
        id VARCHAR NOT NULL PRIMARY KEY, started_at VARCHAR NOT NULL, last_at VARCHAR NOT NULL,
        finished_at VARCHAR, complete BOOLEAN, language VARCHAR NOT NULL, tests VARCHAR NOT NULL,
        program_version VARCHAR NOT NULL, report VARCHAR
    );
    CREATE TABLE answer (
        session_id VARCHAR NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        test_id VARCHAR NOT NULL, question_id VARCHAR NOT NULL, status VARCHAR NOT NULL,
        meaning VARCHAR, side VARCHAR, source VARCHAR NOT NULL, confirmed BOOLEAN NOT NULL,
        evidence VARCHAR, side_evidence VARCHAR, recorded_at VARCHAR NOT NULL,
        PRIMARY KEY (session_id, test_id, question_id)
    );
    INSERT INTO session VALUES ('one', '2026-01-01T08:00:00.000000Z', '2026-01-01T08:05:00.000000Z',
        NULL, NULL, 'en', '["lift"]', '1.0', NULL);
    INSERT INTO answer VALUES ('one', 'lift', 'pain', 'answered', 'yes', 'left', 'voice', 1, NULL,
        NULL, '2026-01-01T08:05:00.000000Z');
"""
"""A file of version 1, as it was when that version was new."""


def file_of_version(folder: Path, version: int, *, owner: int = APPLICATION_ID) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "history.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"PRAGMA journal_mode = WAL; {VERSION_1}")
        connection.executescript(
            f"PRAGMA user_version = {version}; PRAGMA application_id = {owner};"
        )
    return file


def test_a_file_of_version_1_is_read_by_todays_program(tmp_path: Path) -> None:
    file_of_version(tmp_path, 1)
    (kept,) = sessions_of(tmp_path)
    assert kept.id == "one"
    assert [each.answer.question_id for each in kept.answers] == ["pain"]
    assert ask(tmp_path / "history.db", "PRAGMA user_version") == [(len(STEPS),)]


NEXT = (*STEPS, ("ALTER TABLE session ADD COLUMN remark VARCHAR", "UPDATE session SET remark = ''"))


def test_a_file_of_the_version_before_is_led_to_the_next_with_all_it_holds(tmp_path: Path) -> None:
    file = file_of_version(tmp_path, len(STEPS))
    open_database(place_of(tmp_path, steps=NEXT)).close()
    assert ask(file, "PRAGMA user_version") == [(len(NEXT),)]
    assert ask(file, "SELECT id, remark FROM session") == [("one", "")]
    assert ask(file, "SELECT question_id, meaning FROM answer") == [("pain", "yes")]


def test_a_step_that_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = file_of_version(tmp_path, len(STEPS))
    broken = (*STEPS, ("ALTER TABLE session ADD COLUMN remark VARCHAR", "UPDATE nowhere SET x = 1"))
    with pytest.raises(StorageUnavailable, match="no such table"):
        open_database(place_of(tmp_path, steps=broken))
    assert ask(file, "PRAGMA user_version") == [(len(STEPS),)]
    assert "remark" not in str(ask(file, "SELECT sql FROM sqlite_master"))
    assert len(sessions_of(tmp_path)) == 1


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file_of_version(tmp_path, len(STEPS) + 1)
    before = every_file(tmp_path)
    with pytest.raises(StorageNewer, match="newer voice-rom"):
        open_in(tmp_path)
    assert every_file(tmp_path) == before


def test_a_newer_file_that_looks_damaged_from_here_is_left_as_it_is_too(tmp_path: Path) -> None:
    file = file_of_version(tmp_path, len(STEPS) + 1)
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
    file = file_of_version(tmp_path, len(STEPS))
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


# Damage


def garbage(file: Path) -> None:
    file.write_bytes(b"this is no database " * 100)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5000])


def cut_to_a_stump(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:50])


def overwritten_within(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:8192] = bytes(range(256)) * 16
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [garbage, cut_short, cut_to_a_stump, overwritten_within])
def test_a_damaged_file_is_set_aside_with_the_date_and_a_fresh_one_begun(
    tmp_path: Path, damage: object
) -> None:
    file = with_an_answer(tmp_path)
    assert callable(damage)
    damage(file)
    found = file.read_bytes()
    database = open_database(place_of(tmp_path), lambda: datetime(2026, 11, 23, 9, 5, tzinfo=UTC))
    aside = tmp_path / "history.db.damaged-2026-11-23T09-05-00Z"
    assert database.set_aside == aside
    assert aside.read_bytes() == found
    assert aside.name in database.notices[0]
    assert "a new one created" in database.notices[0]
    database.close()
    assert sessions_of(tmp_path) == ()
    begin_anew = store_in(tmp_path)
    begin_anew.begin()
    begin_anew.record(answer())
    begin_anew.close()
    assert len(sessions_of(tmp_path)) == 1


def test_what_was_set_aside_is_never_overwritten(tmp_path: Path) -> None:
    def same_second() -> datetime:
        return datetime(2026, 11, 23, 9, 5, tzinfo=UTC)

    for content in (b"first " * 1000, b"second " * 1000, b"third " * 1000):
        (tmp_path / "history.db").write_bytes(content)
        open_database(place_of(tmp_path), same_second).close()
    kept = [file.read_bytes()[:5] for file in sorted(tmp_path.glob("*.damaged-*"))]
    assert kept == [b"first", b"secon", b"third"]


def test_what_lies_beside_a_damaged_file_goes_aside_with_it(tmp_path: Path) -> None:
    garbage(tmp_path / "history.db")
    (tmp_path / "history.db-wal").write_bytes(b"what was written last")
    open_in(tmp_path).close()
    (aside,) = tmp_path.glob("*.damaged-*-wal")
    assert aside.read_bytes() == b"what was written last"


def test_an_empty_file_is_a_file_to_begin_with(tmp_path: Path) -> None:
    (tmp_path / "history.db").touch()
    database = open_in(tmp_path)
    assert database.set_aside is None
    database.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_an_answer(tmp_path_factory.mktemp("whole"))


@given(
    changes=st.lists(st.tuples(st.integers(0, 2**16), st.binary(min_size=1, max_size=40))),
    length=st.integers(0, 2**16),
)
@settings(max_examples=at_most(60))
def test_a_file_of_any_bytes_is_opened_set_aside_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    whole: Path,
    changes: list[tuple[int, bytes]],
    length: int,
) -> None:
    """And nothing of it is lost: it lies there as it was, or under its new name, or it is read."""
    content = bytearray(whole.read_bytes()[:length])
    for where, new in changes:
        at = where % (len(content) + 1)
        content[at : at + len(new)] = new
    folder = tmp_path_factory.mktemp("any")
    file = folder / "history.db"
    file.write_bytes(content)
    try:
        store = store_in(folder)
    except StorageUnavailable:
        return  # any other error ends the test
    try:
        store.offer()
        store.begin()
        store.resume(accepted=True)
        store.record(answer(question_id="bending"))
    except StorageUnavailable:
        return
    finally:
        store.close()
    notices = store.notices
    (aside,) = folder.glob("*.damaged-*[0-9]Z") if notices else (None,)
    if aside is not None:
        assert aside.read_bytes() == bytes(content)
    assert "bending" in [
        kept.answer.question_id for session in sessions_of(folder) for kept in session.answers
    ]


# Rules of the clock


def test_times_are_kept_in_utc_whatever_the_zone(tmp_path: Path) -> None:
    store = store_in(tmp_path, TimeOfDay())
    store.begin()
    store.record(answer())
    store.close()
    (started,) = ask(tmp_path / "history.db", "SELECT started_at FROM session")
    assert started == ("2026-11-23T07:30:01.000000Z",)
