"""Why nothing was heard: what the room's levels say about it."""

from voice_rom.core.effects import Line
from voice_rom.core.events import RoomSounded
from voice_rom.core.settings import SoundCheckSettings
from voice_rom.core.texts import Texts


def why_nothing_was_heard(
    texts: Texts, room: RoomSounded | None, microphone: str, settings: SoundCheckSettings
) -> tuple[Line, ...]:
    """The help that fits how the room sounded: muted, too noisy, too quiet, or simply nothing."""
    if room is not None and room.zeros:
        return texts.phrase("check_muted", microphone=microphone)
    if room is not None and room.noise_dbfs > settings.noisy_floor_dbfs:
        return texts.phrase("check_too_noisy", microphone=microphone)
    if room is not None and room.peak_dbfs > room.noise_dbfs + 6.0:
        if room.peak_dbfs < settings.quiet_peak_dbfs:
            return texts.phrase("check_too_quiet", microphone=microphone)
    return texts.phrase("check_nothing", microphone=microphone)
