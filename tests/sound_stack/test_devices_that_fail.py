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

pytestmark = [on_both, pytest.mark.sound_stack, pytest.mark.xdist_group("sound_stack")]

OTHER_LOUDSPEAKER, OTHER_ROOM = "screen", "attic"


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


def how_long(room: RunningRoom, since: float, **wanted: object) -> None:
    """Wait for it; print after how many seconds it was told."""
    told = room.answer(**wanted)
    print(f"{wanted}: {float(str(told['clock'])) - since:.2f} s")  # noqa: T201


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
        how_long(room, begin, signal="DeviceGone", device="microphone", loss="muted")
        begin = time.monotonic()
        sound_stack.mute(ROOM, muted=False)
        how_long(room, begin, signal="DeviceReturned", device="microphone")
    assert room.quit() == ""


def test_a_sound_server_that_is_killed_and_started_again_is_used_again(
    room: RunningRoom, sound_stack: SoundStack, hiss: Path
) -> None:
    room.tell("play 60")

    begin = time.monotonic()
    sound_stack.die()
    how_long(room, begin, signal="DeviceGone")
    how_long(room, begin, signal="DeviceGone")
    begin = time.monotonic()
    sound_stack.start()
    how_long(room, begin, signal="DeviceReturned")
    how_long(room, begin, signal="DeviceReturned")

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
        room.answer(signal="DeviceGone", device="loudspeaker")
        sound_stack.plug_in()
        room.answer(signal="DeviceReturned", device="loudspeaker")

    say(sound_stack.environment, hiss)
    room.answer(signal="Audible")
    assert room.quit() == ""
