"""The natural voice by name: what is known of it without loading it. See `natural_driver`."""

from importlib.util import find_spec
from typing import Final

NATURAL: Final = "natural"
"""pyttsx3's driver, and its only voice."""

VOICE_NAME: Final = "Natural (Heart, American English)"

NATURAL_PACKAGE: Final = "hibari-tts"

LIBRARIES: Final = ("hibari", "onnxruntime")

ENDING_SECONDS: Final = 0.03
"""Of silence, that every text ends with: one that does not was cut off."""

_SPEEDS: Final = ((110, 0.615), (150, 0.80), (200, 1.17))
"""Rates (words a minute), and hibari's speed at which it takes as long as espeak-ng does: 315, 231
and 174 s for 87 of our texts. Its sounds do not shrink in proportion: no straight line."""

_SLOWEST, _FASTEST = 0.4, 2.0


def speed_for(rate: float) -> float:
    """The speed to ask hibari for, at a rate in words a minute."""
    below, above = _SPEEDS[:2] if rate < _SPEEDS[1][0] else _SPEEDS[1:]
    share = (rate - below[0]) / (above[0] - below[0])
    return min(_FASTEST, max(_SLOWEST, below[1] + share * (above[1] - below[1])))


def is_installed() -> bool:
    """Whether the extra is there; whether it works shows when it speaks."""
    return all(find_spec(library) is not None for library in LIBRARIES)
