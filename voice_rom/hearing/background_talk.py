"""Talk in the room that goes on and on, and is not meant for the program: television, visitors.

Whoever takes part is closer to the microphone, and clearly louder. So where somebody has talked for
half of the time, softer than the person's last answer, only what stands out from that talk, and is
not much softer than that answer, is a voice, until there is less of it. Before the first answer, it
is whoever talks so much.

Talk as loud as the person cannot be told from them by its level. But nobody talks to the program
for most of a long while: then it is noise, though each of its words is still listened to.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from voice_rom.core.assessment.settings import HearingSettings
from voice_rom.hearing.voice_detector import CHUNK_SAMPLES
from voice_rom.sound import SAMPLE_RATE, SILENCE_DBFS

_LOUD_PART: Final = 90.0
"""Percentile of the levels of the talk's chunks: vowels are louder than what lies between them."""


_SOFTER_DB: Final = 1.0
"""By so much at most does an answer lower what is known of the person's level."""


class BackgroundTalk:
    """Follows the level of everything that is like a voice, chunk by chunk, over the turns."""

    def __init__(self, settings: HearingSettings) -> None:
        self._settings = settings
        window = round(settings.talk_window_seconds * SAMPLE_RATE / CHUNK_SAMPLES)
        self._levels: deque[float] = deque([SILENCE_DBFS] * window, maxlen=window)
        """Of each chunk of the window; SILENCE_DBFS where it was no talk."""
        long = round(settings.loud_talk_window_seconds * SAMPLE_RATE / CHUNK_SAMPLES)
        self._voices: deque[float] = deque([SILENCE_DBFS] * long, maxlen=long)
        """The same for every voice, however loud."""
        self._person_dbfs: float | None = None
        self._unanswered = 0
        """Chunks since the person's last answer."""
        self._goes_on = False

    def person(self, loudest_dbfs: float) -> None:
        """Somebody has answered: so loud (dBFS, RMS) was it at most.

        A softer answer may have come from the talk itself: it is followed only little by little.
        """
        known = SILENCE_DBFS if self._person_dbfs is None else self._person_dbfs
        self._person_dbfs = max(loudest_dbfs, known - _SOFTER_DB)
        self._unanswered = 0

    def take(self, level_dbfs: float, *, is_voice: bool) -> None:
        """Take the next chunk: its level (dBFS, RMS), and whether it is like a voice at all."""
        self._unanswered += 1
        is_talk = is_voice and level_dbfs < self._most_dbfs
        self._levels.append(level_dbfs if is_talk else SILENCE_DBFS)
        self._voices.append(level_dbfs if is_voice else SILENCE_DBFS)
        share = self._settings.talk_ends if self._goes_on else self._settings.talk_begins
        self._goes_on = len(_sounding(self._levels)) >= share * len(self._levels)

    @property
    def dbfs(self) -> float:
        """How loud the talk is (dBFS, RMS); SILENCE_DBFS where there is none."""
        if self._goes_on:
            return _loud_part(_sounding(self._levels))
        voices = _sounding(self._voices)
        if len(voices) >= self._settings.loud_talk_share * len(self._voices):
            return _loud_part(voices)
        return SILENCE_DBFS

    @property
    def least_dbfs(self) -> float:
        """The level (dBFS, RMS) under which nothing is a voice that is meant for the program."""
        if not self._goes_on:
            return SILENCE_DBFS
        talk = self.dbfs
        over_talk = talk + self._settings.over_talk_db
        if self._person_dbfs is None:
            return over_talk
        always_counts = self._person_dbfs - self._settings.person_varies_db
        much_softer = self._person_dbfs - self._softer_db
        clear = talk + self._settings.clear_over_talk_db
        return max(min(over_talk, always_counts), min(much_softer, clear))

    @property
    def _softer_db(self) -> float:
        """By how much the person may have become softer since the last answer."""
        since = self._unanswered * CHUNK_SAMPLES / SAMPLE_RATE
        return self._settings.person_softer_db + self._settings.person_softer_db_per_second * since

    @property
    def _most_dbfs(self) -> float:
        """What is louder is the person's own voice."""
        return self.least_dbfs if self._goes_on else self._most_of_talk_dbfs

    @property
    def _most_of_talk_dbfs(self) -> float:
        if self._person_dbfs is None:
            return 0.0
        return self._person_dbfs - self._settings.talk_below_person_db


def _sounding(levels: Iterable[float]) -> list[float]:
    return [level for level in levels if level > SILENCE_DBFS]


def _loud_part(levels: Sequence[float]) -> float:
    return float(np.percentile(levels, _LOUD_PART))
