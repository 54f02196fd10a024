"""Another renderer in place of the voice itself, with the same voice where it has it."""

from collections.abc import Callable
from typing import Final

from voice_rom.core.protocol.events import VoiceKind
from voice_rom.sound import Samples
from voice_rom.speaking.prefetcher import Text
from voice_rom.speaking.renderer import ESPEAK, Renderer, Speech


class StandIn:
    """A `Speaker`. It keeps nothing: the cache is for the voice itself."""

    kind: Final = VoiceKind.STAND_IN

    def __init__(self, renderer: Renderer, espeak_voice: Callable[[], str]) -> None:
        """`espeak_voice`: how espeak calls the voice to speak with; empty: its usual one."""
        self._renderer = renderer
        self._espeak_voice = espeak_voice

    def speak(self, text: Text) -> Samples:
        return self._renderer.render(Speech(text.text, ESPEAK, self._espeak_voice(), text.rate))

    def prepare(self, text: Text) -> None:
        """It is quick: nobody would notice."""

    def try_again(self, text: Text) -> None:
        self.speak(text)

    def close(self) -> None:
        self._renderer.close()
