"""Why nothing was heard: what the room's levels say about it."""

from voice_rom.core.effects import Line
from voice_rom.core.events import RoomSounded
from voice_rom.core.settings import SoundCheckSettings
from voice_rom.core.texts import Texts

_ABOVE_NOISE_DB = 6.0
"""What stands out from the room's noise by this much was somebody, or something."""


def why_nothing_was_heard(
    texts: Texts, room: RoomSounded | None, microphone: str, settings: SoundCheckSettings
) -> tuple[Line, ...]:
    """The help that fits how the room sounded: muted, too noisy, too quiet, or simply nothing."""
    if room is not None and room.zeros:
        return texts.phrase("check_muted", microphone=microphone)
    if room is not None and room.noise_dbfs > settings.noisy_floor_dbfs:
        return texts.phrase("check_too_noisy", microphone=microphone)
    if room is not None and _somebody(room) and room.peak_dbfs < settings.quiet_peak_dbfs:
        return texts.phrase("check_too_quiet", microphone=microphone)
    return texts.phrase("check_nothing", microphone=microphone)


def _somebody(room: RoomSounded) -> bool:
    return room.peak_dbfs > room.noise_dbfs + _ABOVE_NOISE_DB
