"""A voice that renders nothing ahead of time."""

from collections.abc import Sequence

from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody
from voice_rom.core.protocol.events import VoiceChanged
from voice_rom.ports import Voice
from voice_rom.sound import Clip


class OnDemandVoice:
    """Implements `ports.Voice` around another one, for virtual time.

    There a sentence is waited for without any time passing, and most of what could be said never
    is: to render all of a language at one rate takes 6 s of a processor.
    """

    def __init__(self, inner: Voice) -> None:
        self._inner = inner

    def clips(self, lines: Sequence[Line], prosody: Prosody) -> list[Clip]:
        return self._inner.clips(lines, prosody)

    def prepare(self, lines: Sequence[Line], prosody: Prosody) -> None:
        """Nothing."""

    def news(self) -> VoiceChanged | None:
        return self._inner.news()

    def close(self) -> None:
        self._inner.close()
