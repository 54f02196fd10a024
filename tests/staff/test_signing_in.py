"""Signing in at a desk that is really served; sittings that lock themselves, and end."""

from pathlib import Path

import pytest

from tests.staff.serving import NAME, PIN, QUICK_HASHER, ServedDesk, StaffBrowser, served_desk
from voice_rom.intercom.messages import Activity, Call, CallReason, CallSeen
from voice_rom.staff.pins import StaffPins

CALL = Call(call_id="call-0001", reason=CallReason.HELP)
WRONG = "999990"


def ruin_the_log(desk: ServedDesk) -> None:
    """Nothing can be written where it lies from now on."""
    for file in desk.folder.glob("log-*.jsonl"):
        file.unlink()
    (desk.folder / f"log-{desk.clock.now():%Y-%m-%d}.jsonl").mkdir()


def test_the_cookie_is_for_this_site_and_no_script(desk: ServedDesk) -> None:
    browser = desk.stranger()
    sent = {**browser.headers(), "Content-Type": "application/x-www-form-urlencoded"}

    _, headers, _ = browser.ask("/sign-in", "POST", f"name={NAME}&pin={PIN}".encode(), sent)

    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert f"voice_rom_staff_{desk.port}=" in cookie


@pytest.mark.parametrize("sign", ["w", "李", "𠮷"])
def test_the_longest_name_and_pin_sign_in_in_every_script(desk: ServedDesk, sign: str) -> None:
    name, pin = 40 * sign, "6048172935" * 3 + "17"
    StaffPins(desk.folder, QUICK_HASHER).add(name, pin)

    assert desk.stranger().sign_in(name, pin) == 303


def test_a_wrong_pin_and_an_unknown_name_are_told_alike(desk: ServedDesk) -> None:
    browser = desk.stranger()

    assert browser.sign_in(NAME, WRONG) == 403
    first = browser.post("/sign-in", name=NAME, pin=WRONG)
    second = browser.post("/sign-in", name="Nobody", pin=WRONG)

    assert "That name and PIN don&#39;t match." in first[1]
    assert first[0] == second[0] == 403
    assert browser.cookie == ""
    assert [deed.who for deed in desk.log()] == [NAME, NAME, "an unknown name"]


def test_after_three_wrong_ones_the_wait_is_told_and_nothing_is_tried(desk: ServedDesk) -> None:
    browser = desk.stranger()
    for _ in range(4):
        desk.clock.move(1000)
        browser.sign_in(NAME, WRONG)

    status, page = browser.post("/sign-in", name=NAME, pin=PIN)  # the right one, too soon

    assert status == 429
    assert 'data-seconds="2"' in page
    assert len([deed for deed in desk.log() if deed.what == "sign-in refused"]) == 4
    desk.clock.move(2)
    assert browser.sign_in() == 303


def test_a_thousand_wrong_pins_let_nobody_in_and_delay_no_room(desk: ServedDesk) -> None:
    room, staff, thief = desk.room().begin(), desk.signed_in(), desk.stranger()
    with thief.staying_connected():
        statuses = [thief.sign_in(NAME, f"{number:06d}") for number in range(500)]
        room.send(CALL)
        staff.until_shown("Room 2 called for help")
        staff.post("/shown", call=CALL.call_id)
        assert room.next() == CallSeen(call_id=CALL.call_id)
        statuses += [thief.sign_in(NAME, f"{number:06d}") for number in range(500, 1000)]

    assert statuses[:3] == [403, 403, 403]
    assert set(statuses[3:]) == {429}
    assert "Room 2" not in thief.page()


def test_a_day_of_wrong_pins_with_every_wait_waited_is_a_hundred_tries(desk: ServedDesk) -> None:
    thief, tried = desk.stranger(), 0
    began = desk.clock.monotonic()
    with thief.staying_connected():
        while desk.clock.monotonic() - began < 86400:
            tried += thief.sign_in(NAME, WRONG) == 403
            desk.clock.move(300)

    assert 90 < tried < 120


