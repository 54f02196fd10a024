"""What was heard, before anybody asks what it means."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """One word as the recogniser aligned it.

    `start` and `end` are seconds on the room's clock; `confidence` is the recogniser's own,
    from 0 to 1, and 1.0 on a wrong word is common: never rely on it alone.
    """

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """Speech between two silences.

    Times are seconds on the room's clock. `end` is where speech ended, `decided` when the
    listener handed the utterance over. Levels are dB relative to full scale (dBFS, RMS).
    """

    words: tuple[Word, ...]
    start: float
    end: float
    decided: float
    level_dbfs: float
    noise_dbfs: float
    too_long: bool = False
    """It reached the limit of length and was closed while somebody, or something, still went on."""
    during_voice: bool = False
    """It began while the program's own voice was playing."""
    high_band_db: float | None = None
    """How far the most that the microphone gave above 5 kHz meanwhile is from the most that it gave
    below 3.4 kHz, in dB: a telephone's gives nothing. None: not known."""
    clipped: float = 0.0
    """The share of the microphone's samples meanwhile that are as loud as a sample can be."""

    @property
    def seconds(self) -> float:
        """How long it lasted, from its first word to its last."""
        return max(0.0, self.end - self.start)

    @property
    def over_noise_db(self) -> float:
        """How far it stood out from the room's noise, in dB."""
        return self.level_dbfs - self.noise_dbfs

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)
