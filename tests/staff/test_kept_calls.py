"""Calls on disk, where the disk does not do as it should; and rooms that are gone for good."""

import re
from pathlib import Path

import pytest

from tests.staff.serving import ServedDesk, served_desk
from voice_rom.errors import StaffFolderUnusable
from voice_rom.intercom.messages import Call, CallReason
from voice_rom.staff.calls import FILE_NAME

CALL = Call(call_id="call-0001", reason=CallReason.HELP)


def test_calls_that_cannot_be_saved_are_shown_and_told_and_saved_as_soon_as_it_goes(
    tmp_path: Path,
) -> None:
    with served_desk(tmp_path) as desk:
        room, staff = desk.room().begin(), desk.signed_in()
        (tmp_path / FILE_NAME).mkdir()
        room.send(CALL)

        shown = staff.until_shown("Calls for help cannot be saved")
        assert "Room 2 called for help" in shown
        (tmp_path / FILE_NAME).rmdir()
        staff.until_shown("cannot be saved", gone=True)
    with served_desk(tmp_path, desk.clock) as desk:
        assert "Room 2 called for help" in desk.signed_in().page()


def _end_without_a_place_for_calls(folder: Path) -> None:
    with served_desk(folder) as desk:
        (folder / FILE_NAME).mkdir()
        desk.room().begin().send(CALL)
        desk.signed_in().until_shown("Calls for help cannot be saved")


def test_what_could_not_be_saved_is_told_at_the_end(tmp_path: Path) -> None:
    with pytest.raises(StaffFolderUnusable, match="there is a folder with this name"):
        _end_without_a_place_for_calls(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"[1]"])
def test_a_damaged_file_of_calls_is_set_aside_and_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)

    with served_desk(tmp_path) as desk:
        page = desk.signed_in().page()

    assert "Ask in every room." in page
    assert (tmp_path / "calls.damaged.json").read_bytes() == content


def _leave(desk: ServedDesk, call: Call | None) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    if call is not None:
        room.send(call)
        staff.until_shown("Room 2 called for help")
    staff.until_shown("Start: Room 2")
    room.close()
    staff.until_shown("Start: Room 2", gone=True)


def test_a_room_that_was_away_for_a_day_goes_from_the_page(tmp_path: Path) -> None:
    with served_desk(tmp_path) as desk:
        _leave(desk, None)
        desk.clock.move(25 * 3600)
        desk.signed_in().until_shown("No room has connected yet.")
        assert "Room 2" not in desk.signed_in().page()


def test_a_room_that_called_stays_however_long_it_is_away(tmp_path: Path) -> None:
    with served_desk(tmp_path) as desk:
        _leave(desk, CALL)
        desk.clock.move(25 * 3600)

        page = desk.signed_in().until_shown("No connection since")
        assert "Room 2 called for help" in page
        assert re.search(r"On \d{4}-\d\d-\d\d at \d\d:\d\d, ", desk.signed_in().page())


def test_an_answered_call_is_forgotten_after_a_day(tmp_path: Path) -> None:
    with served_desk(tmp_path) as desk:
        _leave(desk, CALL)
        desk.signed_in().post("/acknowledge", call=CALL.call_id)
        desk.clock.move(25 * 3600)
        desk.signed_in().until_shown("No room has connected yet.")
    assert CALL.call_id not in (tmp_path / FILE_NAME).read_text(encoding="utf-8")


def test_a_page_without_its_script_can_do_everything_but_sound(tmp_path: Path) -> None:
    with served_desk(tmp_path) as desk:
        room, staff = desk.room().begin(), desk.signed_in()
        room.send(CALL)
        staff.until_shown("Room 2 called for help")
        form = {**staff.headers(), "Content-Type": "application/x-www-form-urlencoded"}
        form["Accept"] = "text/html"

        status, headers, _ = staff.ask("/acknowledge", "POST", b"call=call-0001", form)

        assert (status, headers["location"]) == (303, "/")
        page = staff.page()
        assert "Room 2: Weber is on it" in page
        assert "This page needs JavaScript." in page
        assert '<meta http-equiv="refresh" content="5">' in page