def test_waits_survive_a_restart_of_the_desk(tmp_path: Path) -> None:
    with served_desk(tmp_path) as desk:
        for _ in range(8):
            desk.clock.move(1000)
            desk.stranger().sign_in(NAME, WRONG)
    with served_desk(tmp_path, desk.clock) as desk:
        assert desk.stranger().sign_in() == 429


def test_signing_out_is_for_good(desk: ServedDesk) -> None:
    browser = desk.signed_in()
    cookie = browser.cookie

    assert browser.post("/sign-out")[0] == 303

    again = StaffBrowser(desk, cookie)
    assert 'data-standing="none"' in again.page()
    assert [deed.what for deed in desk.log()] == ["signed in", "signed out"]


def test_a_page_left_open_over_night_shows_calls_and_nothing_else(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(Activity.PAUSED), desk.signed_in()
    staff.until_shown("Paused")
    desk.clock.move(9 * 3600)

    page = staff.page()
    assert "This page is locked" in page
    assert "Room 2" not in page
    assert NAME not in page
    assert staff.post("/order", room=room.room_id, order="go_on")[0] == 403

    room.send(CALL)
    shown = staff.until_shown("Room 2 called for help")
    assert "Paused" not in shown
    assert staff.post("/acknowledge", call=CALL.call_id)[0] == 403
    assert staff.post("/shown", call=CALL.call_id)[0] == 204
    assert room.next() == CallSeen(call_id=CALL.call_id)
    assert staff.sign_in() == 303
    assert staff.post("/acknowledge", call=CALL.call_id)[0] == 204


def test_the_stream_of_a_page_ends_when_it_locks(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    stream = staff.stream()
    stream.next("state")
    desk.clock.move(601)

    assert stream.next("over") == {}
    stream.close()


def test_touches_keep_it_open_for_twelve_hours_and_no_longer(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    for _ in range(80):  # every nine minutes
        assert 'data-standing="open"' in staff.page()
        desk.clock.move(540)
        staff.post("/here")

    assert 'data-standing="locked"' in staff.page()


def test_looking_alone_is_no_touch(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    for _ in range(12):
        desk.clock.move(60)
        staff.page()

    assert 'data-standing="locked"' in staff.page()


def test_a_restart_signs_everybody_out(tmp_path: Path) -> None:
    with served_desk(tmp_path) as desk:
        cookie = desk.signed_in().cookie.partition("=")[2]
    with served_desk(tmp_path, desk.clock) as desk:
        again = StaffBrowser(desk, f"voice_rom_staff_{desk.port}={cookie}")
        assert 'data-standing="none"' in again.page()


def test_who_is_removed_is_locked_out_at_once(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    stream = staff.stream()
    stream.next("state")

    StaffPins(desk.folder, QUICK_HASHER).remove(NAME)

    assert stream.next("over") == {}
    assert 'data-standing="locked"' in staff.page()
    assert staff.sign_in() == 403
    stream.close()


def test_who_cannot_be_logged_cannot_sign_in(desk: ServedDesk) -> None:
    ruin_the_log(desk)

    status, page = desk.stranger().post("/sign-in", name=NAME, pin=PIN)

    assert status == 503
    assert "the log cannot be written" in page


def test_somebody_who_calls_is_answered_even_without_a_log(desk: ServedDesk) -> None:
    room, early = desk.room().begin(), desk.signed_in()
    early.until_shown("Waiting for the next person")
    ruin_the_log(desk)
    room.send(CALL)
    early.until_shown("Room 2 called for help")

    staff = desk.signed_in()

    assert desk.stranger().sign_in(NAME, WRONG) == 403
    staff.until_shown("Until it can, only calls for help can be answered.")
    assert staff.post("/order", room=room.room_id, order="start")[0] == 503
    assert staff.post("/acknowledge", call=CALL.call_id)[0] == 204
    staff.until_shown("Room 2: Weber is on it")


def test_who_would_sign_in_before_there_is_any_staff_is_told_how(tmp_path: Path) -> None:
    with served_desk(tmp_path) as desk:
        StaffPins(tmp_path, QUICK_HASHER).remove(NAME)

        assert "voice-rom staff add NAME" in desk.stranger().page()
