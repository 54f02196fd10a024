"""A muted microphone ends a session with an exit code of its own."""

import pytest

from voice_rom.commands.microphone_witness import MicrophoneWitness
from voice_rom.core.events import Event, ListeningBegan, RoomSounded
from voice_rom.errors import MicrophoneSilent

ZEROS = RoomSounded(-120.0, -120.0, zeros=True)
SOUND = RoomSounded(-60.0, -40.0, zeros=False)


def witness(*events: Event) -> MicrophoneWitness:
    seen = MicrophoneWitness()
    for event in (ListeningBegan("the desk microphone"), *events):
        seen.event(0.0, event)
    return seen


def test_nothing_but_zeros_is_a_muted_microphone() -> None:
    with pytest.raises(MicrophoneSilent, match="the desk microphone"):
        witness(ZEROS, ZEROS).raise_if_silent()


@pytest.mark.parametrize("events", [(), (SOUND,), (ZEROS, SOUND), (SOUND, ZEROS)])
def test_any_sound_at_all_shows_that_it_is_not_muted(events: tuple[Event, ...]) -> None:
    witness(*events).raise_if_silent()
