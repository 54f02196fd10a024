"""Where the files lie that travel with the program: in the installed wheel, or in a checkout."""

from pathlib import Path
from typing import Final

REFERENCE_LANGUAGE: Final = "en"
"""The language that is always there: others are measured by it."""

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "_data"
_CHECKOUT = _PACKAGE.parent


def prompts_folder() -> Path:
    """The folder with one folder a language: everything that is said."""
    return _data("prompts")


def model_manifest() -> Path:
    """The file that lists the speech models: name, licence, files, sources."""
    return _data("models") / "manifest.toml"


def fixtures_folder() -> Path:
    """The folder of the recordings, with the scenarios of simulated sessions in it."""
    return _data("audio_fixtures")


def checkout() -> Path | None:
    """The top folder of the checkout that this program runs from, or None when it is installed."""
    return None if _IN_WHEEL.is_dir() else _CHECKOUT


def _data(name: str) -> Path:
    in_wheel = _IN_WHEEL / name
    return in_wheel if in_wheel.exists() else _CHECKOUT / name
