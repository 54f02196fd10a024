"""Sounds laid out on the sample clock, and what of them falls into a stretch of time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice_rom.sound import Samples

Wave = npt.NDArray[np.float32]
"""Shape (samples,), mono, at SAMPLE_RATE, in steps of int16: full scale is 32768."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A sound that begins at the sample `start`."""

    start: int
    wave: Wave

    @property
    def end(self) -> int:
        return self.start + len(self.wave)


class Track:
    """Pieces that add up where they overlap. Time only goes forward: what is past is dropped."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []

    def add(self, start: int, wave: Wave) -> Piece:
        piece = Piece(start, wave)
        self._pieces.append(piece)
        return piece

    def remove(self, piece: Piece) -> None:
        """Take a piece away again; nothing happens when it is over already."""
        self._pieces = [kept for kept in self._pieces if kept is not piece]

    def sounds(self, start: int, end: int) -> bool:
        """Whether any piece reaches into [start, end). Drops what ends before `start`."""
        if not self._pieces:
            return False
        self._pieces = [piece for piece in self._pieces if piece.end > start]
        return any(piece.start < end for piece in self._pieces)

    def mix_into(self, wave: Wave, start: int) -> None:
        """Add what sounds from `start` on to `wave`."""
        end = start + len(wave)
        for piece in self._pieces:
            first, last = max(start, piece.start), min(end, piece.end)
            if first < last:
                wave[first - start : last - start] += piece.wave[
                    first - piece.start : last - piece.start
                ]


def as_wave(samples: Samples, gain_db: float = 0.0) -> Wave:
    """Samples of shape (samples,) as a wave, louder by `gain_db`."""
    wave: Wave = samples.astype(np.float32)
    if gain_db:
        wave *= np.float32(10.0 ** (gain_db / 20.0))
    return wave


def as_samples(wave: Wave) -> Samples:
    """A wave as samples of the same shape, cut off at full scale as a microphone does it."""
    return np.clip(np.rint(wave), -32_768, 32_767).astype(np.int16)
