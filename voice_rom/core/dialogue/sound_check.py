"""Why nothing was heard, or nothing understood: what levels say about it."""

from enum import StrEnum
from typing import Final

from voice_rom.core.assessment.settings import SoundCheckSettings
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.protocol.events import RoomSounded

_ABOVE_NOISE_DB: Final = 6.0
"""What stands out from the room's noise by this much was somebody, or something."""


class SilenceCause(StrEnum):
    """Why no word was heard, as far as levels can tell."""

    MUTED = "muted"
    NOISY = "noisy"
    QUIET = "quiet"
    DISTORTED = "distorted"
    """The microphone is turned up so far that it cuts off what is loud."""
    NOTHING = "nothing"


def why_silent(room: RoomSounded | None, settings: SoundCheckSettings) -> SilenceCause:
    """What the room's levels make most likely; NOTHING when they are not known."""
    if room is None:
        return SilenceCause.NOTHING
    if room.zeros:
        return SilenceCause.MUTED
    if room.noise_dbfs > settings.noisy_floor_dbfs:
        return SilenceCause.NOISY
    stands_out = room.peak_dbfs > room.noise_dbfs + _ABOVE_NOISE_DB
    if stands_out and room.peak_dbfs < settings.quiet_peak_dbfs:
        return SilenceCause.QUIET
    return SilenceCause.NOTHING


def why_not_understood(utterance: Utterance, settings: SoundCheckSettings) -> SilenceCause:
    """DISTORTED, QUIET, NOISY, or NOTHING when its levels are no reason.

    Where a microphone is turned up too far, the room's noise is loud as well: that is not why.
    """
    if utterance.clipped >= settings.clipped_share:
        return SilenceCause.DISTORTED
    if utterance.noise_dbfs > settings.noisy_floor_dbfs:
        return SilenceCause.NOISY
    if utterance.level_dbfs < settings.quiet_peak_dbfs:
        return SilenceCause.QUIET
    if utterance.over_noise_db < _ABOVE_NOISE_DB:
        return SilenceCause.NOISY
    return SilenceCause.NOTHING
