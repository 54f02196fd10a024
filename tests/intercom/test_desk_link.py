"""The room's end of the line, in virtual time: what is told, when, and what becomes of faults."""

from itertools import pairwise

import pytest

from tests.intercom.room_settings import SETTINGS
from tests.intercom.virtual_desk import HELLO, VirtualDesk
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.intercom.messages import (
    Activity,
    CallReason,
    CallSeen,
    Done,
    Health,
    Order,
    OrderKind,
    RoomSettings,
    RoomState,
    as_frame,
)

WAITING = RoomState(activity=Activity.WAITING)
ASKING = RoomState(activity=Activity.QUESTION, test="leg lift", number=2, of=4, quiet_for=3.0)
MUTED = SETTINGS.model_copy(update={"earcons": False})
WELL = Health(microphone="USB", loudspeaker="USB", noise_dbfs=-60.0)


# What is told


def test_a_call_comes_before_all_else_and_then_only_what_is_true_now(desk: VirtualDesk) -> None:
    desk.news.state(WAITING)
    desk.news.health(WELL)
    desk.news.state(ASKING.model_copy(update={"quiet_for": None}))
    desk.news.call(AlertReason.HELP)
    desk.link.step()
    kinds = [message.kind for message in desk.line.messages]
    assert kinds == ["hello", "call", "state", "health"]
    assert desk.line.messages[0] == HELLO
    assert desk.line.messages[2] == ASKING.model_copy(update={"quiet_for": None})


def test_a_change_is_told_at_the_next_turn_and_only_once(desk: VirtualDesk) -> None:
    desk.run(1.0)
    desk.news.state(WAITING)
    changed = desk.clock.time
    desk.run(5.0)
    states = [at for at, each in desk.line.got if isinstance(each, RoomState)]
    assert states == [changed]


def test_of_states_that_come_faster_than_anybody_can_read_the_newest_is_told(
    desk: VirtualDesk,
) -> None:
    numbers = iter(range(1, 10_000))

    def each() -> None:
        desk.news.state(ASKING.model_copy(update={"number": next(numbers)}))
        desk.news.health(WELL.model_copy(update={"faults": (f"fault {next(numbers)}",)}))

    desk.run(10.0, each)
    assert len(desk.line.messages) <= 2 * 10 / 0.2 + 3
    assert max(each.number for each in desk.line.messages if isinstance(each, RoomState)) > 300


def test_the_silence_counts_on_while_the_desk_is_away(desk: VirtualDesk) -> None:
    desk.away = "nothing answers"
    desk.news.state(ASKING)
    desk.run(30.0)
    desk.away = ""
    desk.run(40.0)
    (at, told) = next(each for each in desk.line.got if isinstance(each[1], RoomState))
    assert isinstance(told, RoomState)
    assert told.quiet_for == pytest.approx(at - 1000.0 + 3.0, abs=0.1)


def test_health_is_told_when_it_changes_and_its_noise_every_minute(desk: VirtualDesk) -> None:
    desk.news.health(WELL)
    desk.run(10.0)
    desk.news.health(WELL.model_copy(update={"noise_dbfs": -56.0}))
    desk.run(40.0)
    assert [each.noise_dbfs for each in desk.line.messages if isinstance(each, Health)] == [-60.0]
    desk.run(20.0)
    desk.news.health(WELL.model_copy(update={"noise_dbfs": -50.0}))
    desk.run(1.0)
    desk.news.health(WELL.model_copy(update={"faults": ("no microphone",), "noise_dbfs": -50.0}))
    desk.run(1.0)
    told = [each for each in desk.line.messages if isinstance(each, Health)]
    assert [each.noise_dbfs for each in told] == [-60.0, -56.0, -50.0, -50.0]


def test_the_first_noise_that_is_known_is_told_at_once(desk: VirtualDesk) -> None:
    desk.news.health(WELL.model_copy(update={"noise_dbfs": None}))
    desk.run(1.0)
    desk.news.health(WELL)
    desk.run(1.0)
    assert desk.line.messages[-1] == WELL


def test_settings_are_told_on_every_connection_and_when_they_are_others(desk: VirtualDesk) -> None:
    desk.news.settings(SETTINGS)
    desk.run(70.0)
    desk.news.settings(MUTED)
    desk.run(1.0)
    assert [each for each in desk.line.messages if isinstance(each, RoomSettings)] == [
        SETTINGS,
        MUTED,
    ]
    desk.line.ends_with = "the desk was restarted"
    desk.run(5.0)
    assert len(desk.lines) == 2
    assert MUTED in desk.line.messages


