"""At a kiosk nobody waits for whoever has gone: it is asked, and then the session ends."""

import pytest

from tests.kiosk.walking_away import LEFT_IN, lead, quits
from voice_rom.core.assessment.state import State
from voice_rom.core.protocol.events import NobodyThere, SomebodyThere

IDLE, WARNING = 600.0, 60.0

DAY = 24 * 3600.0


@pytest.mark.parametrize("state", [State.PAUSED, State.DEVICE_LOST])
def test_after_ten_minutes_it_is_asked_aloud_and_a_minute_later_it_ends(state: State) -> None:
    left = lead(state)
    assert left.watch.left_at is not None
    (warned,) = left.times(NobodyThere)
    (ended,) = quits(left)
    last_sign = left.watch.left_at - 2.0  # the key before the voice's last two seconds
    assert warned - last_sign == pytest.approx(IDLE, abs=2.0)
    assert ended - warned == pytest.approx(WARNING)
    assert any("phrases.nobody_there" in texts for at, texts in left.watch.said if at >= warned)
    assert left.idle.ended_idle
    assert not left.report.complete


def test_any_sign_of_life_puts_it_off_ten_times_and_more() -> None:
    left = lead(State.PAUSED, answers_warnings=12, timing__pause_limit=1e6)
    assert len(left.times(NobodyThere)) == 13
    assert len(left.times(SomebodyThere)) == 12
    assert len(quits(left)) == 1
    assert left.seconds > 12 * IDLE


def test_the_time_of_a_movement_is_a_sign_of_life() -> None:
    left = lead(State.STEP, timing__movement_reminder_first=2000.0)
    assert left.watch.left_at is not None
    first = min(left.times(NobodyThere), default=left.seconds)
    assert first > left.watch.left_at + 2000.0


def test_whoever_has_called_for_help_is_not_left_alone_for_being_silent() -> None:
    left = lead(State.ALARM)
    assert left.watch.left_at is not None
    assert left.times(NobodyThere) == []
    assert left.seconds - left.watch.left_at >= 3600.0


@pytest.mark.parametrize("state", LEFT_IN)
def test_the_session_ends_wherever_somebody_walks_away(state: State) -> None:
    left = lead(state, screening=state is State.SCREENED)
    assert left.watch.left_at is not None, "it never came there"
    assert left.seconds - left.watch.left_at < 2 * 3600.0
    assert left.watch.dialogue.ended


@pytest.mark.slow
def test_a_day_of_people_who_walk_away_in_every_state_always_comes_to_the_next_person() -> None:
    seconds, people = 0.0, 0
    while seconds < DAY:
        state = LEFT_IN[people % len(LEFT_IN)]
        seconds += lead(state, screening=state is State.SCREENED).seconds
        people += 1
    assert people > len(LEFT_IN)
