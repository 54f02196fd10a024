"""What goes wrong with disks and files: one line for a person, and never a traceback."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests.builders import answer
from tests.storage.kept import ask, sessions_of, store_in
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.database import place_in
from voice_rom.storage.faults import why
from voice_rom.storage.keeping import KeepingStore

ROOT = Path(__file__).parents[2]


def record_without_end(store: KeepingStore) -> None:
    for number in count():
        store.record(answer(question_id=str(number)))


def test_a_disk_that_gets_full_is_told_and_what_was_kept_stays(tmp_path: Path) -> None:
    store = store_in(tmp_path, most_pages=17)
    store.begin()
    with pytest.raises(StorageUnavailable, match=r"history\.db: the disk is full; free some space"):
        record_without_end(store)
    store.close()
    (session,) = sessions_of(tmp_path)
    numbers = [int(kept.answer.question_id) for kept in session.answers]
    assert numbers == list(range(len(numbers)))
    assert numbers


def test_a_disk_that_is_full_from_the_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="the disk is full"):
        store_in(tmp_path, most_pages=2)


def test_a_file_that_is_locked_by_another_program_is_told(tmp_path: Path) -> None:
    store_in(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "history.db")) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageUnavailable, match="another program is using it"):
            store_in(tmp_path)


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a note")
    with pytest.raises(StorageUnavailable, match="is a file; set"):
        store_in(tmp_path / "folder")
    with pytest.raises(StorageUnavailable, match="is a file; set"):
        store_in(tmp_path / "folder" / "within")
    assert (tmp_path / "folder").read_text() == "a note"


def test_a_file_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "history.db").mkdir()
    with pytest.raises(StorageUnavailable, match="not an ordinary file"):
        store_in(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "history.db")
    with pytest.raises(StorageUnavailable, match="not an ordinary file"):
        store_in(tmp_path)


@pytest.mark.parametrize("name", ["x" * 300, "zero\0byte"])
def test_a_folder_with_an_impossible_name_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageUnavailable) as told:
        store_in(tmp_path / name)
    assert "\n" not in str(told.value)
    assert "\0" not in str(told.value)


@pytest.mark.skipif(os.name != "posix", reason="the name of another person's home is POSIX's")
def test_a_home_that_nobody_has_is_told() -> None:
    with pytest.raises(StorageUnavailable, match="cannot be used"):
        place_in("~nobody-of-this-name/kept", 1.0)


@contextmanager
def recording(folder: Path) -> Iterator[None]:
    """A session that goes on while something happens to its file; then it cannot keep more."""
    store = store_in(folder)
    store.begin()
    store.record(answer())
    yield
    with pytest.raises(StorageUnavailable, match="deleted or moved"):
        store.record(answer(question_id="bending"))
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot vanish")
@pytest.mark.parametrize("vanishing", ["folder", "file", "log", "another takes its place"])
def test_a_file_that_vanishes_while_the_session_goes_on_is_told(
    tmp_path: Path, vanishing: str
) -> None:
    folder = tmp_path / "kept"
    file = folder / "history.db"
    with recording(folder):
        if vanishing == "folder":
            shutil.rmtree(folder)
        elif vanishing == "log":
            file.with_name("history.db-wal").unlink()
        else:
            file.unlink()
        if vanishing == "another takes its place":
            file.write_bytes(b"")


def test_a_session_that_was_deleted_under_the_store_is_told(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.begin()
    database = store.database
    with database.change() as connection:
        connection.exec_driver_sql("DELETE FROM session")
    with pytest.raises(StorageUnavailable, match="no longer in it"):
        store.record(answer())
    store.close()


AS_A_PERSON = """
import sys
from pathlib import Path
from tests.builders import answer
from tests.storage.kept import store_in
from voice_rom.errors import StorageUnavailable
try:
    store = store_in(Path(sys.argv[1]))
    store.begin()
    store.record(answer())
except StorageUnavailable as told:
    print(told)
"""


def without_roots_rights() -> list[str] | None:
    """What to put before a command so that rights count: root may write everywhere."""
    if os.name != "posix" or os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    return None if setpriv is None else [setpriv, "--bounding-set", "-all"]


@pytest.mark.real
@pytest.mark.skipif(without_roots_rights() is None, reason="nothing here takes root's rights away")
@pytest.mark.parametrize("protected", ["folder", "file", "folder to be made"])
def test_what_may_not_be_written_is_told(tmp_path: Path, protected: str) -> None:
    folder = tmp_path / "kept"
    store_in(folder).close()
    named = folder
    if protected == "file":
        (folder / "history.db").chmod(0o400)
    elif protected == "folder":
        (folder / "history.db").unlink()
        folder.chmod(0o500)
    else:
        folder.chmod(0o500)
        named = folder / "new"
    command = [*(without_roots_rights() or []), sys.executable, "-c", AS_A_PERSON, str(named)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    folder.chmod(0o700)
    assert done.stderr == ""
    assert "no permission to write there" in done.stdout


def test_what_nobody_thought_of_is_still_one_line() -> None:
    assert why(OSError(12345, "a wholly\nnew error.")) == "it cannot be used: a wholly new error"
    assert why(ValueError()) == "it cannot be used: ValueError"


def test_nothing_is_left_of_a_file_that_could_not_be_begun(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable):
        store_in(tmp_path, most_pages=2)
    store = store_in(tmp_path)
    store.begin()
    store.record(answer())
    store.close()
    assert ask(tmp_path / "history.db", "SELECT count(*) FROM answer") == [(1,)]
