"""The emergency numbers of the countries."""

import re
from pathlib import Path

import pytest

from voice_rom.content.emergency_numbers import load_emergency_numbers
from voice_rom.content.load import load_content
from voice_rom.errors import ContentError


def test_the_numbers_are_digits_by_country() -> None:
    numbers = load_emergency_numbers()
    assert (numbers["DE"], numbers["US"], numbers["GB"]) == ("112", "911", "999")
    assert all(re.fullmatch(r"\d+", number) for number in numbers.values())


def test_they_are_part_of_the_content() -> None:
    assert load_content("en").emergency_numbers == load_emergency_numbers()


def test_without_the_file_no_number_is_known(tmp_path: Path) -> None:
    assert load_emergency_numbers(tmp_path) == {}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('Germany: "112"', "numbers.Germany: is not a country in two capital letters"),
        ('DE: "one one two"', "numbers.DE: 'one one two' is not two to six digits"),
    ],
)
def test_what_is_no_country_or_no_number_is_refused(tmp_path: Path, line: str, what: str) -> None:
    (tmp_path / "emergency_numbers.yaml").write_text(f"numbers:\n  {line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(f":2: {what}")):
        load_emergency_numbers(tmp_path)
