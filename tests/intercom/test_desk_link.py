"""The room's end of the line, in virtual time: what is told, when, and what becomes of faults."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.intercom.room_settings import SETTINGS
from tests.intercom.virtual_desk import HELLO, VirtualDesk
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import StaffAcknowledged, StaffNotReached, StaffTold
from voice_rom.intercom.messages import (
    Activity,
    Call,
    CallAcknowledged,
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


@pytest.fixture
def desk(tmp_path: Path) -> VirtualDesk:
    return VirtualDesk(tmp_path)


def call_of(desk: VirtualDesk) -> Call:
    return next(each for each in desk.line.messages if isinstance(each, Call))


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


# Calls for help


def test_what_the_desk_says_of_a_call_is_news_for_who_called_once_each(desk: VirtualDesk) -> None:
    desk.run(1.0)
    desk.news.call(AlertReason.HELP)
    desk.run(0.1)
    assert desk.calls.news() is None
    call = call_of(desk)
    for _ in range(2):
        desk.line.says(CallSeen(call_id=call.call_id))
        desk.line.says(CallAcknowledged(call_id=call.call_id))
    desk.run(0.5)
    assert [desk.calls.news() for _ in range(3)] == [StaffTold(), StaffAcknowledged(), None]
    assert call.reason is CallReason.HELP


def test_a_call_that_is_not_seen_is_told_again_on_every_connection_with_its_age(
    desk: VirtualDesk,
) -> None:
    desk.run(1.0)
    desk.news.call(AlertReason.NO_ANSWER)
    desk.run(12.0)
    desk.line.ends_with = "it has ended the connection"
    desk.run(5.0)
    assert len(desk.lines) == 2
    first, again = (
        next(each for each in line.messages if isinstance(each, Call)) for line in desk.lines
    )
    assert first.call_id == again.call_id
    assert (first.ago, first.reason) == (0.0, CallReason.NO_ANSWER)
    assert again.ago == pytest.approx(13.0, abs=0.2)
    assert desk.line.messages[1] == again


def test_a_call_that_was_seen_is_not_told_again(desk: VirtualDesk) -> None:
    desk.news.call(AlertReason.HELP)
    desk.run(0.1)
    desk.line.says(CallSeen(call_id=call_of(desk).call_id))
    desk.run(1.0)
    desk.line.ends_with = "it has ended the connection"
    desk.run(5.0)
    assert not [each for each in desk.line.messages if isinstance(each, Call)]


def test_ten_seconds_without_the_staff_are_told_once_and_they_may_still_be_reached(
    desk: VirtualDesk,
) -> None:
    desk.away = "nothing answers"
    desk.news.call(AlertReason.HELP)
    desk.run(9.9)
    assert desk.calls.news() is None
    desk.run(0.1)
    assert [desk.calls.news(), desk.calls.news()] == [StaffNotReached(), None]
    desk.away = ""
    desk.run(3.0)
    desk.line.says(CallSeen(call_id=call_of(desk).call_id))
    desk.run(0.1)
    assert desk.calls.news() == StaffTold()


def test_who_calls_again_for_the_same_reason_makes_no_second_call_but_hears_it_again(
    desk: VirtualDesk,
) -> None:
    desk.news.call(AlertReason.HELP)
    desk.run(0.1)
    desk.news.call(AlertReason.HELP)
    desk.run(0.1)
    desk.line.says(CallSeen(call_id=call_of(desk).call_id))
    desk.run(0.1)
    desk.news.call(AlertReason.HELP)
    assert [desk.calls.news() for _ in range(3)] == [StaffTold(), StaffTold(), None]
    desk.news.call(AlertReason.NO_ANSWER)
    desk.run(0.1)
    calls = [each.reason for each in desk.line.messages if isinstance(each, Call)]
    assert calls == [CallReason.HELP, CallReason.NO_ANSWER]


def test_after_an_acknowledged_call_the_next_is_a_new_one(desk: VirtualDesk) -> None:
    desk.news.call(AlertReason.HELP)
    desk.run(0.1)
    desk.line.says(CallAcknowledged(call_id=call_of(desk).call_id))
    desk.run(0.1)
    desk.news.call(AlertReason.HELP)
    desk.run(0.1)
    calls = {each.call_id for each in desk.line.messages if isinstance(each, Call)}
    assert len(calls) == 2


def test_a_call_that_nobody_saw_outlives_its_session_and_is_no_news_in_the_next(
    desk: VirtualDesk, tmp_path: Path
) -> None:
    desk.away = "nothing answers"
    desk.news.call(AlertReason.HELP)
    desk.run(2.0)
    desk.link.close()

    later = VirtualDesk(tmp_path, desk.clock)
    later.run(1.0)
    call = call_of(later)
    assert call.reason is CallReason.HELP
    assert call.ago >= 2.0
    later.run(15.0)
    later.line.says(CallSeen(call_id=call.call_id))
    later.line.says(CallAcknowledged(call_id=call.call_id))
    later.run(1.0)
    assert later.calls.news() is None
    assert not later.file.exists()


def test_a_call_that_the_desk_has_and_no_page_shows_is_kept_after_a_second(
    desk: VirtualDesk,
) -> None:
    desk.run(1.0)
    desk.news.call(AlertReason.HELP)
    desk.run(0.9)
    assert not desk.file.exists()
    desk.run(0.3)
    assert desk.file.exists()
    assert desk.file.stat().st_mode & 0o777 == 0o600


def test_while_the_desk_is_there_a_call_does_not_touch_the_disk(desk: VirtualDesk) -> None:
    desk.run(1.0)
    desk.news.call(AlertReason.HELP)
    desk.run(0.5)
    desk.line.says(CallSeen(call_id=call_of(desk).call_id))
    desk.run(5.0)
    assert not desk.file.exists()


@pytest.mark.parametrize("text", ["", "[", "{}", '[{"call_id": "x"}]', "[1]", '"x"', "\0"])
def test_a_file_of_calls_that_cannot_be_read_stops_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "unseen-calls.json").write_text(text)
    desk = VirtualDesk(tmp_path)
    desk.run(1.0)
    assert desk.calls.unseen() == []


def test_a_disk_that_cannot_be_written_stops_no_call(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    desk = VirtualDesk(tmp_path / "file")
    desk.away = "nothing answers"
    desk.news.call(AlertReason.HELP)
    desk.run(5.0)
    desk.away = ""
    desk.run(3.0)
    assert call_of(desk).reason is CallReason.HELP


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
    assert call_of(desk).reason is CallReason.HELP


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
    assert call_of(desk).reason is CallReason.HELP
    assert len(desk.lines[0].frames) > 400


def test_at_the_end_what_is_left_is_told_and_the_line_is_closed(desk: VirtualDesk) -> None:
    desk.run(1.0)
    desk.news.call(AlertReason.HELP)
    desk.link.close()
    assert call_of(desk).reason is CallReason.HELP
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
