"""Rooms that connect, pages that show them, and calls that reach both: over real sockets."""

import os
import socket
from pathlib import Path

import pytest

from tests.intercom.room_settings import SETTINGS
from tests.staff.serving import ServedDesk, served_desk
from voice_rom.intercom.messages import (
    Activity,
    Call,
    CallAcknowledged,
    CallReason,
    CallSeen,
    RoomState,
)
from voice_rom.staff.rooms import AWAY_SECONDS

CALL = Call(call_id="call-0001", reason=CallReason.HELP)


def test_what_a_room_tells_is_shown(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("Waiting for the next person")

    room.send(RoomState(activity=Activity.QUESTION, test="leg lift", number=2, of=4))

    shown = staff.until_shown("Asks question 2 of 4 in leg lift")
    assert "Room 2" in shown
    assert "Asks question 2 of 4 in leg lift" in staff.page()


def test_a_rooms_settings_are_shown_in_plain_words_and_stay_for_the_next_person(
    desk: ServedDesk,
) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("This room has not told its settings.")  # as an earlier voice-rom's

    room.send(SETTINGS)

    shown = staff.until_shown("This room has not told its settings.", gone=True)
    for words in (
        "Ms Weber, the physiotherapist",
        "leg lift, trunk rotation, chair stand",
        "saved in this room, for 30 days",
        "asks after 10 minutes, ends 1 minute later",
    ):
        assert words in shown
    room.close()
    room.connect_anew().send(RoomState(activity=Activity.BEGINNING))
    assert "Ms Weber" in staff.until_shown("Greeting and sound check")


def test_what_is_wrong_with_the_settings_stands_before_them(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(Activity.FAULT), desk.signed_in()
    wrong = "kiosk.toml:4: voice.rate: 'fast' is not a number"

    room.send(SETTINGS.model_copy(update={"wrong": (wrong,), "tests": ()}))

    shown = staff.until_shown("Nobody can start until this is fixed:")
    assert shown.index("is not a number") < shown.index("Ms Weber")
    assert "leg lift" not in shown


def test_whoever_never_signed_in_sees_nothing_but_the_sign_in(desk: ServedDesk) -> None:
    room, stranger = desk.room().begin(), desk.stranger()
    room.send(CALL)
    desk.signed_in().until_shown("Room 2 called for help")

    assert "Room 2" not in stranger.page()
    assert stranger.ask("/events")[0] == 403
    assert stranger.post("/acknowledge", call=CALL.call_id)[0] == 403
    assert stranger.post("/shown", call=CALL.call_id)[0] == 403


def test_a_call_is_seen_when_a_page_says_so_and_not_before(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    room.send(CALL)
    staff.until_shown("Room 2 called for help")
    with pytest.raises(TimeoutError):
        room.line.recv(0.05)

    assert staff.post("/shown", call=CALL.call_id)[0] == 204

    assert room.next() == CallSeen(call_id=CALL.call_id)


def test_a_call_stays_until_somebody_is_on_it_and_the_room_is_told(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    room.send(CALL)
    staff.until_shown("HELP: Room 2")

    assert staff.post("/acknowledge", call=CALL.call_id)[0] == 204

    assert room.next() == CallAcknowledged(call_id=CALL.call_id)
    assert "Room 2: Weber is on it" in staff.until_shown("HELP: Room 2", gone=True)


def test_a_call_outlives_the_desk_and_the_room(tmp_path: Path) -> None:
    with served_desk(tmp_path) as desk:
        room, staff = desk.room().begin(), desk.signed_in()
        room.send(CALL)
        staff.until_shown("Room 2 called for help")
        room.close()
    with served_desk(tmp_path, desk.clock) as desk:
        staff = desk.signed_in()
        assert "Room 2 called for help" in staff.page()
        staff.post("/acknowledge", call=CALL.call_id)
    with served_desk(tmp_path, desk.clock) as desk:
        assert "called for help" not in desk.signed_in().page()
        room = desk.room().begin()
        assert room.next() == CallAcknowledged(call_id=CALL.call_id)  # it was away meanwhile


def test_a_call_that_comes_again_is_the_same_call_and_is_answered_again(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    room.send(CALL)
    staff.until_shown("Room 2 called for help")
    staff.post("/shown", call=CALL.call_id)
    assert room.next() == CallSeen(call_id=CALL.call_id)
    room.close()

    room.connect_anew()

    assert room.next() == CallSeen(call_id=CALL.call_id)
    room.send(CALL)
    assert room.next() == CallSeen(call_id=CALL.call_id)
    assert staff.page().count("data-call=") == 1


def test_a_call_that_was_made_while_the_desk_was_away_is_told_since_then(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()

    room.send(Call(call_id="call-0002", reason=CallReason.NO_ANSWER, ago=125.0))

    shown = staff.until_shown("Room 2: nobody answers")
    assert "2 minutes</span> ago" in shown


def test_a_room_that_is_gone_is_told_after_twenty_seconds(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("Waiting for the next person")
    room.close()
    staff.until_shown("Start: Room 2", gone=True)
    desk.clock.move(19)
    assert "No connection" not in staff.page()

    desk.clock.move(2)

    assert "No connection since" in staff.until_shown("No connection since")


def test_a_room_that_connects_for_the_next_person_is_the_same_room(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("Waiting for the next person")
    room.close()

    room.connect_anew().send(RoomState(activity=Activity.BEGINNING))

    staff.until_shown("Greeting and sound check")
    assert staff.page().count('class="tile') == 1


def test_nobody_answering_is_told_after_a_minute_and_on_top(desk: ServedDesk) -> None:
    quiet, staff = desk.room("Room 9").begin(), desk.signed_in()
    desk.room("Room 1").begin(Activity.QUESTION)
    quiet.send(RoomState(activity=Activity.QUESTION, quiet_for=30.0))
    staff.until_shown("1 room needs somebody", gone=True)
    desk.clock.move(90)

    shown = staff.until_shown("No answer for")

    assert "2 minutes</span>" in shown
    assert '["id-of-Room-9", "id-of-Room-1"]' in shown


def test_two_rooms_of_one_name_are_two_rooms(desk: ServedDesk) -> None:
    desk.room("Room 2", "first-room").begin()
    desk.room("Room 2", "second-room").begin()
    staff = desk.signed_in()

    staff.until_shown("2 rooms")
    assert staff.page().count('class="tile') == 2


def test_a_kiosk_that_was_started_anew_takes_the_place_of_the_one_before(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    room = desk.room("Room 2", "first-room").begin()
    staff.until_shown("first-room")
    room.close()
    staff.until_shown("Start: Room 2", gone=True)

    desk.room("Room 2", "second-room").begin()

    staff.until_shown("second-room")
    assert staff.page().count('class="tile') == 1


def test_a_kiosk_that_was_started_anew_hears_what_becomes_of_its_call(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    before = desk.room("Room 2", "first-room").begin()
    before.send(CALL)
    staff.until_shown("Room 2 called for help")
    before.close()
    staff.until_shown("Start: Room 2", gone=True)

    room = desk.room("Room 2", "second-room").begin()
    room.send(CALL)

    staff.until_shown('id="room-second-room" class="tile is-calls"')
    staff.post("/acknowledge", call=CALL.call_id)
    assert room.next() == CallAcknowledged(call_id=CALL.call_id)


@pytest.mark.skipif(os.name != "posix", reason="a pipe in a folder, as POSIX has it")
def test_a_folder_that_hangs_keeps_no_page_from_being_told_how_the_rooms_are(
    desk: ServedDesk,
) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("Start: Room 2")
    names, pipe = desk.folder / "staff.json", desk.folder / "pipe"
    written = names.read_bytes()
    os.mkfifo(pipe)
    pipe.replace(names)
    here = ("127.0.0.1", desk.port)
    with (
        names.open("wb") as never_written,  # open as soon as the desk reads it, and waits
        socket.create_connection(here) as stranger,
    ):
        try:
            stranger.sendall(f"GET / HTTP/1.1\r\nHost: {here[0]}:{here[1]}\r\n\r\n".encode())
            room.close()
            staff.until_shown("Start: Room 2", gone=True)
            desk.clock.move(AWAY_SECONDS)
            shown = staff.until_shown("No connection since")
            assert "Room 2" in shown
        finally:
            names.unlink()
            names.write_bytes(written)
            never_written.write(written)
