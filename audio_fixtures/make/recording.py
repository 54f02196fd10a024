"""One recording that is to be made: where it goes, what it says, how its samples come about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audio_fixtures.make.signal import Signal
from audio_fixtures.make.voices import Voice
from voice_rom.core.language.meanings import Meant

Parameter = str | float | int
"""What stands in the manifest about the making of a recording."""


@dataclass(frozen=True, eq=False)
class Recording:
    """`name` is the path below audio_fixtures without its ending: "words/yes/espeak-f2"."""

    name: str
    voice: Voice | None
    words: str
    condition: str
    signal: Signal
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    meant: Meant | None = None
    """What it means in the end, where that is written down."""
