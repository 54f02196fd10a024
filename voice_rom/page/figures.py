"""The drawings: one file a step or question, named by its moment, beside the page's other files.

`script/make_figures` draws them. An assessment without drawings is shown without them.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from voice_rom.page.where import asked_at

_WORD: Final = re.compile(r'(<text[^>]* data-word="([a-z_]+)"[^>]*>)[^<]*(</text>)')


class Drawings:
    """Hands out SVG with its labels in the words of `words`."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._figures = {name: _labelled(svg, words) for name, svg in drawn().items()}

    def find(self, moment: str) -> str | None:
        """The drawing of what is done or asked at `moment`; None where there is none."""
        return self._figures.get(moment) or self._figures.get(asked_at(moment))


def drawn() -> dict[str, str]:
    """Every drawing there is, by the moment that it shows."""
    return {
        entry.name.removesuffix(".svg"): entry.read_text(encoding="utf-8")
        for entry in files("voice_rom.page").joinpath("static", "figures").iterdir()
        if entry.name.endswith(".svg")
    }


def _labelled(svg: str, words: Mapping[str, str]) -> str:
    return _WORD.sub(lambda match: f"{match[1]}{words[match[2]]}{match[3]}", svg)
