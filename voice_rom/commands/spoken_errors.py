"""Says aloud why a session cannot start, where there is a voice: not everybody can read it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from voice_rom.core.assessment.settings import Settings
from voice_rom.errors import ModelDamaged, ModelMissing, NoMicrophone, VoiceRomError

PHRASES: Final[dict[type[VoiceRomError], str]] = {
    NoMicrophone: "no_microphone",
    ModelMissing: "no_model",
    ModelDamaged: "no_model",
}


@contextmanager
def said_aloud(settings: Settings) -> Iterator[None]:
    """Pass errors on, after saying those that a person can mend at once."""
    try:
        yield
    except tuple(PHRASES) as error:
        with suppress(VoiceRomError):  # the first error is the one to tell
            _say(settings, PHRASES[type(error)])
        raise


def _say(settings: Settings, phrase: str) -> None:
    from voice_rom.app import open_voice
    from voice_rom.content.load import load_content
    from voice_rom.core.assessment.texts import Texts
    from voice_rom.core.protocol.effects import Prosody
    from voice_rom.devices.check import DeviceCheck

    content = load_content(settings.session.language)
    lines = Texts(content.texts).phrase(phrase)
    voice = open_voice(settings)
    try:
        with DeviceCheck(settings.devices) as check:
            for clip in voice.clips(lines, Prosody(settings.voice.rate, settings.voice.gain_db)):
                check.play(clip)
    finally:
        voice.close()
