"""The sound check that staff ask for while nobody is there: the voice speaks, the microphone hears.

Measured are the room's noise, and how loud the voice comes back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

from voice_rom.core.assessment.settings import Settings
from voice_rom.devices.microphone_fault import fault
from voice_rom.kiosk.wording import KioskWording
from voice_rom.level_meter import LevelReading
from voice_rom.ports import PlaybackEnded, Room, Signal
from voice_rom.sound import SILENCE_DBFS, Block, Clip, level_dbfs

LISTENING_SECONDS: Final = 2.0
"""So long the room is listened to before the voice speaks: hums and steps are in it."""

PATIENCE_SECONDS: Final = 5.0
"""A device that is so far behind its time is counted as one that gives nothing."""

HEARD_OVER_DB: Final = 6.0
"""Less over the noise than this, and it cannot be told that the voice was heard at all."""

_LEAST_BLOCKS: Final = 10


@dataclass(frozen=True)
class CheckedSound:
    passed: bool
    lines: tuple[str, ...]
    """What was measured, and what to do."""


class SoundCheck:
    """Fed with what the room gives, until it says what was found."""

    def __init__(
        self,
        room: Room,
        speak: Callable[[], Sequence[Clip]],
        settings: Settings,
        wording: KioskWording,
    ) -> None:
        """`speak` gives what the voice says."""
        self._room = room
        self._speak = speak
        self._settings = settings
        self._wording = wording
        self._begins = room.now()
        self._until = self._begins + LISTENING_SECONDS + PATIENCE_SECONDS
        self._before: list[float] = []
        """Levels of the blocks (dBFS) before the voice speaks,"""
        self._meanwhile: list[float] = []
        """and while it does."""
        self._speaks = False

    def take(self, signal: Signal) -> CheckedSound | None:
        """The result, as soon as it is known. Raises VoiceUnavailable."""
        if isinstance(signal, Block):
            levels = self._meanwhile if self._speaks else self._before
            levels.append(level_dbfs(signal.samples))
        now = self._room.now()
        ended = self._speaks and isinstance(signal, PlaybackEnded)
        if ended or now >= self._until:
            self._room.silence()
            return self._result()
        if not self._speaks and now >= self._begins + LISTENING_SECONDS:
            self._speaks = True
            clips = self._speak()
            self._room.play(clips)
            seconds = sum(clip.seconds for clip in clips)
            self._until = self._room.now() + seconds + PATIENCE_SECONDS
        return None

    def _result(self) -> CheckedSound:
        wording = self._wording
        told = (wording.check_devices.format(microphone=self._room.microphone),)
        if min(len(self._before), len(self._meanwhile)) < _LEAST_BLOCKS:
            return CheckedSound(passed=False, lines=(*told, wording.check_nothing_came))
        noise, voice = median(self._before), _louder_part(self._meanwhile)
        loudest = max(*self._before, *self._meanwhile)
        measured = LevelReading(0.0, voice, loudest, zeros=loudest <= SILENCE_DBFS)
        broken = fault(measured, self._settings.devices, self._room.microphone)
        if broken is not None:
            return CheckedSound(passed=False, lines=(*told, str(broken)))
        over = voice - noise
        lines = [
            *told,
            wording.check_noise.format(noise=f"{noise:.0f}"),
            wording.check_voice.format(level=f"{voice:.0f}", over=f"{over:.0f}"),
        ]
        wrong = []
        if noise > self._settings.sound_check.noisy_floor_dbfs:
            wrong.append(wording.check_noisy)
        if over < HEARD_OVER_DB:
            wrong.append(wording.check_unheard)
        return CheckedSound(passed=not wrong, lines=(*lines, *wrong))


def _louder_part(levels: Sequence[float]) -> float:
    """What a tenth of them is above: between its words the voice is silent."""
    return quantiles(levels, n=10)[-1]
