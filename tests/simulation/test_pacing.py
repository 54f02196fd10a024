"""A simulated room whose clock can be looked at."""

import threading

from tests.fake_ports import FakeRoom, block
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded
from voice_rom.simulation.pacing import PacedRoom, ViewingPace

FAST, FOR_EVER = 1e9, 1e-9


def test_what_happens_in_the_room_happens_in_its_order() -> None:
    blocks = [block(0.02 * number) for number in range(3)]
    room = PacedRoom(FakeRoom(blocks), ViewingPace(FAST))
    assert all(room.next(None) is each for each in blocks)


def test_what_is_posted_comes_at_once_and_nothing_is_lost_for_it() -> None:
    inner, pace = FakeRoom(), ViewingPace(FOR_EVER)
    room = PacedRoom(inner, pace)
    first, second = block(), block(0.02)
    inner.signals.extend((first, second))
    assert room.next(None) is first
    inner.time = 0.02  # by this pace that is a year away
    post = threading.Thread(target=lambda: pace.post(Commanded(Meaning.STOP)))
    post.start()
    assert room.next(None) == Commanded(Meaning.STOP)
    post.join()
    assert pace.was_posted
    pace.speed = FAST
    assert room.next(None) is second


def test_the_clock_is_the_rooms_own() -> None:
    inner = FakeRoom()
    inner.time = 12.5
    assert PacedRoom(inner, ViewingPace(1.0)).now() == 12.5
