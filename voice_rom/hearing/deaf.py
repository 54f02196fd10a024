"""A recogniser for a language that there is no speech model for: it understands nothing."""

from typing import Final

from voice_rom.ports import RecognisedWord, SecondLook
from voice_rom.sound import Samples

_NOTHING: Final = SecondLook(words=(), gain=0.0)


class DeafRecogniser:
    """Implements `ports.Recogniser`; whoever takes part answers with keys."""

    alive: Final = True

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:  # noqa: ARG002 - a port
        return ()

    def look_again(self, samples: Samples) -> SecondLook:  # noqa: ARG002 - a port
        return _NOTHING

    def recognise_sentence(self, samples: Samples) -> tuple[tuple[RecognisedWord, ...], ...]:  # noqa: ARG002 - a port
        return ()

    def recognise_openly(self, samples: Samples) -> tuple[RecognisedWord, ...]:  # noqa: ARG002 - a port
        return ()

    def close(self) -> None:
        """Nothing is held."""
