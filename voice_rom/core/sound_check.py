"""Why nothing was heard, or nothing understood: what levels say about it."""

from enum import StrEnum
from typing import Final

from voice_rom.core.events import RoomSounded
from voice_rom.core.settings import SoundCheckSettings
from voice_rom.core.utterance import Utterance

_ABOVE_NOISE_DB: Final = 6.0
"""What stands out from the room's noise by this much was somebody, or something."""


class Silence(StrEnum):
    """Why no word was heard, as far as levels can tell."""

    MUTED = "muted"
    NOISY = "noisy"
    QUIET = "quiet"
    NOTHING = "nothing"


def why_silent(room: RoomSounded | None, settings: SoundCheckSettings) -> Silence:
    """What the room's levels make most likely; NOTHING when they are not known."""
    if room is None:
        return Silence.NOTHING
    if room.zeros:
        return Silence.MUTED
    if room.noise_dbfs > settings.noisy_floor_dbfs:
        return Silence.NOISY
    stands_out = room.peak_dbfs > room.noise_dbfs + _ABOVE_NOISE_DB
    if stands_out and room.peak_dbfs < settings.quiet_peak_dbfs:
        return Silence.QUIET
    return Silence.NOTHING


def why_not_understood(utterance: Utterance, settings: SoundCheckSettings) -> Silence:
    """QUIET, NOISY, or NOTHING when its levels are no reason."""
    if utterance.noise_dbfs > settings.noisy_floor_dbfs:
        return Silence.NOISY
    if utterance.level_dbfs < settings.quiet_peak_dbfs:
        return Silence.QUIET
    if utterance.over_noise_db < _ABOVE_NOISE_DB:
        return Silence.NOISY
    return Silence.NOTHING
