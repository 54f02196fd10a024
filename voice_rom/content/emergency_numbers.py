"""Reads `prompts/emergency_numbers.yaml`: what to call in an emergency, by country."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_rom.content.schema import Mistake
from voice_rom.content.yaml_file import read_document
from voice_rom.data_files import prompts_folder

EMERGENCY_FILE: Final = "emergency_numbers.yaml"

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_NUMBER: Final = re.compile(r"[0-9]{2,6}")


@dataclass(frozen=True, kw_only=True)
class EmergencyNumbers:
    """The file."""

    numbers: Mapping[str, str]


def load_emergency_numbers(prompts: Path | None = None) -> Mapping[str, str]:
    """Return the numbers by country (ISO 3166, two letters); raise ContentError.

    The folder `prompts` need not have the file: no number is known then.
    """
    folder = prompts_folder() if prompts is None else prompts
    path = folder / EMERGENCY_FILE
    if not path.exists():
        return {}
    document = read_document(path, EmergencyNumbers)
    for mistake in _mistakes(document.value):
        raise document.mistake(mistake.at, mistake.what)
    return document.value.numbers


def _mistakes(file: EmergencyNumbers) -> Iterator[Mistake]:
    for country, number in file.numbers.items():
        if not _COUNTRY.fullmatch(country):
            yield Mistake(("numbers", country), "is not a country in two capital letters")
        elif not _NUMBER.fullmatch(number):
            yield Mistake(("numbers", country), f"{number!r} is not two to six digits")
