"""How loud the room is when nobody speaks."""

from collections import deque

from voice_rom.sound import SILENCE_DBFS

_PARTS = 6


class NoiseFloor:
    """The lowest level of the last few seconds: speech has gaps, a room's noise has none."""

    def __init__(self, window_blocks: int) -> None:
        """`window_blocks`: how many blocks to look back."""
        self._part_blocks = max(1, window_blocks // _PARTS)
        self._parts: deque[float] = deque(maxlen=_PARTS)
        self._lowest: float | None = None
        self._count = 0

    @property
    def dbfs(self) -> float:
        """The floor in dBFS; SILENCE_DBFS as long as nothing was heard."""
        known = [*self._parts, *([] if self._lowest is None else [self._lowest])]
        return min(known, default=SILENCE_DBFS)

    def take(self, level_dbfs: float) -> None:
        """Take the next block's level."""
        self._lowest = level_dbfs if self._lowest is None else min(self._lowest, level_dbfs)
        self._count += 1
        if self._count >= self._part_blocks:
            self._parts.append(self._lowest)
            self._lowest = None
            self._count = 0
