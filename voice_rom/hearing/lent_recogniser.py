"""A recogniser that many sessions have in turn: each would take 0.8 s to load one of its own.

Whatever a recogniser heard before, it gives the same words for the same samples
(`vosk_model.py`), so a session goes as it would with its own.
"""

from voice_rom.hearing.loading import RestartableRecogniser
from voice_rom.ports import RecognisedWord, SecondLook
from voice_rom.sound import Samples


class LentRecogniser:
    """One that stays when a session lets it go."""

    def __init__(self, owned: RestartableRecogniser) -> None:
        self._owned = owned

    @property
    def alive(self) -> bool:
        return self._owned.alive

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        return self._owned.recognise(samples)

    def look_again(self, samples: Samples) -> SecondLook:
        return self._owned.look_again(samples)

    def recognise_sentence(self, samples: Samples) -> tuple[tuple[RecognisedWord, ...], ...]:
        return self._owned.recognise_sentence(samples)

    def recognise_openly(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        return self._owned.recognise_openly(samples)

    def close(self) -> None:
        """Nothing: whoever lends it closes it."""
