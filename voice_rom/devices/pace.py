"""Notices a device that runs at another rate than it was opened with."""

PACE_SECONDS = 1.2
"""All of this must be at the wrong pace: a stream that was held up is slow once, and then fast."""

SHORTEST_SECONDS = 0.2
"""Less is not measured: the frames come in blocks, some of them in bunches."""

MOST_TIMES = 1.5
"""Times too fast or too slow: a headset that changes from music to calls goes from 48 to 16 kHz.
What is nearer is drift, or a busy machine, and stays understandable."""


class Pace:
    """Compares the frames that passed with the time that passed. Pure: the times (s) are given."""

    def __init__(self, rate: float, now: float) -> None:
        """The stream says that it has so many frames a second; none has passed yet."""
        self._rate = rate
        self._measured = now
        self._frames = 0
        self._direction = 0
        """-1: too slow; 1: too fast; 0: right."""
        self._since = now
        """From when on it was so."""

    def is_wrong(self, frames: int, now: float) -> bool:
        """Whether it runs at another rate; `frames` have passed since the stream was opened."""
        seconds = now - self._measured
        if seconds >= SHORTEST_SECONDS:
            times = (frames - self._frames) / seconds / self._rate
            direction = (times > MOST_TIMES) - (times < 1.0 / MOST_TIMES)
            if direction != self._direction:
                self._direction, self._since = direction, self._measured
            self._measured, self._frames = now, frames
        return self._direction != 0 and self._measured - self._since >= PACE_SECONDS
