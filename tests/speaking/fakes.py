"""Speakers and renderers that fail as they are told."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from voice_rom.core.protocol.events import VoiceKind
from voice_rom.errors import VoiceRomError, VoiceUnavailable
from voice_rom.sound import SAMPLE_RATE, Samples
from voice_rom.speaking.prefetcher import Text
from voice_rom.speaking.protocol import DriverDescription, VoiceDescription
from voice_rom.speaking.renderer import Renderer, Speech


def noise(seconds: float = 1.0) -> Samples:
    loud = np.random.default_rng(1).normal(0.0, 3_000.0, round(seconds * SAMPLE_RATE))
    return loud.astype(np.int16)


@dataclass
class FakeSpeaker:
    """Implements `Speaker`. As long as `problem` is set, that is what comes of everything."""

    kind: VoiceKind
    problem: Exception | None = None
    asked: list[str] = field(default_factory=list)
    tried_again: list[str] = field(default_factory=list)
    closed: int = 0

    def speak(self, text: Text) -> Samples:
        self.asked.append(text.text)
        self._fail()
        return noise()

    def prepare(self, text: Text) -> None:
        self.speak(text)

    def try_again(self, text: Text) -> None:
        self.tried_again.append(text.text)
        self._fail()

    def close(self) -> None:
        self.closed += 1

    def _fail(self) -> None:
        if self.problem is not None:
            raise self.problem


class Mortal:
    """A `SentenceRenderer` by another renderer; it works until it dies."""

    def __init__(self, renderer: Renderer, lives: Callable[[int], bool]) -> None:
        """`lives` is asked before each text, with how many texts there were before it."""
        self._renderer = renderer
        self._lives = lives
        self.asked = 0
        self.problem: VoiceRomError = VoiceUnavailable("The voice has died.")

    def describe(self, driver: str) -> DriverDescription:
        voice = VoiceDescription("gmw/en-us", "English (America)", ("en-us",), "")
        return DriverDescription(driver, "1", voice.id, (voice,), ())

    def render(self, speech: Speech) -> Samples:
        self.asked += 1
        if not self._lives(self.asked - 1):
            raise self.problem
        return self._renderer.render(speech)

    def close(self) -> None:
        self._renderer.close()
