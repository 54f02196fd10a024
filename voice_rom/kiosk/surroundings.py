"""What a visit takes place in: the room, and who else is told what happens there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voice_rom.ports import Alarm, Display, Room


@dataclass(frozen=True)
class Surroundings:
    """What the room is made of, and who else is told what happens in it."""

    room: Room
    witnesses: Sequence[Display] = ()
    alarm: Alarm | None = None
    virtual: bool = False
    """Its clock runs as fast as it is asked."""
    loudspeaker: Callable[[], str] = str
    """Gives its name, as a person may know it; empty: it has none."""

    def names(self) -> tuple[str, str]:
        """Those of the microphone and of the loudspeaker."""
        return self.room.microphone, self.loudspeaker()
