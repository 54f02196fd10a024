"""A language's texts with one thing changed in them, and the line that refuses them."""

from pathlib import Path

import pytest

from voice_rom.content.load import load_content, load_vocabulary
from voice_rom.errors import ContentError

ROM = "range_of_motion.yaml"
DIALOGUE = "dialogue.yaml"
VOCABULARY = "vocabulary.yaml"


def change(prompts: Path, name: str, old: str, new: str) -> None:
    """Put `new` in place of the first `old` in a file of English."""
    file = prompts / "en" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(prompts: Path, name: str, marker: str) -> int:
    """The line (from 1) of the first `marker` in a file of English."""
    text = (prompts / "en" / name).read_text(encoding="utf-8")
    assert marker in text
    return text[: text.index(marker)].count("\n") + 1


def refusal(prompts: Path, name: str) -> str:
    """The one line that refuses the texts, from the file's name on."""
    with pytest.raises(ContentError) as refused:
        load_vocabulary("en", prompts) if name == VOCABULARY else load_content("en", prompts)
    line = str(refused.value)
    assert line.isprintable()
    prefix = str(prompts / "en" / name)
    assert line.startswith(prefix)
    return name + line.removeprefix(prefix)
