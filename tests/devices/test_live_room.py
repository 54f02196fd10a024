from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest

from tests.devices.fake_sound_system import FakeSoundSystem, settings
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded, Device, DeviceBack, DeviceLost, QuitAsked
from voice_rom.devices.live_room import LiveRoom
from voice_rom.devices.sound_system import SoundSystem
from voice_rom.errors import NoLoudspeaker, NoMicrophone, SettingsError, SoundSystemMissing
from voice_rom.ports import PlaybackEnded, Room, TimeReached
from voice_rom.sound import BLOCK_SAMPLES, Block, Clip, Samples

Told = TypeVar("Told", DeviceLost, DeviceBack)


def constant(value: int, blocks: float = 1.0) -> Samples:
    return np.full(round(blocks * BLOCK_SAMPLES), value, dtype=np.int16)


@pytest.fixture
def system() -> FakeSoundSystem:
    return FakeSoundSystem()


@pytest.fixture
def room(system: FakeSoundSystem) -> Iterator[LiveRoom]:
    opened = LiveRoom(settings(), lambda: system)
    yield opened
    opened.close()


def test_a_live_room_is_a_room(room: LiveRoom) -> None:
    as_port: Room = room

    assert as_port.microphone == "Headset"
    assert room.loudspeaker == "Headset"


def test_what_the_microphone_gives_comes_out_as_blocks(
    room: LiveRoom, system: FakeSoundSystem
) -> None:
    system.current(Device.MICROPHONE).hears(constant(1, blocks=2))

    first, second = room.next(None), room.next(None)

    assert isinstance(first, Block)
    assert isinstance(second, Block)
    assert np.array_equal(first.samples, constant(1))
    assert first.played is None
    assert second.start - first.start == pytest.approx(0.02)


def test_a_key_goes_before_the_sound_that_waits(room: LiveRoom, system: FakeSoundSystem) -> None:
    system.current(Device.MICROPHONE).hears(constant(1))
    room.post(Commanded(Meaning.STOP))

    assert room.next(None) == Commanded(Meaning.STOP)
    assert isinstance(room.next(None), Block)


def test_time_is_reached_when_nothing_happens(room: LiveRoom) -> None:
    until = room.now() + 0.05

    assert room.next(until) == TimeReached()
    assert room.now() >= until


def test_sound_from_before_a_moment_comes_before_it_and_later_sound_after(
    room: LiveRoom, system: FakeSoundSystem
) -> None:
    system.current(Device.MICROPHONE).hears(constant(1, blocks=2), age=0.04)
    until = room.now() - 0.01

    kinds = [type(room.next(until)) for _ in range(2)]

    assert kinds == [Block, TimeReached]
    assert isinstance(room.next(None), Block)


def test_sound_that_nobody_takes_is_kept_up_to_a_limit_the_oldest_dropped(
    room: LiveRoom, system: FakeSoundSystem
) -> None:
    for number in range(200):
        system.current(Device.MICROPHONE).hears(constant(number))

    blocks = [room.next(None) for _ in range(50)]

    values = [block.samples[0] for block in blocks if isinstance(block, Block)]
    assert values == list(range(150, 200))
    assert room.next(room.now()) == TimeReached()


def test_the_end_of_playing_is_told_when_it_has_sounded(
    room: LiveRoom, system: FakeSoundSystem
) -> None:
    room.play([Clip(constant(5))])
    sounded = system.current(Device.LOUDSPEAKER).sounds(2 * BLOCK_SAMPLES, delay=0.03)
    due = room.now() + 0.03

    assert np.array_equal(sounded, constant(5).tolist() + constant(0).tolist())
    assert room.next(None) == PlaybackEnded()
    assert room.now() >= due


def test_what_is_silenced_never_ends(room: LiveRoom, system: FakeSoundSystem) -> None:
    room.play([Clip(constant(5))])
    room.silence()
    room.post(QuitAsked())

    assert not system.current(Device.LOUDSPEAKER).sounds().any()
    assert room.next(room.now() + 0.1) == QuitAsked()
    assert room.next(room.now() + 0.1) == TimeReached()


def test_a_block_carries_what_the_loudspeaker_sounded_meanwhile(
    room: LiveRoom, system: FakeSoundSystem
) -> None:
    room.play([Clip(constant(5, blocks=3))])
    system.current(Device.LOUDSPEAKER).sounds(3 * BLOCK_SAMPLES, delay=0.0)
    system.current(Device.MICROPHONE).hears(constant(1), age=0.0)

    block = room.next(None)

    assert isinstance(block, Block)
    assert block.played is not None
    assert np.array_equal(block.played, constant(5))


class Unforeseen:
    """What a sound system says that is out of its mind."""

    def __bool__(self) -> bool:
        raise KeyError("nobody thought of this")


def next_of(room: LiveRoom, kind: type[Told]) -> Told:
    while True:
        signal = room.next(None)
        if isinstance(signal, kind):
            return signal


def test_what_nobody_foresaw_is_told_as_lost_devices_and_tried_again(
    system: FakeSoundSystem,
) -> None:
    room = LiveRoom(replace(settings(), retry_after=0.1), lambda: system)
    microphone = system.current(Device.MICROPHONE)
    microphone.active = Unforeseen()  # type: ignore[assignment]

    gone = [next_of(room, DeviceLost), next_of(room, DeviceLost)]
    assert {each.device for each in gone} == {Device.MICROPHONE, Device.LOUDSPEAKER}
    assert all("KeyError" in each.why and "nobody" not in each.why for each in gone)

    while system.current(Device.MICROPHONE) is microphone:
        room.next(room.now() + 0.01)
    system.current(Device.MICROPHONE).hears(constant(1))
    assert next_of(room, DeviceBack).device is Device.MICROPHONE
    room.close()


def test_closing_twice_is_as_good_as_once(room: LiveRoom, system: FakeSoundSystem) -> None:
    room.close()
    room.close()

    assert system.closed


def no_sound() -> SoundSystem:
    raise SoundSystemMissing("PortAudio is not installed.")


def out_of_its_mind() -> SoundSystem:
    raise KeyError("nobody thought of this")


def without(kind: Device) -> Callable[[], SoundSystem]:
    system = FakeSoundSystem()
    system.listed[kind] = []
    return lambda: system


@pytest.mark.parametrize(
    ("make_system", "error"),
    [
        (no_sound, SoundSystemMissing),
        (out_of_its_mind, NoLoudspeaker),
        (without(Device.MICROPHONE), NoMicrophone),
        (without(Device.LOUDSPEAKER), NoLoudspeaker),
    ],
)
def test_what_is_missing_is_told_when_the_room_is_opened(
    make_system: Callable[[], SoundSystem], error: type[Exception]
) -> None:
    with pytest.raises(error):
        LiveRoom(settings(), make_system)


def test_a_device_name_that_fits_nothing_is_told_when_the_room_is_opened() -> None:
    with pytest.raises(SettingsError, match='"Headset"'):
        LiveRoom(settings(microphone="webcam"), FakeSoundSystem)
