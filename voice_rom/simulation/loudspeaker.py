"""The simulated loudspeaker: what it was given, sample by sample, and where it was cut off."""

from dataclasses import dataclass

import numpy as np

from voice_rom.sound import SAMPLE_RATE, Samples


@dataclass(frozen=True, eq=False)
class SimulatedPlayback:
    """Samples that leave the loudspeaker from the sample `start` on."""

    start: int
    samples: Samples

    @property
    def end(self) -> int:
        return self.start + len(self.samples)


@dataclass(frozen=True)
class Cut:
    """Somebody asked for silence while the voice was playing. Seconds on the room's clock."""

    asked: float
    last_sound: float | None
    """When the last sample that was not zero left the loudspeaker; None when none did."""


class SimulatedLoudspeaker:
    """Plays one thing at a time. Positions are samples on the room's clock."""

    def __init__(self) -> None:
        self._played: list[SimulatedPlayback] = []
        self.playing: SimulatedPlayback | None = None
        """What is to be heard to its end; None when it was cut off, or is over."""
        self.cuts: list[Cut] = []

    def play(self, start: int, samples: Samples) -> SimulatedPlayback:
        self.playing = SimulatedPlayback(start, samples)
        self._played.append(self.playing)
        return self.playing

    def cut(self, at: int) -> SimulatedPlayback | None:
        """Cut off what is playing; return what of it has sounded, or None when nothing played."""
        playing, self.playing = self.playing, None
        if playing is None:
            return None
        kept = SimulatedPlayback(playing.start, playing.samples[: max(0, at - playing.start)])
        self._played = [kept if piece is playing else piece for piece in self._played]
        self.cuts.append(Cut(at / SAMPLE_RATE, _last_sound(kept)))
        return kept

    def ended(self) -> None:
        """The last sample of what was playing has left."""
        self.playing = None

    def between(self, start: int, end: int) -> Samples | None:
        """What sounds in [start, end), or None for silence. Time only goes forward."""
        if not self._played:
            return None
        self._played = [piece for piece in self._played if piece.end > start]
        sounding = [piece for piece in self._played if piece.start < end]
        if not sounding:
            return None
        first = sounding[0]
        if first.start <= start and end <= first.end:
            return first.samples[start - first.start : end - first.start]
        return _joined(sounding, start, end)


def _joined(pieces: list[SimulatedPlayback], start: int, end: int) -> Samples:
    joined = np.zeros(end - start, dtype=np.int16)
    for piece in pieces:
        first, last = max(start, piece.start), min(end, piece.end)
        if first < last:
            joined[first - start : last - start] = piece.samples[
                first - piece.start : last - piece.start
            ]
    return joined


def _last_sound(playing: SimulatedPlayback) -> float | None:
    sounding = np.flatnonzero(playing.samples)
    if len(sounding) == 0:
        return None
    return (playing.start + int(sounding[-1])) / SAMPLE_RATE
