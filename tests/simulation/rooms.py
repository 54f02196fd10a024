"""Small rooms, sounds and recordings for the tests of the simulation."""

from collections.abc import Sequence

import numpy as np

from voice_rom.errors import ScenarioError
from voice_rom.ports import Signal, TimeReached
from voice_rom.simulation.acoustics import Acoustics
from voice_rom.simulation.background import white_noise
from voice_rom.simulation.room import RoomSetup, SimulatedRoom
from voice_rom.simulation.sound_file import SoundFile
from voice_rom.sound import SAMPLE_RATE, SILENCE_DBFS, Block, Clip, Samples


def silent_setup(
    *,
    echo_db: float | None = None,
    echo_delay: float = 0.0,
    rt60: float = 0.0,
    noise_dbfs: float = SILENCE_DBFS,
    longest: float = 60.0,
) -> RoomSetup:
    """A room without echo in which nothing sounds."""
    return RoomSetup(
        microphone="a test's microphone",
        acoustics=Acoustics(echo_db=echo_db, echo_delay=echo_delay, rt60=rt60),
        background=white_noise(noise_dbfs, seed=1),
        seed=1,
        longest=longest,
    )


def silent_room(record: SoundFile | None = None) -> SimulatedRoom:
    return SimulatedRoom(silent_setup(), record)


def counting(length: int, first: int = 1) -> Samples:
    """`length` samples, every one another number: their places can be told apart."""
    return np.arange(first, first + length, dtype=np.int16)


def clip(length: int, first: int = 1) -> Clip:
    return Clip(counting(length, first))


def everything(room: SimulatedRoom, until: float) -> list[tuple[float, Signal]]:
    """All that happens until then, each with the time at which it is told."""
    happened: list[tuple[float, Signal]] = []
    while True:
        signal = room.next(until)
        happened.append((room.now(), signal))
        if isinstance(signal, TimeReached):
            return happened


def microphone(room: SimulatedRoom, until: float) -> Samples:
    """What the microphone gives until then, shape (samples,)."""
    blocks = [signal for _, signal in everything(room, until) if isinstance(signal, Block)]
    return np.concatenate([block.samples for block in blocks])


def loudspeaker(room: SimulatedRoom, until: float) -> Samples:
    """What the blocks say was played until then, shape (samples,); silence is zeros."""
    blocks = [signal for _, signal in everything(room, until) if isinstance(signal, Block)]
    return np.concatenate(
        [np.zeros(320, np.int16) if block.played is None else block.played for block in blocks]
    )


class ShortRecordings:
    """A tenth of a second under each name that is given."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)

    def samples(self, name: str) -> Samples:
        if name not in self.names:
            raise ScenarioError(f'There is no recording "{name}".')
        return np.full(SAMPLE_RATE // 10, 1000, dtype=np.int16)


VOICE = "anna"
WORDS = ("yes", "no", "not_sure", "left", "right", "straight", "ready", "continue", "done", "stop")


def short_recordings() -> ShortRecordings:
    """Some words by one voice, a phrase, a cough and a fan."""
    return ShortRecordings(
        [
            *(f"words/{word}/{VOICE}" for word in WORDS),
            f"phrases/uh_yes/{VOICE}",
            "words/yes/bert",
            "noise/cough",
            "noise/fan",
        ]
    )
