"""What staff have done in a room: only what makes sense now, each in the log, each with its end."""

import re
from typing import Final

from tests.staff.serving import FakeRoom, ServedDesk, StaffBrowser
from voice_rom.intercom.messages import (
    Activity,
    Done,
    Health,
    Order,
    OrderKind,
    OrderRefused,
    RoomState,
    SoundChecked,
)
from voice_rom.staff.wording import staff_wording


def ordered(room: FakeRoom, staff: StaffBrowser, kind: OrderKind) -> Order:
    """Give the order, and have it arrive."""
    assert staff.post("/order", room=room.room_id, order=kind)[0] == 204
    order = room.next()
    assert isinstance(order, Order)
    assert order.order is kind
    return order


OFFERED: Final = {
    Activity.WAITING: {"start", "check_sound"},
    Activity.BEGINNING: {"pause", "end"},
    Activity.QUESTION: {"pause", "end"},
    Activity.PAUSED: {"go_on", "end"},
    Activity.STOPPED: {"go_on", "end"},
    Activity.SUMMARY: {"end"},
    Activity.FAULT: set[str](),
    Activity.CHECKING_SOUND: set[str](),
    Activity.WELFARE: set[str](),  # while it is not known how the person is: go there
    Activity.CALLING: set[str](),
}


def test_only_what_makes_sense_now_is_offered_and_taken(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    words = staff_wording("en").activities
    for number, (activity, offered) in enumerate(OFFERED.items()):
        room = desk.room(f"Room {number}").begin(activity)
        staff.until_shown(f'<h3 id="name-{room.room_id}">')
        (tile,) = re.findall(rf'(?s)<li id="room-{room.room_id}".*?</li>', staff.page())
        assert words.of(activity) in tile
        assert {kind.value for kind in OrderKind if f'value="{kind}"' in tile} == offered
        for kind in OrderKind:
            status, body = staff.post("/order", room=room.room_id, order=kind)
            assert status == (204 if kind in offered else 409), (activity, kind)
            assert kind in offered or "just changed" in body


def test_what_becomes_of_an_order_is_told(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("Start: Room 2")

    order = ordered(room, staff, OrderKind.START)
    staff.until_shown("Start: sent")
    room.send(Done(order_id=order.order_id))
    staff.until_shown("Start: done")
    order = ordered(room, staff, OrderKind.CHECK_SOUND)
    room.send(OrderRefused(order_id=order.order_id, why="Somebody is there."))
    staff.until_shown("Check the sound: Somebody is there.")
    desk.clock.move(61)
    assert 'class="note"' not in staff.until_shown("Somebody is there.", gone=True)


def test_an_order_that_no_room_answers_is_told(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("Start: Room 2")
    ordered(room, staff, OrderKind.START)

    desk.clock.move(11)

    assert "Start: the room did not answer" in staff.until_shown("did not answer")


def test_every_order_is_in_the_log_before_it_is_given(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(Activity.PAUSED), desk.signed_in()
    staff.until_shown("Paused")

    ordered(room, staff, OrderKind.GO_ON)

    deed = desk.log()[-1]
    assert (deed.who, deed.what, deed.about) == ("Weber", "ordered", "go_on, Room 2")


def test_a_room_that_is_not_connected_takes_no_order(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("Start: Room 2")
    room.close()
    staff.until_shown("Start: Room 2", gone=True)

    status, body = staff.post("/order", room=room.room_id, order="start")

    assert status == 409
    assert "Start: the room is not connected" in body
    assert staff.post("/order", room="no-such-room", order="start")[0] == 400
    assert staff.post("/order", room=room.room_id, order="explode")[0] == 400


def test_orders_without_end_are_held_back(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()
    staff.until_shown("Start: Room 2")

    with staff.staying_connected():
        statuses = [
            staff.post("/order", room=room.room_id, order="check_sound")[0] for _ in range(25)
        ]

    assert statuses == [204] * 20 + [429] * 5


def test_devices_and_what_is_wrong_with_the_settings_are_shown(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(Activity.FAULT), desk.signed_in()
    fault = "/etc/voice-rom/kiosk.toml:41: devices.microphone: no <b>Jabra</b> is there"

    room.send(Health(loudspeaker="Built-in Audio", faults=(fault,), noise_dbfs=-58.4))

    shown = staff.until_shown("kiosk.toml:41")
    assert "&lt;b&gt;Jabra&lt;/b&gt;" in shown
    assert "<b>" not in shown
    assert "<dd>none</dd>" in shown
    assert "Built-in Audio" in shown
    assert "58 dB below full scale" in shown
    assert "1 room needs somebody" in shown


def test_what_a_sound_check_finds_is_shown(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()

    room.send(SoundChecked(passed=False, lines=("The microphone hears nothing.", "Is it muted?")))

    shown = staff.until_shown("something is wrong")
    assert "Is it muted?" in shown
    assert "1 room needs somebody" in shown
    room.send(RoomState(activity=Activity.BEGINNING))  # somebody can hear it after all
    staff.until_shown("Is it muted?", gone=True)


def test_a_test_without_places_is_told_by_its_name_alone(desk: ServedDesk) -> None:
    room, staff = desk.room().begin(), desk.signed_in()

    room.send(RoomState(activity=Activity.MOVEMENT, test="leg lift"))
    staff.until_shown("A movement in leg lift")
    room.send(RoomState(activity=Activity.SCREENING, number=2, of=5))
    assert "in leg lift" not in staff.until_shown("Asks safety question 2 of 5")
