"""Loudspeakers that sleep: what of a stream never leaves them.

Whatever is not zero keeps them awake, however faint it is.
"""

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_rom.sound import SAMPLE_RATE, Samples

ASLEEP_AFTER: Final = 5 * SAMPLE_RATE
"""Zeros in a row after which it sleeps. It sleeps at the beginning, too."""
WAKES_IN: Final = round(1.5 * SAMPLE_RATE)
"""What is swallowed while it wakes."""
CUT_OFF: Final = round(0.5 * SAMPLE_RATE)
"""What is swallowed before silence, by one that switches off too early."""
OFF_AFTER: Final = SAMPLE_RATE
"""Zeros in a row that are silence to such a one: more than the gap between two sentences."""


class LoudspeakerKind(StrEnum):
    PLAIN = "plain"
    SLEEPS = "sleeps"
    """It drops the first 1.5 s after 5 s of zeros."""
    CUTS_OFF = "cuts_off"
    """It drops the last 0.5 s before silence, or before the stream's end."""


class SleepingLoudspeaker:
    """Takes the stream that the loudspeaker is given, block by block."""

    def __init__(self, kind: LoudspeakerKind) -> None:
        self._kind = kind
        self._zeros = ASLEEP_AFTER
        """How many zeros in a row there were last."""
        self._waking = 0
        """How many samples are swallowed yet."""
        self._latest: Samples = np.zeros(0, dtype=np.int16)
        """The voice's part in the stream up to the last that was not zero."""
        self.swallowed = 0
        """Samples of the voice that never left it."""

    def take(self, given: Samples, voice: Samples | None) -> None:
        """Take the next samples, and what of them is the voice's; None: nothing."""
        if self._kind is LoudspeakerKind.PLAIN:
            return
        words = np.zeros_like(given) if voice is None else voice
        if self._kind is LoudspeakerKind.SLEEPS:
            self._wake(given, words)
        else:
            self._stay_on(given, words)

    def end(self) -> None:
        """The stream is over."""
        if self._kind is LoudspeakerKind.CUTS_OFF:
            self._switch_off()

    def _wake(self, given: Samples, words: Samples) -> None:
        sounding = np.flatnonzero(given)
        begin = 0
        if self._zeros >= ASLEEP_AFTER and len(sounding):
            begin, self._waking = int(sounding[0]), WAKES_IN
        end = min(len(given), begin + self._waking)
        self._waking -= end - begin
        self.swallowed += int(np.count_nonzero(words[begin:end]))
        self._count_zeros(given, sounding)

    def _stay_on(self, given: Samples, words: Samples) -> None:
        sounding = np.flatnonzero(given)
        if len(sounding):
            before = np.zeros(min(self._zeros, CUT_OFF), dtype=np.int16)
            upto = words[: int(sounding[-1]) + 1]
            self._latest = np.concatenate((self._latest, before, upto))[-CUT_OFF:]
        self._count_zeros(given, sounding)
        if self._zeros >= OFF_AFTER:
            self._switch_off()

    def _switch_off(self) -> None:
        self.swallowed += int(np.count_nonzero(self._latest))
        self._latest = self._latest[:0]

    def _count_zeros(self, given: Samples, sounding: NDArray[np.intp]) -> None:
        if len(sounding):
            self._zeros = len(given) - 1 - int(sounding[-1])
        else:
            self._zeros += len(given)
