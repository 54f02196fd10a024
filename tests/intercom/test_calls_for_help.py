"""Calls for help on the room's line, in virtual time: told first, kept, and told again."""

from pathlib import Path

import pytest

from tests.intercom.virtual_desk import VirtualDesk
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import StaffAcknowledged, StaffNotReached, StaffTold
from voice_rom.intercom.messages import (
    Call,
    CallAcknowledged,
    CallReason,
    CallSeen,
)


def test_what_the_desk_says_of_a_call_is_news_for_who_called_once_each(desk: VirtualDesk) -> None:
    desk.run(1.0)
    desk.news.call(AlertReason.HELP)
    desk.run(0.1)
    assert desk.calls.news() is None
    call = desk.line.call
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
    desk.line.says(CallSeen(call_id=desk.line.call.call_id))
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
    desk.line.says(CallSeen(call_id=desk.line.call.call_id))
    desk.run(0.1)
    assert desk.calls.news() == StaffTold()


def test_who_calls_again_for_the_same_reason_makes_no_second_call_but_hears_it_again(
    desk: VirtualDesk,
) -> None:
    desk.news.call(AlertReason.HELP)
    desk.run(0.1)
    desk.news.call(AlertReason.HELP)
    desk.run(0.1)
    desk.line.says(CallSeen(call_id=desk.line.call.call_id))
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
    desk.line.says(CallAcknowledged(call_id=desk.line.call.call_id))
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
    call = later.line.call
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
    desk.line.says(CallSeen(call_id=desk.line.call.call_id))
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
    assert desk.line.call.reason is CallReason.HELP
