"""Three quiet sounds for who does not see the page: listening, understood, not understood.

They are earcons, in the field's word: short, tuned, and made here, sample by sample. They are
played with the voice, through the same output, so the echo canceller knows them; and they are as
far below the voice that they go with as the settings say, so they are never louder.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from functools import cache
from typing import Final

import numpy as np

from voice_rom.core.assessment.settings import VoiceSettings
from voice_rom.sound import FULL_SCALE, SAMPLE_RATE, SILENCE_DBFS, Clip, Samples, level_dbfs
from voice_rom.speech_timing import SpeechTiming

GAP_SECONDS: Final = 0.15
"""Between a sound and the voice: they do not run into each other, and nobody waits."""

_TONE_SECONDS: Final = 0.11
_FADE_SECONDS: Final = 0.02
"""A tone that begins or ends at once clicks."""
_OVERTONE: Final = 0.15
"""Of the tone an octave higher: it sounds like wood, and not like a machine."""


class Earcon(Enum):
    """Each with its tones in Hz, in their order. They are told apart by how they go."""

    LISTENING = (660.0,)
    UNDERSTOOD = (523.0, 784.0)
    """Up a fifth."""
    NOT_UNDERSTOOD = (440.0, 330.0)
    """Down a fourth."""


class Earcons:
    """Puts the sounds before and after what the voice says."""

    def __init__(self, settings: VoiceSettings) -> None:
        self._below_db = settings.earcons_below_db

    def around(
        self, clips: Sequence[Clip], *, before: Earcon | None, listening: bool
    ) -> tuple[list[Clip], float]:
        """The clips of a speech with their sounds, and how much later (s) the voice begins.

        As many clips as before: what is played is told by clip. With `listening`, its sound comes
        when the voice has ended. Where the voice is silent, so are they.
        """
        level = level_dbfs(np.concatenate([clip.samples for clip in clips]))
        if level <= SILENCE_DBFS:
            return list(clips), 0.0
        gap = np.zeros(round(GAP_SECONDS * SAMPLE_RATE), dtype=np.int16)
        parts = [[clip.samples] for clip in clips]
        delay = 0.0
        if before is not None:
            sound = _at(before, level - self._below_db)
            parts[0] = [sound, gap, *parts[0]]
            delay = (len(sound) + len(gap)) / SAMPLE_RATE
        if listening:
            parts[-1] += [gap, _at(Earcon.LISTENING, level - self._below_db)]
        return [Clip(np.concatenate(part)) for part in parts], delay


def later(course: SpeechTiming, seconds: float) -> SpeechTiming:
    """The course of a speech before which a sound is played."""
    return replace(
        course,
        last_words=course.last_words + seconds,
        ends=course.ends + seconds,
        sentences=tuple(at + seconds for at in course.sentences),
    )


def _at(earcon: Earcon, level: float) -> Samples:
    """`earcon` at an RMS level in dBFS."""
    wave = _wave(earcon)
    rms = float(np.sqrt(np.mean(wave**2)))
    scaled: Samples = np.round(wave / rms * 10 ** (level / 20) * FULL_SCALE).astype(np.int16)
    return scaled


@cache
def _wave(earcon: Earcon) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.concatenate([_tone(frequency) for frequency in earcon.value])


def _tone(frequency: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    times = np.arange(round(_TONE_SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    tone = np.sin(2 * np.pi * frequency * times)
    tone += _OVERTONE * np.sin(4 * np.pi * frequency * times)
    fade = np.minimum(1.0, np.minimum(times, _TONE_SECONDS - times) / _FADE_SECONDS)
    shaped: np.ndarray[tuple[int], np.dtype[np.float64]] = tone * np.sin(0.5 * np.pi * fade) ** 2
    return shaped
