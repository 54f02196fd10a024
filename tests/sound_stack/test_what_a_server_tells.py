"""What only a sound server can tell: names, what is muted, and where a stream leads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sound_stack.participant import Ear
from tests.sound_stack.pulse import LOUDSPEAKER, ROOM, SoundStack
from tests.sound_stack.running_room import RunningRoom
from tests.sound_stack.servers import on_both
from tests.sound_stack.test_whole_session import started

pytestmark = [
    pytest.mark.real,
    on_both,
    pytest.mark.sound_stack,
]

SCREEN = "screen"


def listed(stack: SoundStack, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "voice_rom", "devices", *arguments],
        env=stack.environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def test_devices_are_listed_once_and_by_their_names(sound_stack: SoundStack) -> None:
    sound_stack.add(SCREEN)

    assert listed(sound_stack, "--list").stdout.splitlines() == [
        "Microphones:",
        f"  Monitor of {ROOM} (system default)",
        "Loudspeakers:",
        f"  {LOUDSPEAKER} (system default)",
        f"  {ROOM}",
        f"  {SCREEN}",
    ]


def test_a_loudspeaker_that_is_chosen_by_its_name_sounds_and_no_other(
    sound_stack: SoundStack,
) -> None:
    sound_stack.add(SCREEN)

    with Ear(sound_stack.environment) as default, Ear(sound_stack.environment, SCREEN) as chosen:
        listed(sound_stack, "--loudspeaker", SCREEN, "--seconds", "0.5")
        chosen.wait_for_voice(0)
        assert default.first_sound is None


def test_where_the_only_loudspeaker_is_taken_away_it_is_gone_until_another_is_there(
    sound_stack: SoundStack,
) -> None:
    """PipeWire leads the stream into a dummy then, and nobody would hear it."""
    with RunningRoom(sound_stack) as room:
        room.answer(signal="FirstBlock")
        sound_stack.unplug()
        room.answer(signal="DeviceLost", device="loudspeaker")

        sound_stack.add(SCREEN)
        sound_stack.add(ROOM)
        sound_stack.choose(SCREEN, ROOM)
        told = room.answer(signal="DeviceBack", device="loudspeaker")
        assert told["name"] == SCREEN


def test_a_microphone_at_volume_0_is_told_aloud_before_anything_is_asked(
    sound_stack: SoundStack,
) -> None:
    sound_stack.turn("source", f"{ROOM}.monitor", "0%")
    told: list[str] = []
    with started(sound_stack) as program:
        assert program.stdout is not None
        for line in program.stdout:
            message = json.loads(line)
            if message.get("event") == "DeviceLost":
                told.append(f"{message['device']} {message['loss']}")
            elif message.get("effect") == "Say":
                told += [said["text_id"] for said in message["lines"]]
            if told[-1:] == ["sound_check.say"] or "phrases.microphone_muted" in told:
                program.kill()
    assert told.index("microphone muted") < told.index("phrases.microphone_muted")


def test_a_loudspeaker_at_volume_0_is_told_from_the_start(sound_stack: SoundStack) -> None:
    sound_stack.turn("sink", LOUDSPEAKER, "0%")
    with RunningRoom(sound_stack) as room:
        assert room.answer(signal="LoudspeakerMuted")["name"] == LOUDSPEAKER
        assert room.quit() == ""


def test_a_loudspeaker_that_is_muted_later_is_told_then(sound_stack: SoundStack) -> None:
    with RunningRoom(sound_stack) as room:
        room.answer(signal="FirstBlock")
        sound_stack.control("set-sink-mute", LOUDSPEAKER, "1")
        assert room.answer(signal="LoudspeakerMuted")["name"] == LOUDSPEAKER
        assert room.quit() == ""
