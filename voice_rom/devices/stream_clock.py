"""When each frame of a stream is in the air, from what its callbacks tell."""

JUMP_SECONDS = 0.05
"""A callback that is off by more shows that frames were lost, or sounded late: begin anew."""

OBSERVATIONS = 50
"""How many observations are averaged, about a second of them: each alone is off by milliseconds,
and the clocks of two devices drift apart by some hundredths of a millisecond a second."""


class StreamClock:
    """Tells the time (s) of any frame, by count, of a stream with `rate` frames a second."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._zero = 0.0
        self._observed = 0

    @property
    def running(self) -> bool:
        """Whether any frame was observed yet."""
        return self._observed > 0

    def observe(self, frame: int, at: float) -> None:
        """A callback said that this frame was, or will be, in the air at this time."""
        zero = at - frame / self._rate
        if abs(zero - self._zero) > JUMP_SECONDS:
            self._observed = 0
        self._observed = min(self._observed + 1, OBSERVATIONS)
        self._zero += (zero - self._zero) / self._observed

    def restart(self) -> None:
        """Forget what was observed: the stream was stopped and started."""
        self._observed = 0

    def time_of(self, frame: float) -> float:
        return self._zero + frame / self._rate
