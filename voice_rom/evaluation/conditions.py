"""Under which conditions the recordings are heard."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_rom.errors import UsageMistake
from voice_rom.simulation.background import QUIET_ROOM_DBFS

NO_ROOM: Final = "none"


@dataclass(frozen=True)
class RoomSound:
    """What a room adds between mouth and microphone.

    `rt60`: seconds in which the reverberation falls by 60 dB. `direct_to_tail_db`: the energy of
    the direct sound over that of all the reverberation.
    """

    rt60: float
    direct_to_tail_db: float


ROOMS: Final = {
    NO_ROOM: None,
    "bedroom": RoomSound(rt60=0.3, direct_to_tail_db=0.0),  # carpet and curtains, 1.5 m away
    "living-room": RoomSound(rt60=0.5, direct_to_tail_db=-3.0),  # 2.5 m away
}


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What is done to every recording before it is heard."""

    snr_db: float | None = None
    """Mean power of the recording over that of the noise; None: no noise is mixed in."""
    noise: Path | None = None
    """The noise to mix in; there is one whenever `snr_db` is given."""
    gain_db: float = 0.0
    room: str = NO_ROOM
    hiss_dbfs: float = QUIET_ROOM_DBFS
    """White noise of the microphone, in every trial from its first sample to its last."""

    @property
    def room_sound(self) -> RoomSound | None:
        return ROOMS[self.room]


def require_room(name: str) -> str:
    """Return `name`. Raises UsageMistake, with the names there are, when it is none of them."""
    if name not in ROOMS:
        raise UsageMistake(f'There is no room "{name}"; choose from: {", ".join(ROOMS)}.')
    return name
