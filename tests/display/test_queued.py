"""A display behind a queue: nobody waits for it, and nothing goes missing untold."""

import threading
from collections.abc import Callable

import pytest

from tests.display.slow import PATIENCE, SlowDisplay
from tests.fake_ports import FakeDisplay
from voice_rom.core.protocol.effects import AlertOwner, AlertReason, Effect, Silence
from voice_rom.core.protocol.events import QuitAsked, SpeechFinished, Started
from voice_rom.display.backlog import Backlog
from voice_rom.display.displays import Displays
from voice_rom.display.queued import DisplayBlocked, QueuedDisplay
from voice_rom.ports import RoomLevel

LEVEL = RoomLevel(-55.0, -30.0, -40.0, zeros=False)
HELP = AlertOwner(AlertReason.HELP)


def nothing() -> None:
    """What is done when a display is left stuck, where nobody asks."""


def stuck(
    *,
    most: int = 100,
    seconds: float = PATIENCE,
    leave: Callable[[], None] = nothing,
) -> tuple[SlowDisplay, QueuedDisplay]:
    """A display that is stuck in `Started`, behind its queue; `seconds` to wait for it at most."""
    slow = SlowDisplay()
    queued = QueuedDisplay(
        slow, backlog=Backlog(most), leave=leave, drain_seconds=seconds, rescue_seconds=seconds
    )
    queued.event(0.0, Started())
    assert slow.stuck.wait(PATIENCE)
    return slow, queued


def test_everything_is_told_in_its_order_before_it_is_closed() -> None:
    slow, queued = stuck()
    queued.effect(1.0, Silence())
    queued.level(2.0, LEVEL)
    queued.missed(3.0, 7)
    queued.event(4.0, QuitAsked())
    assert slow.told == []
    slow.gate.set()
    queued.close()
    assert slow.told == [Started(), Silence(), LEVEL, 7, QuitAsked()]


def test_it_is_told_and_closed_in_one_thread_that_is_not_the_callers() -> None:
    slow, queued = stuck()
    slow.gate.set()
    queued.close()
    assert slow.closed_in not in (None, threading.current_thread())


def test_what_there_was_no_room_for_is_told_as_soon_as_it_can_take_again() -> None:
    slow, queued = stuck(most=3)
    for number in range(10):
        queued.event(float(number), SpeechFinished(number))
    slow.gate.set()
    queued.close()
    assert slow.told == [Started(), 7, *(SpeechFinished(number) for number in (7, 8, 9))]


def test_closing_it_returns_though_it_is_stuck() -> None:
    left: list[str] = []
    slow, queued = stuck(seconds=0.0, leave=lambda: left.append("stuck"))
    with pytest.raises(DisplayBlocked):
        queued.close()
    assert left == ["stuck"]
    assert slow.told == []
    queued.close()  # once more does no harm
    assert left == ["stuck"]
    slow.gate.set()


def test_one_that_was_left_stuck_is_told_nothing_more_should_it_ever_go_on() -> None:
    slow, queued = stuck(seconds=0.0)
    queued.effect(1.0, HELP)
    with pytest.raises(DisplayBlocked):
        queued.close()
    slow.gate.set()
    assert slow.told_in is not None
    slow.told_in.join(PATIENCE)
    assert slow.told == [Started()]
    assert slow.closed_in is None


def test_one_that_is_not_stuck_is_not_left() -> None:
    left: list[str] = []
    slow, queued = stuck(leave=lambda: left.append("stuck"))
    slow.gate.set()
    queued.close()
    assert left == []


class OpensInTheEnd(Backlog):
    """Lets the display go on once there is only time for what must be seen."""

    def __init__(self, gate: threading.Event) -> None:
        super().__init__()
        self._gate = gate

    def let_go_all_but_kept(self) -> None:
        super().let_go_all_but_kept()
        self._gate.set()


def test_when_time_is_short_in_the_end_what_must_be_seen_is_shown_all_the_same() -> None:
    slow = SlowDisplay()
    queued = QueuedDisplay(
        slow, backlog=OpensInTheEnd(slow.gate), drain_seconds=0.0, rescue_seconds=PATIENCE
    )
    queued.event(0.0, Started())
    assert slow.stuck.wait(PATIENCE)
    queued.event(1.0, SpeechFinished(1))
    queued.level(1.0, LEVEL)
    queued.effect(2.0, HELP)
    queued.event(3.0, SpeechFinished(2))
    queued.close()
    assert slow.told == [Started(), 2, HELP, 1]


class Breaking(FakeDisplay):
    """Breaks with the second thing that it is told, or when it is closed."""

    def __init__(self, *, in_the_end: bool = False) -> None:
        super().__init__()
        self.broken = threading.Event()
        self.closed = 0
        self._in_the_end = in_the_end

    def effect(self, at: float, effect: Effect) -> None:
        super().effect(at, effect)
        if not self._in_the_end:
            raise BrokenPipeError

    def close(self) -> None:
        self.closed += 1
        self.broken.set()
        if self._in_the_end:
            raise BrokenPipeError


def test_one_that_breaks_is_left_out_and_the_others_go_on() -> None:
    breaking, whole = Breaking(), FakeDisplay()
    queued = QueuedDisplay(breaking)
    displays = Displays([queued, whole])
    displays.event(0.0, Started())
    displays.effect(1.0, Silence())
    assert breaking.broken.wait(PATIENCE)
    displays.event(2.0, QuitAsked())
    ((dropped, error),) = displays.dropped
    assert dropped is queued
    assert isinstance(error, BrokenPipeError)
    assert breaking.events == [(0.0, Started())]
    assert breaking.closed == 1
    assert whole.events == [(0.0, Started()), (2.0, QuitAsked())]


def test_one_that_breaks_in_the_end_is_told_of_as_well() -> None:
    displays = Displays([QueuedDisplay(Breaking(in_the_end=True))])
    displays.effect(1.0, Silence())
    displays.close()
    assert [type(error) for _, error in displays.dropped] == [BrokenPipeError]


def test_a_step_is_taken_soon_in_its_own_thread_and_once_however_often_it_is_asked_for() -> None:
    slow, queued = stuck()
    queued.effect(1.0, Silence())
    taken: list[tuple[threading.Thread, int]] = []

    def step() -> None:
        taken.append((threading.current_thread(), len(slow.told)))

    queued.soon(step)
    queued.soon(step)
    assert taken == []
    slow.gate.set()
    queued.close()
    assert taken == [(slow.closed_in, 1)]


def test_a_step_is_taken_though_nothing_is_told() -> None:
    queued = QueuedDisplay(FakeDisplay())
    taken = threading.Event()
    queued.soon(taken.set)
    assert taken.wait(PATIENCE)
    queued.close()
