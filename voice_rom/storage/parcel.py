"""What is new of one session, on its way from a room's file to the database of all rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RoomIdentity:
    """Two rooms may have the same name; the id is random, and made with the room's file."""

    id: str
    name: str


@dataclass(frozen=True)
class Parcel:
    """The session's row as it is now, with the answers that are not yet known to be there."""

    session: Mapping[str, Any]
    answers: Sequence[Mapping[str, Any]]
    """Their rows, in the order in which they were given."""

    @property
    def session_id(self) -> str:
        return str(self.session["id"])

    @property
    def sequence(self) -> int:
        """The number of the session's last change in it."""
        return int(self.session["sequence"])
