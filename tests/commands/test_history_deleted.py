"""`voice-rom history`: deleting for good, and files that are not as they should be."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.kept_history import (
    LEG,
    PLANTED,
    TRUNK,
    History,
    given,
)
from tests.storage.kept import open_in, sessions_of
from voice_rom.core.assessment.content import Side
from voice_rom.errors import (
    StorageNewer,
    StorageUnavailable,
    UsageMistake,
)

# Delete


def every_byte(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def test_what_was_deleted_stands_nowhere_any_more(history: History) -> None:
    history.planted = (PLANTED,)
    deleted = history.lead(given(TRUNK, side=Side.LEFT))
    history.planted = ()
    stays = history.lead(given(LEG))
    assert PLANTED.encode() in every_byte(history.folder)
    history("delete", deleted, "--yes")
    held = every_byte(history.folder)
    assert PLANTED.encode() not in held
    assert deleted.encode() not in held
    assert [session.id for session in sessions_of(history.folder)] == [stays]


def test_all_can_be_deleted_with_what_was_set_aside(history: History) -> None:
    history.planted = (PLANTED,)
    history.lead(given(TRUNK, side=Side.LEFT))
    (history.folder / "history.db.damaged-2026-01-01T08-00-00Z").write_text(PLANTED)
    told = history("delete", "--all", "--yes")
    assert "1 session, and 1 damaged file" in told.stderr
    assert PLANTED.encode() not in every_byte(history.folder)
    assert sessions_of(history.folder) == ()


def test_where_nothing_is_kept_there_is_nothing_to_ask(history: History) -> None:
    told = history.by_settings("delete", "--all")
    assert "No sessions have been saved" in told.stderr
    assert not history.folder.exists()


def test_nothing_is_deleted_unasked(history: History) -> None:
    session = history.lead(given(TRUNK))
    with pytest.raises(UsageMistake, match="--yes"):
        history("delete", session)
    with pytest.raises(UsageMistake, match="--yes"):
        history("delete", "--all")
    assert len(sessions_of(history.folder)) == 1


@pytest.mark.parametrize("arguments", [("delete",), ("delete", "--all", "aaaa")])
def test_what_is_to_be_deleted_must_be_said(history: History, arguments: tuple[str, ...]) -> None:
    with pytest.raises(UsageMistake, match="--all"):
        history(*arguments)


@pytest.mark.real
@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
@pytest.mark.parametrize(("reply", "left"), [("n\n", 1), ("y\n", 0)])
def test_on_a_terminal_it_is_asked_for(history: History, reply: str, left: int) -> None:
    session = history.lead(given(TRUNK))
    asked = (
        "import os, pty, sys\n"
        "def read(descriptor):\n"
        "    said = os.read(descriptor, 1024)\n"
        "    if b'undone' in said:\n"
        f"        os.write(descriptor, {reply.encode()!r})\n"
        "    return said\n"
        "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read)))"
    )
    command = [sys.executable, "-m", "voice_rom", "history", "delete", session]
    command += ["--data", str(history.folder)]
    subprocess.run(
        [sys.executable, "-c", asked, *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert len(sessions_of(history.folder)) == left


def test_what_was_cut_off_before_its_first_answer_is_no_session(history: History) -> None:
    history.lead(breaks_off=True)
    listed = history("list")
    assert listed.stdout == ""
    assert "No sessions have been saved" in listed.stderr


# Faults


@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "aaaa"), ("compare", "aaaa", "bbbb"), ("delete", "aaaa")]
)
def test_a_damaged_file_is_named_and_left_as_it_is(
    history: History, arguments: tuple[str, ...]
) -> None:
    history.folder.mkdir()
    (history.folder / "history.db").write_bytes(b"garbage" * 1000)
    with pytest.raises(StorageUnavailable, match="damaged"):
        history(*arguments)
    (file,) = history.folder.iterdir()
    assert file.read_bytes() == b"garbage" * 1000


def test_a_damaged_file_can_be_deleted(history: History) -> None:
    history.folder.mkdir()
    (history.folder / "history.db").write_bytes(b"garbage" * 1000)
    told = history("delete", "--all", "--yes")
    assert "1 damaged file" in told.stderr
    assert b"garbage" not in every_byte(history.folder)


def test_a_file_without_a_table_is_damaged(history: History) -> None:
    history.lead(given(TRUNK))
    with closing(sqlite3.connect(history.folder / "history.db")) as connection:
        connection.execute("DROP TABLE answer")
    with pytest.raises(StorageUnavailable, match="damaged"):
        history("list")
    history("delete", "--all", "--yes")
    assert sessions_of(history.folder) == ()


def test_what_cannot_be_read_is_counted_among_what_is_deleted(history: History) -> None:
    history.lead(given(TRUNK))
    history.lead(given(LEG))
    with closing(sqlite3.connect(history.folder / "history.db")) as connection, connection:
        connection.execute("UPDATE session SET started_at = 'x' WHERE rowid = 1")
    assert "Deleted 2 sessions" in history("delete", "--all", "--yes").stderr


def test_a_newer_file_is_refused(history: History) -> None:
    history.lead(given(TRUNK))
    database = open_in(history.folder)
    with database.change() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StorageNewer, match="newer"):
        history("list")


@pytest.mark.slow
def test_while_a_session_goes_on_its_file_is_left_alone(history: History) -> None:
    history.lead(given(TRUNK))
    goes_on = open_in(history.folder)
    with goes_on.change() as connection:
        connection.exec_driver_sql("UPDATE session SET complete = 0")
    with pytest.raises(StorageUnavailable, match="perhaps a session"):
        history("delete", "--all", "--yes")
    goes_on.close()
    assert len(sessions_of(history.folder)) == 1


@pytest.mark.real
def test_a_fault_is_one_line_and_an_exit_code(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    done = subprocess.run(
        [sys.executable, "-m", "voice_rom", "history", "list", "--data", str(tmp_path / "folder")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == StorageUnavailable.exit_code
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("voice-rom: ")


# What is too old


def test_history_deletes_what_the_settings_keep_no_longer_and_says_so(history: History) -> None:
    history.clock.now = datetime.now(UTC) - timedelta(days=40)
    history.lead(given(TRUNK, side=Side.LEFT))
    history.clock.now = datetime.now(UTC) - timedelta(days=4)
    stays = history.lead(given(LEG), breaks_off=True)
    told = history.by_settings("list", storage="keep_days = 30")
    assert "Deleted 1 session: the last answer was more than 30 days ago" in told.stderr
    assert [session.id for session in sessions_of(history.folder)] == [stays]


def test_another_folder_is_only_looked_at(history: History) -> None:
    history.clock.now = datetime.now(UTC) - timedelta(days=40)
    session = history.lead(given(TRUNK))
    file = history.folder.with_name("settings.toml")
    file.write_text("[storage]\nkeep_days = 30\n", encoding="utf-8")
    assert history("list", "--settings", str(file)).stderr.count("Deleted") == 0
    assert [each.id for each in sessions_of(history.folder)] == [session]
