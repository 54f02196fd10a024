"""Under which conditions the recordings are heard."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from voice_rom.errors import FolderNotEvaluable, ScenarioError, UsageMistake
from voice_rom.simulation.acoustics import Acoustics
from voice_rom.simulation.background import QUIET_ROOM_DBFS
from voice_rom.simulation.recordings import read_impulse_response
from voice_rom.simulation.track import Wave

NO_ROOM: Final = "none"


@dataclass(frozen=True)
class RoomSound:
    """What a room adds between mouth and microphone.

    `rt60`: seconds in which the reverberation falls by 60 dB. `direct_to_tail_db`: the energy of
    the direct sound over that of all the reverberation. `measured`: a file with a real room's
    impulse response, which says both.
    """

    rt60: float = 0.0
    direct_to_tail_db: float = 0.0
    measured: Path | None = None

    def acoustics(
        self,
        *,
        echo_db: float | None = None,
        echo_delay: float = 0.0,
        echo_direct_to_tail_db: float | None = None,
    ) -> Acoustics:
        """The room for whoever speaks in it, and for the loudspeaker where that has an echo.

        Raises FolderNotEvaluable when a file is no sound.
        """
        return Acoustics(
            echo_db=echo_db,
            echo_delay=echo_delay,
            rt60=self.rt60,
            direct_to_tail_db=self.direct_to_tail_db,
            measured=None if self.measured is None else _response_in(self.measured),
            echo_direct_to_tail_db=echo_direct_to_tail_db,
        )


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
    """A name in ROOMS, or the path of a measured impulse response."""
    hiss_dbfs: float = QUIET_ROOM_DBFS
    """White noise of the microphone, in every trial from its first sample to its last."""

    @property
    def room_sound(self) -> RoomSound | None:
        return ROOMS[self.room] if self.room in ROOMS else RoomSound(measured=Path(self.room))

    @property
    def room_name(self) -> str:
        """For people, and for results: without the folders that a file lies in."""
        return self.room if self.room in ROOMS else Path(self.room).name


def require_room(name: str) -> str:
    """Return `name`, of a room or of a file with an impulse response.

    Raises UsageMistake, with the names there are, when it is none of them, and FolderNotEvaluable
    for a file that is no impulse response.
    """
    if name in ROOMS:
        return name
    if not Path(name).is_file():
        raise UsageMistake(
            f'There is no room "{name}"; choose from: {", ".join(ROOMS)}, '
            "or give a WAV or FLAC file with a room's impulse response."
        )
    _response_in(Path(name))
    return name


@lru_cache(maxsize=1)
def _response_in(file: Path) -> Wave:
    try:
        return read_impulse_response(file)
    except ScenarioError as error:
        raise FolderNotEvaluable(str(error)) from error
