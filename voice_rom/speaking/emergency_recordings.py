"""A few sentences that are there even when no voice works, made ahead of time in each language."""

import re
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Final

from voice_rom.content.load import load_safety
from voice_rom.core.protocol.events import VoiceKind
from voice_rom.data_files import prompts_folder
from voice_rom.errors import VoiceRomError
from voice_rom.sound import Samples
from voice_rom.speaking.prefetcher import Text
from voice_rom.speaking.recording import UnusableRecordingError, read_sound
from voice_rom.speaking.wording import VoiceWording, voice_wording

RECORDINGS: Final = "emergency"
"""The folder of them, in that of the language."""

_NUMBER: Final = re.compile(r"\d(?:[\d ]*\d)?")
"""A number to call, written or digit by digit: "112", "1 1 2"."""


class EmergencyRecordings:
    """A `Speaker` that has few texts, at one rate. A language without recordings has none."""

    kind: Final = VoiceKind.RECORDINGS

    def __init__(self, language: str, prompts: Path | None = None) -> None:
        """The folder of `language` is in `prompts` (default: the program's own)."""
        self._language = language
        self._prompts = prompts

    @cached_property
    def texts(self) -> VoiceWording | None:
        """None where the language has none: then nothing can be recorded in it."""
        try:
            return voice_wording(self._language, self._prompts)
        except VoiceRomError:
            return None

    @cached_property
    def number(self) -> str:
        """What is recorded in place of any number to call. Raises like `load_content`."""
        return load_safety(self._language, self._prompts).your_emergency_number

    def speak(self, text: Text) -> Samples | None:
        if self.texts is None:
            return None
        try:
            words = _NUMBER.sub(self.number, text.text)
            folder = (self._prompts or prompts_folder()) / self._language / RECORDINGS
            content = (folder / recording_name(words)).read_bytes()
            return read_sound(BytesIO(content))
        except (OSError, UnusableRecordingError, VoiceRomError):
            return None

    def prepare(self, text: Text) -> None:
        """They are ready."""

    def try_again(self, text: Text) -> None:
        """They always work."""

    def close(self) -> None:
        """Nothing is held."""


def recording_name(text: str) -> str:
    """The file of a text: "we-have-stopped.flac". The same words always have the same name."""
    return "-".join(re.findall(r"\w+", text.lower())) + ".flac"
