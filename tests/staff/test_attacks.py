"""The desk, attacked: the table in docs/STAFF.md, row by row."""

import json
import socket
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.page.serving import PATIENCE
from tests.staff.serving import KEY, NAME, PIN, FakeRoom, ServedDesk
from voice_rom.intercom.messages import (
    MOST_BYTES,
    Call,
    CallAcknowledged,
    CallReason,
    RoomState,
)
from voice_rom.page.connections import MOST_CONNECTIONS
from voice_rom.staff.calls import MOST_OF_A_ROOM
from voice_rom.staff.room_line import AT_ONCE
from voice_rom.staff.web import MOST_STREAMS

CALL = Call(call_id="call-0001", reason=CallReason.HELP)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def closed_code(room: FakeRoom) -> int:
    """With which number the desk closes this room's connection."""
    try:
        while True:
            room.line.recv(PATIENCE)
    except ConnectionClosed as closed:
        return -1 if closed.rcvd is None else closed.rcvd.code


NO_ROOMS: Final[tuple[dict[str, str], ...]] = (
    {},
    {"Authorization": "Bearer"},
    {"Authorization": f"Bearer {KEY[1:]}"},
    {"Authorization": f"Bearer {KEY}x"},
    {"Authorization": KEY},
    {"Authorization": f"Bearer {KEY}", "Origin": "http://elsewhere.example.org"},
)


def test_who_has_not_the_key_is_no_room(desk: ServedDesk) -> None:
    for headers in NO_ROOMS:
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(f"ws://127.0.0.1:{desk.port}/rooms", additional_headers=headers),
        ):
            pass
        assert refused.value.response.status_code == 403, headers
    line = "A connection from 127.0.0.1 was refused: it has not the rooms' key."
    assert desk.told == [line] * len(NO_ROOMS)


NO_MESSAGES: Final[tuple[str | bytes, ...]] = (
    "",
    "no json",
    "[]",
    "{}",
    '{"kind": "state", "activity": "dancing"}',
    '{"kind": "state", "activity": "waiting", "answer": "yes"}',
    '{"kind": "state", "activity": "waiting", "quiet_for": 1e99}',
    '{"kind": "welcome"}',
    b"\x00\xff",
    "[" * 5000,
)


def test_a_malformed_frame_closes_its_own_connection_with_one_line(desk: ServedDesk) -> None:
    other = desk.room("Room 1").begin()
    for frame in NO_MESSAGES:
        room = desk.room().begin()
        room.line.send(frame)
        assert closed_code(room) == 1007, frame
    line = "The connection of a room at 127.0.0.1 was closed: a frame is no message of ours."
    assert desk.told == [line] * len(NO_MESSAGES)
    other.send(CALL)
    desk.signed_in().until_shown("Room 1 called for help")


def test_a_frame_that_is_too_long_closes_its_own_connection(desk: ServedDesk) -> None:
    room = desk.room().begin()

    room.line.send("x" * (MOST_BYTES + 1))

    assert closed_code(room) == 1009


def test_a_room_of_another_version_is_refused_and_told_why(desk: ServedDesk) -> None:
    room = desk.room()

    room.send(room.hello.model_copy(update={"version": 99}))

    assert closed_code(room) == 1008
    assert "Room 2 speaks version 99 of the messages, and this desk version 1" in desk.told[0]


@pytest.mark.parametrize("name", [80 * "ö", "Room 2\x1b[2J"], ids=["long", "not printable"])
def test_whatever_a_refused_room_is_called_it_is_told_why(desk: ServedDesk, name: str) -> None:
    room = desk.room(name, "another-room")

    room.send(room.hello.model_copy(update={"version": 99}))

    with pytest.raises(ConnectionClosed, match="install the same voice_rom on both"):
        room.line.recv(PATIENCE)
    assert desk.told[0].isprintable()


