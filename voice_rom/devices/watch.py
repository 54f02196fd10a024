"""Notices a device that has gone away, which raises nothing, and when to look for it again."""

from typing import Protocol

STARTING_SECONDS = 3.0
"""A stream may take so long to come into its rhythm: a sound server that changes its buffers for a
new client hands over nothing for up to two seconds."""


class Called(Protocol):
    """What a stream's callback leaves behind. Times in seconds."""

    @property
    def since(self) -> float:
        """When the stream was opened."""

    @property
    def last_callback(self) -> float:
        """Before the first callback: when the stream was opened."""


class Watch:
    """Judges one device from its stream. Pure: the times (s) are given."""

    def __init__(self, *, gone_after: float, retry_after: float) -> None:
        """A stream without a callback for `gone_after` s is dead."""
        self._gone_after = gone_after
        self._retry_after = retry_after
        self._next_try = 0.0

    def why_gone(self, stream: Called, *, active: bool, now: float) -> str | None:
        """The reason to call the device gone, or None while all is well."""
        if not active:
            return "the system ended its stream"
        age = now - stream.last_callback
        starting = self.starting(stream, now)
        limit = max(self._gone_after, STARTING_SECONDS) if starting else self._gone_after
        return f"nothing came from it for {age:.1f} s" if age > limit else None

    def starting(self, stream: Called, now: float) -> bool:
        """Whether what is odd about the stream is no fault yet."""
        return now - stream.since < STARTING_SECONDS

    def tried(self, now: float) -> None:
        """It was looked for, in vain."""
        self._next_try = now + self._retry_after

    def try_again(self, now: float) -> bool:
        """Whether it is time to look for the device."""
        return now >= self._next_try
