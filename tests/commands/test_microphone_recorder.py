"""A muted microphone ends a session with an exit code of its own."""

import pytest

from voice_rom.commands.microphone_recorder import MicrophoneRecorder
from voice_rom.core.protocol.events import (
    Device,
    DeviceLost,
    Event,
    ListeningBegan,
    Loss,
    RoomSounded,
)
from voice_rom.errors import MicrophoneSilent

ZEROS = RoomSounded(-120.0, -120.0, zeros=True)
MUTED = DeviceLost(Device.MICROPHONE, loss=Loss.MUTED)
SOUND = RoomSounded(-60.0, -40.0, zeros=False)


def witness(*events: Event) -> MicrophoneRecorder:
    seen = MicrophoneRecorder()
    for event in (ListeningBegan("the desk microphone"), *events):
        seen.event(0.0, event)
    return seen


def test_nothing_but_zeros_is_a_muted_microphone() -> None:
    with pytest.raises(MicrophoneSilent, match="the desk microphone"):
        witness(ZEROS, ZEROS).raise_if_silent()


def test_one_that_was_muted_before_anything_was_listened_to_is_a_muted_one_too() -> None:
    seen = MicrophoneRecorder()
    seen.event(0.0, MUTED)

    with pytest.raises(MicrophoneSilent, match="nothing but zeros: it is muted"):
        seen.raise_if_silent()


@pytest.mark.parametrize(
    "events", [(), (SOUND,), (ZEROS, SOUND), (SOUND, ZEROS), (MUTED, SOUND), (SOUND, MUTED)]
)
def test_any_sound_at_all_shows_that_it_is_not_muted(events: tuple[Event, ...]) -> None:
    seen = witness(*events)
    assert not seen.silent
    seen.event(1.0, ZEROS)
    assert seen.silent == (SOUND not in events)
