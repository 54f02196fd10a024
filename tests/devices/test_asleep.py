"""A live room whose computer sleeps: told before all else, and no device is missed for it."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from tests.devices.fake_sound_system import FakeSoundSystem, settings
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded, Device, DeviceLost, WasAsleep
from voice_rom.devices.awake_clock import AwakeClock
from voice_rom.devices.live_room import LiveRoom
from voice_rom.ports import Signal, TimeReached
from voice_rom.sound import BLOCK_SAMPLES, Block

AN_HOUR = 3600.0


class JumpingClock:
    """Time passes a little with each look, so that whoever waits gets on, and jumps when told."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        with self._lock:
            self._seconds += 0.01
            return self._seconds

    def jump(self, seconds: float) -> None:
        with self._lock:
            self._seconds += seconds


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def system() -> FakeSoundSystem:
    return FakeSoundSystem()


@pytest.fixture
def room(system: FakeSoundSystem, clock: JumpingClock) -> Iterator[LiveRoom]:
    opened = LiveRoom(settings(), lambda: system, AwakeClock(clock))
    yield opened
    opened.close()


def test_a_sleep_is_told_before_a_key_and_before_the_time_that_was_waited_for(
    room: LiveRoom, clock: JumpingClock
) -> None:
    room.post(Commanded(Meaning.YES))
    until = room.now() + 8.0
    clock.jump(AN_HOUR)

    woke_up = room.next(until)

    assert isinstance(woke_up, WasAsleep)
    assert woke_up.seconds == pytest.approx(AN_HOUR, abs=1.0)
    assert room.next(until) == Commanded(Meaning.YES)
    assert room.now() < until


def test_what_was_heard_before_the_sleep_is_forgotten(
    room: LiveRoom, system: FakeSoundSystem, clock: JumpingClock
) -> None:
    system.current(Device.MICROPHONE).hears(np.ones(4 * BLOCK_SAMPLES, dtype=np.int16))
    clock.jump(AN_HOUR)

    told = [room.next(room.now() + 0.1) for _ in range(2)]

    assert isinstance(told[0], WasAsleep)
    assert not any(isinstance(signal, Block) for signal in told)


def test_no_device_is_missed_because_the_computer_slept(
    room: LiveRoom, clock: JumpingClock
) -> None:
    clock.jump(AN_HOUR)
    told: list[Signal] = []
    while not any(isinstance(signal, TimeReached) for signal in told):
        told.append(room.next(room.now() + 0.2))
    assert isinstance(told[0], WasAsleep)
    assert not any(isinstance(signal, DeviceLost) for signal in told)
