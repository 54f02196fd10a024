"""The only way out of the voice: whatever spoke, it leaves at one level, unclipped, in small steps.

Signals have shape (samples,), mono, at SAMPLE_RATE.
"""

from collections.abc import Sequence

import numpy as np

from voice_rom.core.assessment.settings import VoiceSettings
from voice_rom.sound import SAMPLE_RATE, Clip, Samples
from voice_rom.speaking.loudness import levelled


class OutputGain:
    """Remembers how loud the last speech was, so that the next is never much louder or softer."""

    def __init__(self, settings: VoiceSettings) -> None:
        self._settings = settings
        self.gain_db = settings.gain_db
        """The last speech's, in dB against the normal level."""

    def clips(self, sentences: Sequence[Samples], gain_db: float) -> list[Clip]:
        """One clip a sentence, each but the last ending in the gap that parts two sentences.

        The last one ends with its speech: listening begins when it has been played. Where `gain_db`
        is more than a step away from the last speech's gain, it is one step for now; the next
        speech goes on from there.
        """
        self.gain_db = stepped(self.gain_db, gain_db, self._settings.most_step_db)
        level_dbfs = self._settings.level_dbfs + self.gain_db
        peak_dbfs = self._settings.peak_dbfs
        spoken = [levelled(it, level_dbfs=level_dbfs, peak_dbfs=peak_dbfs) for it in sentences]
        gap = np.zeros(round(self._settings.gap_seconds * SAMPLE_RATE), dtype=np.int16)
        return [Clip(np.concatenate([sound, gap])) for sound in spoken[:-1]] + [
            Clip(sound) for sound in spoken[-1:]
        ]


def stepped(last: float, wanted: float, most: float) -> float:
    """From `last` towards `wanted`, by `most` at most, either way."""
    return min(max(wanted, last - most), last + most)
