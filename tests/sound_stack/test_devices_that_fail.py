"""Devices that go and come back on a real sound server, under a LiveRoom of its own process."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import soundfile

from tests.sound_stack.live_room_program import noise
from tests.sound_stack.participant import RATE, Ear, say
from tests.sound_stack.pulse import LOUDSPEAKER, PLAYER, ROOM, SoundStack, end
from tests.sound_stack.running_room import RunningRoom
from tests.sound_stack.servers import on_both

pytestmark = [
    pytest.mark.real,
    on_both,
    pytest.mark.sound_stack,
]

OTHER_LOUDSPEAKER, OTHER_ROOM = "screen", "attic"

DEVICES = ["loudspeaker", "microphone"]


@pytest.fixture
def room(sound_stack: SoundStack) -> Iterator[RunningRoom]:
    with RunningRoom(sound_stack) as running:
        running.answer(signal="FirstBlock")
        yield running


@pytest.fixture
def hiss(tmp_path: Path) -> Path:
    """Half a second of noise."""
    file = tmp_path / "noise.flac"
    soundfile.write(file, noise(0.5), RATE)
    return file


BUSY_SECONDS = 3.0
"""In addition to what docs/FAULTS.md promises, for a machine that is busy with other tests."""


def tells_within(
    seconds: float, room: RunningRoom, since: float, **wanted: object
) -> dict[str, object]:
    """What is told next of that kind; fails when it comes later than that after `since`."""
    told = room.answer(**wanted)
    assert 0.0 <= float(str(told["clock"])) - since <= seconds + BUSY_SECONDS
    return told


def test_the_voice_goes_on_in_the_loudspeaker_that_the_system_switches_to(
    room: RunningRoom, sound_stack: SoundStack
) -> None:
    sound_stack.add(OTHER_LOUDSPEAKER)
    sound_stack.choose(OTHER_LOUDSPEAKER, ROOM)
    room.tell("play 60")
    room.answer(done="play")

    sound_stack.remove(LOUDSPEAKER)

    with Ear(sound_stack.environment, OTHER_LOUDSPEAKER) as ear:
        ear.wait_for_voice(0)
    assert room.quit() == ""


def test_the_microphone_that_the_system_switches_to_is_heard(
    room: RunningRoom, sound_stack: SoundStack, hiss: Path
) -> None:
    sound_stack.add(OTHER_ROOM)
    sound_stack.choose(LOUDSPEAKER, OTHER_ROOM)

    sound_stack.remove(ROOM)

    say(sound_stack.environment, hiss, OTHER_ROOM)
    room.answer(signal="Audible")
    assert room.quit() == ""


@contextmanager
def sounding(stack: SoundStack, seconds: float, folder: Path) -> Iterator[None]:
    """Something that sounds in the room all the time, as a microphone's own noise does."""
    file = folder / "long.flac"
    soundfile.write(file, noise(seconds) // 30, RATE)
    player = subprocess.Popen([PLAYER, f"--device={ROOM}", str(file)], env=stack.environment)
    try:
        yield
    finally:
        end(player)


def test_a_microphone_that_is_muted_is_told_until_it_is_not(
    room: RunningRoom, sound_stack: SoundStack, tmp_path: Path
) -> None:
    with sounding(sound_stack, 120.0, tmp_path):
        room.answer(signal="Audible")
        room.answer(signal="Settled")

        begin = time.monotonic()
        sound_stack.mute(ROOM, muted=True)
        tells_within(0.5, room, begin, signal="DeviceLost", device="microphone", loss="muted")
        begin = time.monotonic()
        sound_stack.mute(ROOM, muted=False)
        tells_within(0.5, room, begin, signal="DeviceBack", device="microphone")
    assert room.quit() == ""


def test_a_sound_server_that_is_killed_and_started_again_is_used_again(
    room: RunningRoom, sound_stack: SoundStack, hiss: Path
) -> None:
    room.tell("play 60")

    begin = time.monotonic()
    sound_stack.die()
    gone = [tells_within(0.25, room, begin, signal="DeviceLost")["device"] for _ in DEVICES]
    assert sorted(map(str, gone)) == DEVICES
    begin = time.monotonic()
    sound_stack.start()
    back = [tells_within(3.4, room, begin, signal="DeviceBack")["device"] for _ in DEVICES]
    assert sorted(map(str, back)) == DEVICES

    room.tell("play 60")
    with Ear(sound_stack.environment) as ear:
        ear.wait_for_voice(0)
    say(sound_stack.environment, hiss)
    room.answer(signal="Audible")
    assert room.quit() == ""


def test_devices_that_come_and_go_are_there_at_the_end(
    room: RunningRoom, sound_stack: SoundStack, hiss: Path
) -> None:
    for _ in range(3):
        sound_stack.unplug()
        room.answer(signal="DeviceLost", device="loudspeaker")
        sound_stack.plug_in()
        room.answer(signal="DeviceBack", device="loudspeaker")

    say(sound_stack.environment, hiss)
    room.answer(signal="Audible")
    assert room.quit() == ""
