"""What staff order is done as a button would do it, or refused with a reason; each is answered."""

import pytest

from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded, QuitAsked
from voice_rom.intercom.messages import Activity, Done, Order, OrderKind, OrderRefused, RoomState
from voice_rom.intercom.room_news import Reply
from voice_rom.kiosk.door import Door
from voice_rom.kiosk.staff_orders import StaffOrders
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.ports import Posted

WORDING = kiosk_wording("en")

TALKING = (
    Activity.BEGINNING,
    Activity.SCREENING,
    Activity.MOVEMENT,
    Activity.QUESTION,
    Activity.COMPLAINT,
)
POSTED = {
    OrderKind.START: Commanded(Meaning.READY),
    OrderKind.PAUSE: Commanded(Meaning.PAUSE),
    OrderKind.GO_ON: Commanded(Meaning.CONTINUE),
    OrderKind.END: QuitAsked(),
}
MAKES_SENSE = {
    OrderKind.START: {Activity.WAITING, Activity.CHECKING_SOUND},
    OrderKind.CHECK_SOUND: {Activity.WAITING},
    OrderKind.PAUSE: {*TALKING, Activity.STOPPED},
    OrderKind.GO_ON: {Activity.PAUSED, Activity.STOPPED},
    OrderKind.END: set(Activity)
    - {Activity.WAITING, Activity.CHECKING_SOUND, Activity.WELFARE, Activity.FAULT},
}
FOLLOWS = {
    OrderKind.START: Activity.BEGINNING,
    OrderKind.PAUSE: Activity.PAUSED,
    OrderKind.GO_ON: Activity.QUESTION,
    OrderKind.END: Activity.SUMMARY,
}


class Desk:
    """Orders one thing after the other; the room is the test."""

    def __init__(self, activity: Activity) -> None:
        self.posted: list[Posted] = []
        self.replies: list[Reply] = []
        self.calls = False
        door = Door()
        door.lead_to(self.posted.append)
        self.orders = StaffOrders(
            door, self.replies.append, is_calling=lambda: self.calls, wording=WORDING
        )
        self.now_in(activity)

    def now_in(self, activity: Activity) -> None:
        self.orders.noticed(RoomState(activity=activity))

    def order(self, kind: OrderKind, order_id: str = "order-0001") -> None:
        self.orders.take(Order(order_id=order_id, order=kind))


@pytest.mark.parametrize("activity", Activity)
@pytest.mark.parametrize("kind", OrderKind)
def test_an_order_is_given_on_where_it_makes_sense_and_else_refused_with_a_reason(
    kind: OrderKind, activity: Activity
) -> None:
    desk = Desk(activity)
    desk.order(kind)
    if activity in MAKES_SENSE[kind]:
        assert desk.posted == ([POSTED[kind]] if kind in POSTED else [])
        assert not [each for each in desk.replies if isinstance(each, OrderRefused)]
        assert bool(desk.orders.take_check()) is (kind is OrderKind.CHECK_SOUND)
    else:
        (refused,) = desk.replies
        assert isinstance(refused, OrderRefused)
        assert refused.why.endswith(".")
        assert desk.posted == []


@pytest.mark.parametrize("kind", FOLLOWS)
def test_it_is_done_when_the_room_is_seen_to_be_there(kind: OrderKind) -> None:
    desk = Desk(next(each for each in Activity if each in MAKES_SENSE[kind]))
    if kind is OrderKind.GO_ON:
        desk.now_in(Activity.PAUSED)
    desk.order(kind)
    assert desk.replies == []
    desk.now_in(FOLLOWS[kind])
    desk.now_in(FOLLOWS[kind])
    assert desk.replies == [Done(order_id="order-0001")]


def test_no_session_is_ended_from_afar_while_help_is_called_and_nobody_has_acknowledged() -> None:
    desk = Desk(Activity.CALLING)
    desk.calls = True
    desk.order(OrderKind.END)
    assert desk.replies == [OrderRefused(order_id="order-0001", why=WORDING.order_calling)]
    desk.calls = False
    desk.order(OrderKind.END, "order-0002")
    assert desk.posted == [QuitAsked()]


def test_no_session_is_ended_from_afar_while_the_voice_asks_whether_the_person_is_all_right() -> (
    None
):
    desk = Desk(Activity.WELFARE)
    desk.order(OrderKind.END)
    assert desk.replies == [OrderRefused(order_id="order-0001", why=WORDING.order_asks_after)]
    assert desk.posted == []


def test_the_end_of_a_session_does_not_end_the_kiosk() -> None:
    door = Door()
    door.end_session()
    assert not door.asked_to_end


def test_a_second_check_of_the_sound_is_refused_until_the_first_is_taken() -> None:
    desk = Desk(Activity.WAITING)
    desk.order(OrderKind.CHECK_SOUND)
    desk.order(OrderKind.CHECK_SOUND, "order-0002")
    assert desk.replies == [OrderRefused(order_id="order-0002", why=WORDING.order_checking)]
    assert desk.orders.take_check() == "order-0001"
    assert desk.orders.take_check() == ""
