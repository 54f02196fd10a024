"""The loudspeaker: what it plays, when that is over, and what it sounded when."""

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from voice_rom.devices.output_feed import OutputFeed
from voice_rom.devices.playing import Playing
from voice_rom.sound import BLOCK_SAMPLES, Clip, Samples

REMEMBERED = 4
"""Pieces of sound; the microphone's blocks ask for those of some tenths of a second ago."""

JITTER_SAMPLES = 16
"""1 ms: by so much the two streams' times may differ from block to block without meaning it. An
echo canceller needs samples that go on without a step more than it needs the exact time."""


class Loudspeaker:
    """Plays through whatever stream there is at the moment, or into nowhere. For one thread."""

    def __init__(self, now: Callable[[], float]) -> None:
        """`now` gives seconds; all times are on that clock."""
        self._now = now
        self.output_feed: OutputFeed | None = None
        """The stream in use. Whoever opens and loses devices sets it."""
        self._current: Playing | None = None
        self._played: deque[Playing] = deque(maxlen=REMEMBERED)
        self._last: tuple[Playing, int] | None = None

    @property
    def sounding(self) -> bool:
        return self._current is not None

    def play(self, clips: Sequence[Clip]) -> None:
        """Play these one after the other, in place of what is playing."""
        self.silence()
        nothing: Samples = np.zeros(0, dtype=np.int16)
        samples = np.concatenate([nothing, *(clip.samples for clip in clips)])
        self._current = Playing(samples, self.output_feed, self._now())
        self._played.append(self._current)

    def silence(self) -> None:
        """Give the stream nothing more. What it has already may still sound, for its latency."""
        if self._current is not None:
            self._current.cut(self._now())
            self._current = None

    def ends(self) -> float | None:
        """When the last sample of what is playing leaves the loudspeaker; None: nothing plays."""
        if self.output_feed is not None:
            self.output_feed.look()
        return None if self._current is None else self._current.ends()

    def end(self) -> None:
        """What is playing has ended."""
        if self._current is not None:
            self._current.settle()
            self._current = None

    def heard(self, start: float) -> Samples | None:
        """The BLOCK_SAMPLES samples that sounded from this time on; None while silent."""
        for playing in reversed(self._played):
            first = self._without_jitter(playing, playing.sample_at(start))
            sound = playing.heard(first, BLOCK_SAMPLES)
            if sound is not None:
                self._last = (playing, first + BLOCK_SAMPLES)
                return sound
        return None

    def was_silent(self, start: float, end: float) -> bool:
        """Whether nothing sounded between these times."""
        return not any(playing.sounded(start, end) for playing in self._played)

    def _without_jitter(self, playing: Playing, first: int) -> int:
        if self._last is not None:
            last_playing, expected = self._last
            if last_playing is playing and abs(first - expected) <= JITTER_SAMPLES:
                return expected
        return first
