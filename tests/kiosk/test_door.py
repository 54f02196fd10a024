"""What is pressed and touched goes to the room, and after the session to who waits."""

import sys
import threading

import pytest

from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded, QuitAsked, SomebodyThere
from voice_rom.kiosk.door import Door
from voice_rom.kiosk.idle import no_watch
from voice_rom.ports import Posted


def test_while_there_is_a_room_everything_goes_to_it() -> None:
    door, room = Door(), list[Posted]()
    door.lead_to(room.append)
    door.command(Meaning.YES)
    door.command(None)
    door.touch()
    door.quit()
    assert room == [Commanded(Meaning.YES), Commanded(None), SomebodyThere(), QuitAsked()]


def test_what_comes_before_there_is_a_room_starts_nothing_but_an_end_is_not_forgotten() -> None:
    door, room = Door(), list[Posted]()
    door.command(Meaning.READY)
    door.quit()
    door.lead_to(room.append)
    assert room == [QuitAsked()]


def test_whoever_waits_goes_on_at_once_when_something_is_pressed() -> None:
    door = Door()
    turns = list[float]()

    def turn() -> None:
        if not turns:
            threading.Timer(0.0, lambda: door.command(Meaning.END)).start()
        turns.append(0.0)

    door.wait(1e6, turn)
    assert turns


def test_whoever_waits_goes_on_when_the_time_is_over() -> None:
    door, turns = Door(), list[int]()
    door.wait(0.0, lambda: turns.append(1))
    assert turns == [1]


def test_nobody_waits_where_the_kiosk_is_to_end() -> None:
    door, turns = Door(), list[int]()
    door.quit()
    door.wait(1e6, lambda: turns.append(1))
    assert turns == []


@pytest.mark.parametrize("moment", range(1, 41))
def test_a_signal_may_ask_for_the_end_at_any_moment_of_the_wait(moment: int) -> None:
    """Its handler runs within whatever the wait is doing, and must not wait for that itself."""
    door, calls = Door(), 0

    def like_a_signal(_frame: object, _event: str, _argument: object) -> None:
        nonlocal calls
        calls += 1
        if calls == moment:
            door.quit()

    sys.setprofile(like_a_signal)
    try:
        door.wait(0.0001, no_watch)
    finally:
        sys.setprofile(None)
    assert door.asked_to_end == (calls >= moment)
