"""The file itself: its rights, where it lies, and how it is written."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.builders import answer
from tests.storage.kept import TimeOfDay, ask, open_in, sessions_of, store_in, with_an_answer
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.database import place_in
from voice_rom.storage.private_files import make_private_folder, write_private

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


# Rules of the clock


def test_times_are_kept_in_utc_whatever_the_zone(tmp_path: Path) -> None:
    store = store_in(tmp_path, TimeOfDay())
    store.begin()
    store.record(answer())
    store.close()
    (started,) = ask(tmp_path / "history.db", "SELECT started_at FROM session")
    assert started == ("2026-11-23T07:30:01.000000Z",)


def test_who_writes_a_file_at_the_same_time_is_in_nobodys_way(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    texts = [str(number) * 1000 for number in range(40)]

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda text: write_private(file, text), texts))

    assert file.read_text(encoding="utf-8") in texts
    assert list(tmp_path.iterdir()) == [file]
