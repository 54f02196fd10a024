"""After a sleep: devices are given time to come back, and the session goes on where it was."""

from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from voice_rom.audio_monitor import SETTLING_SECONDS, WAKING_SECONDS, AudioMonitor
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import (
    Commanded,
    Device,
    DeviceBack,
    DeviceLost,
    QuitAsked,
    WasAsleep,
)
from voice_rom.ports import PlaybackEnded, Posted, Signal, TimeReached
from voice_rom.sound import BLOCK_SAMPLES, Block, Clip

SETTINGS = load_settings(PACKAGED, {}).devices

MICROPHONE, LOUDSPEAKER = Device.MICROPHONE, Device.LOUDSPEAKER

WOKE_UP = WasAsleep(600.0)


def gone(device: Device) -> DeviceLost:
    return DeviceLost(device, "the system ended its stream")


class TimedRoom:
    """Tells each signal at its time, and else lets the time pass."""

    microphone = "a room with a timetable"

    def __init__(self, signals: Iterable[tuple[float, Signal]]) -> None:
        self._signals = deque(signals)
        self._time = 0.0
        self.silenced: list[float] = []

    def now(self) -> float:
        return self._time

    def next(self, until: float | None) -> Signal:
        if self._signals and (until is None or self._signals[0][0] <= until):
            self._time, signal = self._signals.popleft()
            return signal
        assert until is not None
        self._time = until
        return TimeReached()

    def post(self, posted: Posted) -> None:
        self._signals.appendleft((self._time, posted))

    def play(self, clips: Sequence[Clip]) -> None:
        """Nothing sounds."""

    def silence(self) -> None:
        self.silenced.append(self._time)

    def close(self) -> None:
        """Nothing is held."""


def block(at: float) -> tuple[float, Signal]:
    return at, Block(np.ones(BLOCK_SAMPLES, dtype=np.int16), at)


def told(*signals: tuple[float, Signal], until: float = 60.0) -> list[tuple[float, Signal]]:
    """What the session is told, and when, until `until`."""
    room = AudioMonitor(TimedRoom(signals), SETTINGS)
    heard: list[tuple[float, Signal]] = []
    while True:
        signal = room.next(until)
        if isinstance(signal, TimeReached):
            return heard
        heard.append((room.now(), signal))


def test_where_all_devices_are_there_the_sleep_is_told_once_they_have_settled() -> None:
    assert told((5.0, WOKE_UP), block(5.5)) == [(5.0 + SETTLING_SECONDS, WOKE_UP)]


def test_devices_that_come_back_by_themselves_are_not_told() -> None:
    signals = told(
        (5.0, WOKE_UP),
        (5.2, gone(LOUDSPEAKER)),
        (5.2, gone(MICROPHONE)),
        (8.0, DeviceBack(MICROPHONE)),
        (8.2, DeviceBack(LOUDSPEAKER)),
    )
    assert signals == [(8.2, WOKE_UP)]


def test_a_device_that_does_not_come_back_is_told_once_after_the_sleep() -> None:
    lost = gone(MICROPHONE)
    at = 5.0 + WAKING_SECONDS
    assert told((5.0, WOKE_UP), (5.2, lost)) == [(at, WOKE_UP), (at, lost)]


def test_another_device_in_the_place_of_one_is_named() -> None:
    lost, other = gone(MICROPHONE), DeviceBack(MICROPHONE, "USB Audio")
    signals = [signal for _, signal in told((5.0, WOKE_UP), (5.2, lost), (7.0, other))]
    assert signals == [WOKE_UP, lost, other]


def test_a_device_that_was_missed_before_the_sleep_is_told_to_be_back() -> None:
    lost, back = gone(MICROPHONE), DeviceBack(MICROPHONE)
    signals = [signal for _, signal in told((1.0, lost), (5.0, WOKE_UP), (5.5, back))]
    assert signals == [lost, WOKE_UP, back]


@pytest.mark.parametrize("wish", [Commanded(Meaning.STOP), QuitAsked()])
def test_whoever_wants_something_does_not_wait_for_devices(wish: Signal) -> None:
    signals = told((5.0, WOKE_UP), (5.2, gone(LOUDSPEAKER)), (5.3, wish))
    assert signals == [(5.3, WOKE_UP), (5.3, gone(LOUDSPEAKER)), (5.3, wish)]


def test_a_second_sleep_while_it_wakes_up_is_told_with_the_first() -> None:
    signals = [signal for _, signal in told((5.0, WOKE_UP), (5.5, WasAsleep(30.0)))]
    assert signals == [WasAsleep(630.0)]


def test_what_was_being_said_is_silenced_at_once_and_its_end_is_not_told() -> None:
    room = TimedRoom([(5.0, WOKE_UP), (5.1, PlaybackEnded())])
    watchful = AudioMonitor(room, SETTINGS)
    assert watchful.next(60.0) == WOKE_UP
    assert room.silenced == [5.0]
    assert watchful.next(60.0) == TimeReached()
