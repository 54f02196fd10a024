"""What the kiosk says besides the other displays' words: a file of each language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voice_rom.content.load import KIOSK_FILE, load_words


@dataclass(frozen=True, kw_only=True)
class KioskWording:
    """`kiosk.yaml`; the fields are its keys."""

    about: str
    """What it is, and how long it takes: {tests}, {minutes}."""
    about_one: str
    start: str
    start_in: str
    """The same with the language's name, where there is a choice."""
    how: str
    how_silently: str
    """Where there is no speech model for the language."""
    trouble: str
    trouble_ends: str
    clearing: str
    order_fault: str
    """Why an order of the staff makes no sense now."""
    order_nobody: str
    order_running: str
    order_checking: str
    order_paused: str
    order_not_paused: str
    order_asks_after: str
    order_calling: str
    order_device: str
    order_ending: str
    order_interrupted: str
    """Somebody came while the sound was checked."""
    check_devices: str
    """What a sound check has found: {microphone}."""
    check_noise: str
    """{noise}"""
    check_voice: str
    """How loud the voice comes back: {level}, {over}."""
    check_noisy: str
    check_unheard: str
    check_nothing_came: str
    start_words: tuple[str, ...]
    """What starts it, as the recogniser writes it."""
    start_decoys: tuple[str, ...]
    """What may be heard beside it, and starts nothing."""


@cache
def kiosk_wording(language: str, prompts: Path | None = None) -> KioskWording:
    """The wording of `language`; raises ContentError like `load_content`."""
    return load_words(language, KIOSK_FILE, KioskWording, prompts)
