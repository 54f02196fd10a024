"""Where the files lie that travel with the program: in the installed wheel, or in a checkout."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

FALLBACK_LANGUAGE: Final = "en"
"""The language of a screen or a report whose own language has no file yet."""

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


def wording(package: str, language: str) -> dict[str, Any]:
    """`<language>.toml` beside the modules of `package`, or the English one where there is none."""
    # The languages that there are, rather than a path made of what a setting or a file says.
    known = {
        entry.name.removesuffix(".toml"): entry
        for entry in files(package).iterdir()
        if entry.name.endswith(".toml")
    }
    source = known.get(language, known[FALLBACK_LANGUAGE])
    return tomllib.loads(source.read_text(encoding="utf-8"))


def checkout() -> Path | None:
    """The top folder of the checkout that this program runs from, or None when it is installed."""
    return None if _IN_WHEEL.is_dir() else _CHECKOUT


def _data(name: str) -> Path:
    in_wheel = _IN_WHEEL / name
    return in_wheel if in_wheel.exists() else _CHECKOUT / name