def test_a_room_says_hello_first_and_once(desk: ServedDesk) -> None:
    silent, twice = desk.room("Room 1"), desk.room().begin()

    silent.send(CALL)
    twice.send(twice.hello)

    assert closed_code(silent) == 1007
    assert closed_code(twice) == 1007


def test_who_has_the_key_and_says_nothing_is_closed(desk: ServedDesk) -> None:
    room = desk.room()

    assert closed_code(room) == 1008
    assert desk.told == ["The connection of a room at 127.0.0.1 was closed: it said nothing."]


def test_a_newer_connection_of_a_room_closes_the_older_and_keeps_its_state(
    desk: ServedDesk,
) -> None:
    older, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("Waiting for the next person")

    newer = FakeRoom(desk.port, older.name, older.room_id)
    newer.send(newer.hello)

    assert closed_code(older) == 1008
    assert "Waiting for the next person" in staff.page()
    newer.send(CALL)
    staff.until_shown("Room 2 called for help")


def test_a_room_that_sends_without_end_is_closed(desk: ServedDesk) -> None:
    room = desk.room().begin()

    with suppress(ConnectionClosed):
        for _ in range(int(AT_ONCE) + 5):
            room.send(RoomState(activity="paused"))  # type: ignore[arg-type] # as JSON has it

    assert closed_code(room) == 1008
    assert desk.told == ["The connection of a room at 127.0.0.1 was closed: it sends too much."]


