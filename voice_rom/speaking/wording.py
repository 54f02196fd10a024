"""What the voice says about itself, and what is recorded ahead of time: a file of each language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voice_rom.content.load import VOICE_FILE, load_words


@dataclass(frozen=True, kw_only=True)
class VoiceWording:
    """`voice.yaml`; the fields are its keys."""

    sample: str
    changed: str
    failed: str
    recorded: tuple[str, ...]
    """The ids of the texts that can be heard when no voice works."""


@cache
def voice_wording(language: str, prompts: Path | None = None) -> VoiceWording:
    """The wording of `language`; raises ContentError like `load_content`."""
    return load_words(language, VOICE_FILE, VoiceWording, prompts)
