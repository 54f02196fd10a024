"""A second language made of the first: the same folder, with every text in capital letters."""

import re
import shutil
from pathlib import Path
from typing import Final

import yaml

from voice_rom.data_files import prompts_folder

CODE: Final = "xx"

_UNSAID: Final = shutil.ignore_patterns("emergency", "sentences")
"""Recordings, and what is understood: the session here is answered by keys."""

_NO_TEXT: Final = frozenset({"keys", "recorded"})
"""What is no text in the files of shown words."""

_WORD: Final = re.compile(r"(?<![{\w])(?=[^\W\d_]{2})[^\W\d_]*[a-z][^\W\d_]*(?![}\w])")

_SHOWN: Final = frozenset(
    {
        *("display.yaml", "page.yaml", "report.yaml", "history.yaml", "voice.yaml"),
        *("kiosk.yaml", "staff.yaml"),
    }
)
_NAMES: Final = frozenset({"title", "name", "your_emergency_number", "shown"})
"""Texts that are no sentences."""


def another_language(prompts: Path) -> Path:
    """Make `prompts` a folder with that language alone; returns `prompts`."""
    english = prompts_folder() / "en"
    shutil.copytree(english, prompts / CODE, ignore=_UNSAID)
    for file in (prompts / CODE).glob("*.yaml"):
        # As the program reads it: "no" is a word.
        tree = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - no tags
        if "language" in tree:
            tree["language"] = CODE
        marked = _marked(tree, "", shown=file.name in _SHOWN)
        file.write_text(yaml.dump(marked, default_style='"', sort_keys=False), encoding="utf-8")
    return prompts


def english_in(text: str) -> list[str]:
    """The words of `text` that are not in capital letters; a single letter is a key."""
    return _WORD.findall(text)


def _marked(value: object, key: str, *, shown: bool) -> object:
    if isinstance(value, dict):
        return {
            name: item if name in _NO_TEXT else _marked(item, name, shown=shown)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_marked(item, key, shown=shown) for item in value]
    text = str(value)
    is_text = shown or key in _NAMES or (text.endswith((".", "?", "!")) and key != "language")
    return _capital(text) if is_text else text


def _capital(text: str) -> str:
    """In capitals, but for the names of the places that the program fills."""
    parts = re.split(r"(\{\w+\})", text)
    return "".join(part if part.startswith("{") else part.upper() for part in parts)