def test_a_room_that_calls_without_end_keeps_its_first_calls(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    with suppress(ConnectionClosed):
        for number in range(MOST_OF_A_ROOM + 1):
            room.send(Call(call_id=f"call-{number:04}", reason=CallReason.HELP))

    assert closed_code(room) == 1008
    assert staff.page().count("data-call=") == MOST_OF_A_ROOM


def test_no_room_answers_the_call_of_another(desk: ServedDesk) -> None:
    room, thief = desk.room().begin(), desk.room("Room 3").begin()
    staff = desk.signed_in()
    room.send(CALL)
    staff.until_shown("Room 2 called for help")

    thief.send(CALL)
    staff.post("/acknowledge", call=CALL.call_id)

    assert room.next() == CallAcknowledged(call_id=CALL.call_id)
    with pytest.raises(TimeoutError):
        thief.line.recv(0.05)


def test_a_call_that_is_delivered_twice_by_two_pages_is_answered_once(desk: ServedDesk) -> None:
    room, first, second = desk.room().begin(), desk.signed_in(), desk.signed_in()
    room.send(CALL)
    first.until_shown("Room 2 called for help")

    assert first.post("/acknowledge", call=CALL.call_id)[0] == 204
    assert second.post("/acknowledge", call=CALL.call_id)[0] == 204

    deeds = [deed for deed in desk.log() if deed.what == "call acknowledged"]
    assert len(deeds) == 1


def test_another_sites_page_can_do_nothing(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    own = {**staff.headers(), **FORM}
    without = {name: value for name, value in own.items() if name != "Origin"}
    elsewhere = {**own, "Origin": "http://elsewhere.example.org"}
    embedded = {**own, "Sec-Fetch-Site": "cross-site"}
    for path in ("/sign-in", "/sign-out", "/acknowledge", "/order", "/here", "/shown"):
        for headers in (without, elsewhere, embedded):
            assert staff.ask(path, "POST", b"call=x", headers)[0] == 403, (path, headers)


def test_another_name_that_leads_here_is_refused(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    for path in ("/", "/events", "/static/staff.js"):
        headers = {**staff.headers(), "Host": f"desk.example.org:{desk.port}"}
        assert staff.ask(path, headers=headers)[0] == 421


NO_FORMS: Final = (
    b"",
    b"name=x",
    b"name=x&pin=1&more=2",
    b"name=x&name=y&pin=1",
    b"\xff\xfe",
    b"name=" + b"x" * 600 + b"&pin=1",
    b"&".join([b"a=1"] * 100),
)


def test_a_body_that_is_no_form_is_refused_and_costs_no_try(desk: ServedDesk) -> None:
    stranger = desk.stranger()
    headers = {**stranger.headers(), **FORM}

    for body in NO_FORMS:
        assert stranger.ask("/sign-in", "POST", body, headers)[0] in (400, 413), body
    assert desk.log() == []


def test_no_path_leads_to_a_file_that_is_not_listed(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    for name in ("../pins.py", "staff.json", "..%2f..%2fsettings.toml", "calls.json"):
        assert staff.ask(f"/static/{name}")[0] == 404, name


def test_a_name_can_be_no_markup(desk: ServedDesk) -> None:
    room = FakeRoom(desk.port, "<img src=x onerror=alert(1)>", "strange-room").begin()
    staff = desk.signed_in()
    room.send(CALL)

    staff.until_shown("called for help")

    assert "<img" not in staff.page()
    assert "&lt;img src=x" in staff.page()
    status, page = desk.stranger().post("/sign-in", name='"><script>x', pin="1")
    assert status == 403
    assert "<script>x" not in page


def test_every_answer_has_the_headers_that_keep_others_out(desk: ServedDesk) -> None:
    for path in ("/", "/static/staff.css", "/static/call.wav", "/nowhere"):
        headers = desk.signed_in().ask(path)[1]
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"


def test_a_thousand_connections_keep_no_room_and_no_page_out(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    with ExitStack() as flood:
        for _ in range(1000):
            knocking = flood.enter_context(socket.socket())
            knocking.setblocking(False)  # noqa: FBT003 - the socket's own
            knocking.connect_ex(("127.0.0.1", desk.port))
        room.send(CALL)
        staff.until_shown("Room 2 called for help")
        desk.room("Room 3").begin()
        staff.until_shown("Room 3")
        assert desk.server.connections <= MOST_CONNECTIONS


@pytest.mark.parametrize(
    "asked",
    [
        "GET / HTTP/1.1\r\nHost: {here}\r\n\r\n",
        "GET /static/staff.css HTTP/1.1\r\nHost: {here}\r\n\r\n",
        "POST /sign-in HTTP/1.1\r\nHost: {here}\r\nContent-Length: 99\r\n{form}\r\n\r\nname=",
    ],
    ids=["sign-in", "file", "unfinished"],
)
def test_strangers_who_ask_and_stay_keep_no_room_and_no_page_out(
    desk: ServedDesk, asked: str
) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    here = f"127.0.0.1:{desk.port}"
    form = f"Origin: http://{here}\r\nContent-Type: application/x-www-form-urlencoded"
    request = asked.format(here=here, form=form).encode()
    with ExitStack() as flood:
        for _ in range(3 * MOST_CONNECTIONS):
            asking = flood.enter_context(socket.create_connection(("127.0.0.1", desk.port)))
            asking.sendall(request)
        room.send(CALL)
        staff.until_shown("Room 2 called for help")
        desk.room("Room 3").begin()
        staff.until_shown("Room 3")
        desk.signed_in().until_shown("Room 3")
        assert desk.server.connections <= MOST_CONNECTIONS


def test_there_are_only_so_many_streams(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    streams = [staff.stream() for _ in range(MOST_STREAMS)]
    for each in streams:
        each.next("state")

    assert staff.ask("/events")[0] == 503
    for each in streams:
        each.close()


def test_no_answer_and_no_pin_is_in_anything_that_is_kept_or_told(
    tmp_path: Path, desk: ServedDesk
) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    room.send(CALL)
    staff.until_shown("Room 2 called for help")
    staff.post("/acknowledge", call=CALL.call_id)
    desk.stranger().sign_in(NAME, "718293")

    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in (PIN, "718293", KEY):
        assert secret.encode() not in kept
        assert secret not in json.dumps(desk.told)