def test_a_desk_that_does_not_know_the_settings_is_never_told_them(desk: VirtualDesk) -> None:
    desk.takes_settings = False
    desk.news.settings(SETTINGS)
    desk.news.state(WAITING)
    desk.run(1.0)
    desk.news.settings(MUTED)
    desk.run(1.0)
    assert desk.line.messages == [HELLO, WAITING]
    desk.takes_settings = True
    desk.line.ends_with = "a newer desk took its place"
    desk.run(5.0)
    assert desk.line.messages == [HELLO, WAITING, MUTED]


def test_an_order_is_taken_and_what_it_came_to_is_told(desk: VirtualDesk) -> None:
    desk.run(1.0)
    order = Order(order_id="order-0001", order=OrderKind.PAUSE)
    desk.line.says(order)
    desk.run(0.1)
    assert desk.orders == [order]
    desk.news.reply(Done(order_id="order-0001"))
    desk.run(0.1)
    assert desk.line.messages[-1] == Done(order_id="order-0001")


# When it is away


def test_the_waits_between_two_tries_grow_to_half_a_minute(desk: VirtualDesk) -> None:
    desk.away = "nothing answers"
    desk.run(200.0)
    waits = [after - before for before, after in pairwise(desk.dialled)]
    assert waits[:6] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0]
    assert set(waits[5:]) == {30.0}


def test_who_calls_for_help_waits_no_longer_than_two_seconds_for_the_next_try(
    desk: VirtualDesk,
) -> None:
    desk.away = "nothing answers"
    desk.run(100.0)
    tries = len(desk.dialled)
    desk.news.call(AlertReason.HELP)
    desk.run(20.0)
    waits = [after - before for before, after in pairwise(desk.dialled[tries:])]
    assert set(waits) == {2.0}


def test_after_a_good_connection_the_waits_begin_anew(desk: VirtualDesk) -> None:
    desk.away = "nothing answers"
    desk.run(100.0)
    desk.away = ""
    desk.run(60.0)
    desk.line.ends_with = "it has ended the connection"
    desk.away = "nothing answers"
    lost = desk.clock.time
    desk.run(2.0)
    assert desk.dialled[-1] == pytest.approx(lost + 1.0, abs=0.1)


def test_that_it_is_away_is_told_after_the_second_try_once_and_that_it_is_back(
    desk: VirtualDesk,
) -> None:
    desk.away = "nothing answers at ws://127.0.0.1:1"
    desk.run(0.5)
    assert desk.told == []
    desk.run(100.0)
    away = "nothing answers at ws://127.0.0.1:1. It is tried again and again."
    assert desk.told == [f"The staff's desk cannot be reached: {away}"]
    desk.away = ""
    desk.run(60.0)
    assert desk.told[1:] == ["The staff's desk can be reached again."]


# Whatever else answers


@pytest.mark.parametrize(
    "frame",
    ["", "{", "[]", "garbage", b"\xff\xfe", '{"kind": "hello"}', "x" * 20_000, as_frame(WAITING)],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_is_no_message_of_a_desk_ends_that_connection_alone(
    desk: VirtualDesk, frame: str | bytes, *, first: bool
) -> None:
    desk.news.call(AlertReason.HELP)
    welcome = list(desk.greets)
    desk.greets = [frame] if first else [*welcome, frame]
    desk.run(0.5)
    desk.greets = welcome
    desk.run(3.0)
    assert desk.lines[0].closed == 1
    assert len(desk.lines) == 2
    assert desk.line.call.reason is CallReason.HELP


def test_a_desk_that_never_says_anything_is_left_after_five_seconds(desk: VirtualDesk) -> None:
    desk.greets = []
    desk.run(5.5)
    assert [each.kind for each in desk.lines[0].messages] == ["hello"]
    assert desk.lines[0].closed == 1


def test_one_that_floods_is_left_and_a_call_is_told_before(desk: VirtualDesk) -> None:
    desk.greets = [*desk.greets, *[as_frame(CallSeen(call_id="unknown-call"))] * 500]
    desk.news.call(AlertReason.HELP)
    while not desk.lines or not desk.lines[0].closed:
        desk.link.step()
    assert desk.line.call.reason is CallReason.HELP
    assert len(desk.lines[0].frames) > 400


def test_at_the_end_what_is_left_is_told_and_the_line_is_closed(desk: VirtualDesk) -> None:
    desk.run(1.0)
    desk.news.call(AlertReason.HELP)
    desk.link.close()
    assert desk.line.call.reason is CallReason.HELP
    assert desk.lines[0].closed == 1
    assert desk.file.exists()


def test_a_fault_of_our_own_during_the_greeting_leaves_no_connection_open(
    desk: VirtualDesk,
) -> None:
    desk.fault = RuntimeError()
    with pytest.raises(RuntimeError):
        desk.link.step()
    assert desk.line.closed == 1
    assert desk.link.connection is None
