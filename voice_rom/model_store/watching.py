"""What fetching a model tells of itself while it goes on."""

from typing import Protocol


class SourceFailed(Exception):
    """One source did not give the archive; `str(error)` is why, in a few words."""


class Watcher(Protocol):
    """Whoever wants to know how the fetching goes."""

    def say(self, line: str) -> None:
        """A line for the person: what begins, or what failed."""

    def received(self, done: int, total: int) -> None:
        """So many bytes of the archive are here."""
