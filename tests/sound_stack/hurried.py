"""Settings for a session in real time: the less it talks, the sooner its test is over."""

from pathlib import Path
from typing import Final

from tests.sound_stack.pulse import SoundStack

HURRIED_VOICE: Final = """
[voice]
rates = [400]
rate = 400
gap_seconds = 0.1
"""
"""As fast as anybody can follow: nobody here does. It says the same, in half the time."""

SETTINGS: Final = f"""
[session]
short_welcome = true
[safety]
screening = false
{HURRIED_VOICE}
"""


def written(stack: SoundStack, settings: str = SETTINGS) -> Path:
    """The file with these settings, in the sound stack's home."""
    file = stack.home / "settings.toml"
    file.write_text(settings, encoding="utf-8")
    return file
