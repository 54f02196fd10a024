"""How loud the room was, about once a second."""

from voice_rom.ports import RoomLevel
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, SILENCE_DBFS


class RoomLevels:
    """Counts blocks and reports every `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._every = max(1, round(seconds * SAMPLE_RATE / BLOCK_SAMPLES))
        self.reset()

    def reset(self) -> None:
        """Begin again: `peak_dbfs` and `zeros` count from here."""
        self._count = 0
        self._peak = SILENCE_DBFS
        self._zeros = True
        self._loudest_since = SILENCE_DBFS

    def take(self, level_dbfs: float, noise_dbfs: float) -> list[RoomLevel]:
        """Take the next block's level; return a report when one is due."""
        self._count += 1
        self._peak = max(self._peak, level_dbfs)
        self._loudest_since = max(self._loudest_since, level_dbfs)
        self._zeros = self._zeros and level_dbfs <= SILENCE_DBFS
        if self._count % self._every:
            return []
        report = RoomLevel(
            noise_dbfs=noise_dbfs,
            peak_dbfs=self._peak,
            level_dbfs=self._loudest_since,
            zeros=self._zeros,
        )
        self._loudest_since = SILENCE_DBFS
        return [report]
