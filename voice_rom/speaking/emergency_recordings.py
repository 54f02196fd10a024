"""A few sentences that are there even when no voice works: `emergency/`, made ahead of time."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Final

from voice_rom.core.protocol.events import VoiceKind
from voice_rom.sound import Samples
from voice_rom.speaking.prefetcher import Text
from voice_rom.speaking.recording import UnusableRecordingError, read_sound

_NUMBER: Final = re.compile(r"\d(?:[\d ]*\d)?")
"""A number to call, written or digit by digit: "112", "1 1 2"."""


@dataclass(frozen=True)
class EmergencyTexts:
    """`texts.toml`: which texts are recorded, and what the voice says about itself."""

    changed: str
    failed: str
    number: str
    """What is recorded in place of any number to call."""
    text_ids: tuple[str, ...]


class EmergencyRecordings:
    """A `Speaker` that has few texts, at one rate. A language without recordings has none."""

    kind: Final = VoiceKind.RECORDINGS

    def __init__(self, language: str) -> None:
        self._language = language

    @cached_property
    def texts(self) -> EmergencyTexts | None:
        """None where the language has no recordings."""
        try:
            content = (self._folder / "texts.toml").read_text(encoding="utf-8")
        except OSError:
            return None
        fields = tomllib.loads(content)
        return EmergencyTexts(
            changed=fields["changed"],
            failed=fields["failed"],
            number=fields["number"],
            text_ids=tuple(fields["text_ids"]),
        )

    def speak(self, text: Text) -> Samples | None:
        if self.texts is None:
            return None
        words = _NUMBER.sub(self.texts.number, text.text)
        try:
            content = (self._folder / recording_name(words)).read_bytes()
            return read_sound(BytesIO(content))
        except (OSError, UnusableRecordingError):
            return None

    def prepare(self, text: Text) -> None:
        """They are ready."""

    def try_again(self, text: Text) -> None:
        """They always work."""

    def close(self) -> None:
        """Nothing is held."""

    @property
    def _folder(self) -> Traversable:
        # The languages that there are, rather than a path made of what a setting says.
        folder = files("voice_rom.speaking") / "emergency"
        known = {entry.name: entry for entry in folder.iterdir()} if folder.is_dir() else {}
        return known.get(self._language, folder / "none")


def recording_name(text: str) -> str:
    """The file of a text: "we-have-stopped.flac". The same words always have the same name."""
    return "-".join(re.findall(r"\w+", text.lower())) + ".flac"
