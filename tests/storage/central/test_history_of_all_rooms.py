"""`voice-rom history` and `voice-rom database` on the database of all rooms."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.builders import answer
from tests.storage.central.postgres import PostgresServer
from tests.storage.central.rooms import Room, arrived
from tests.storage.kept import ask
from voice_rom.cli import cli
from voice_rom.errors import SettingsError, StorageUnavailable

PLANTED = "abracadabra"


class Desk:
    """Where somebody types commands, with a user of the database, and a folder, of their own."""

    def __init__(self, folder: Path, url: str, storage: str = "") -> None:
        folder.mkdir(exist_ok=True)
        self._settings = folder / "settings.toml"
        told = f"[storage]\nkeep = true\nfolder = '{folder}'\nurl = '{url}'\n{storage}\n"
        self._settings.write_text(told, encoding="utf-8")

    def __call__(self, *arguments: str) -> Result:
        done = CliRunner().invoke(cli, [*arguments, "--settings", str(self._settings)])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done


@pytest.fixture
def staff(tmp_path: Path, server: PostgresServer) -> Desk:
    return Desk(tmp_path / "office", server.url("weber"))


@pytest.fixture
def owner(tmp_path: Path, server: PostgresServer) -> Desk:
    return Desk(tmp_path / "server room", server.url())


def lead(folder: Path, server: PostgresServer, name: str, *, text: str = "yes") -> tuple[Room, str]:
    room = Room(folder, server, name=name)
    session = room.begin()
    room.store.record(answer(test_id="leg-lift", question_id="pain", text=text))
    assert room.delivery.step() is None
    return room, session


def test_staff_see_the_sessions_of_all_rooms(
    tmp_path: Path, server: PostgresServer, staff: Desk
) -> None:
    sessions = {}
    for name in ("Room 1", "Room 2"):
        room, sessions[name] = lead(tmp_path / name, server, name)
        room.close()
    lines = staff("history", "list").stdout.splitlines()
    assert {(line[:8], line[line.index("in Room") + 3 :]) for line in lines} == {
        (session[:8], name) for name, session in sessions.items()
    }
    shown = staff("history", "show", sessions["Room 2"]).stdout
    assert "Report: Range of motion" in shown
    assert "in Room 2" in shown
    file = tmp_path / "all.json"
    staff("history", "export", str(file))
    exported = json.loads(file.read_text(encoding="utf-8"))["sessions"]
    assert {each["id"]: each["room"] for each in exported} == {
        session: name for name, session in sessions.items()
    }


def test_a_room_that_has_no_name_goes_by_its_id(
    tmp_path: Path, server: PostgresServer, staff: Desk
) -> None:
    room, _ = lead(tmp_path / "room", server, "")
    room.close()
    ((known,),) = server.ask("SELECT id FROM room")
    assert f", in {str(known)[:8]}" in staff("history", "list").stdout


def test_what_staff_delete_is_not_brought_back(
    tmp_path: Path, server: PostgresServer, staff: Desk
) -> None:
    room, session = lead(tmp_path / "room", server, "Room 2")
    done = staff("history", "delete", session, "--yes")
    assert "Deleted 1 session." in done.stderr
    assert "still in the server's files until the owner" in done.stderr
    room.store.record(answer(question_id="bending"))  # it goes on
    assert room.delivery.step() is None
    room.close()
    assert arrived(server, session) == []
    assert server.ask("SELECT count(*) FROM session") == [(0,)]
    assert server.ask("SELECT session_id FROM deletion") == [(session,)]


def test_what_its_owner_deletes_is_in_no_byte_of_the_servers_folder(
    tmp_path: Path, server: PostgresServer, owner: Desk
) -> None:
    room, session = lead(tmp_path / "room", server, "Room 2", text=PLANTED)
    room.close()
    other, kept = lead(tmp_path / "other", server, "Room 1")
    other.close()
    server.run("CHECKPOINT")
    assert PLANTED.encode() in server.every_byte()
    done = owner("history", "delete", session, "--yes")
    assert "still in the server's files" not in done.stderr
    assert PLANTED.encode() not in server.every_byte()
    assert arrived(server, kept) == ["pain"]


def test_what_has_expired_by_the_servers_clock_is_deleted(
    tmp_path: Path, server: PostgresServer
) -> None:
    sessions = [lead(tmp_path / str(number), server, "Room 2") for number in range(2)]
    for room, _ in sessions:
        room.close()
    (_, old), (_, new) = sessions
    server.run("UPDATE delivery SET at = now() - interval '6 days'")
    server.run(f"UPDATE delivery SET at = now() - interval '8 days' WHERE session_id = '{old}'")  # noqa: S608
    done = Desk(tmp_path / "desk", server.url(), "keep_days = 7")("database", "clean")
    assert "Sessions deleted: 1." in done.stdout
    assert (arrived(server, old), arrived(server, new)) == ([], ["pain"])


def test_who_is_no_owner_is_told_that_they_cannot_clean(staff: Desk) -> None:
    with pytest.raises(StorageUnavailable, match="use their owner's URL"):
        staff("database", "clean")


def test_a_rooms_own_user_cannot_look_at_what_is_there(
    tmp_path: Path, server: PostgresServer
) -> None:
    with pytest.raises(StorageUnavailable, match="lacks a right"):
        Desk(tmp_path / "room", server.url("kiosk"))("history", "list")


def test_what_a_room_saved_before_is_sent_by_a_command_and_then_kept_in_one_place(
    tmp_path: Path, server: PostgresServer
) -> None:
    room = Room(tmp_path / "room", server)
    session = room.begin()
    room.record(3)
    room.close()
    deliver = Desk(tmp_path / "room", server.url("kiosk"))
    told = deliver("database", "deliver").stdout
    assert re.fullmatch(r"Sent to \S+\. Sessions that were waiting: 1\.\n", told)
    assert len(arrived(server, session)) == 3
    assert "were waiting: 0." in deliver("database", "deliver").stdout
    # It broke off, and may still be gone on with: the next session closes it, and forgets it then.
    assert ask(tmp_path / "room" / "history.db", "SELECT id FROM session") == [(session,)]


def test_a_database_is_prepared_by_a_command(tmp_path: Path, server: PostgresServer) -> None:
    server.empty()
    owner = Desk(tmp_path / "owner", server.url())
    with pytest.raises(StorageUnavailable, match="voice-rom database prepare"):
        owner("history", "list")
    assert owner("database", "prepare").stdout.endswith("/voice_rom is ready.\n")
    assert owner("history", "list").stdout == ""


WITHOUT_THE_DRIVER = """
import sys
sys.modules["psycopg"] = None
from voice_rom.cli import main
main()
"""


@pytest.mark.real
def test_without_the_driver_one_line_says_what_to_install(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[storage]\nurl = 'postgresql://db/voice_rom'\n", encoding="utf-8")
    command = [sys.executable, "-c", WITHOUT_THE_DRIVER]
    command += ["database", "deliver", "--settings", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == SettingsError.exit_code
    assert done.stderr == (
        f"voice-rom: {file}:2: storage.url: it needs a driver; "
        "type: pip install 'voice_rom[postgresql]'\n"
    )


def test_without_a_url_the_commands_say_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"settings\.toml:\d+: storage\.url: names no database"):
        Desk(tmp_path / "desk", "")("database", "deliver")
