"""What every error promises: one line that any terminal can show as it is."""

import pytest

from voice_rom.errors import VoiceRomError


@pytest.mark.parametrize("sign", ["\n", "\r", "\t", "\x1b[2J", "\u2028", "\u202e", "\ud800", "\0"])
def test_whatever_stands_in_a_file_the_error_about_it_is_one_plain_line(sign: str) -> None:
    line = str(VoiceRomError(f"settings.toml:3: rate: {sign} is no number"))
    assert line.isprintable()
    assert line.endswith(" is no number")


def test_words_of_any_language_stay_as_they_are() -> None:
    assert str(VoiceRomError("Zürich, Ελλάδα, 東京")) == "Zürich, Ελλάδα, 東京"


def test_a_word_without_end_is_cut_and_what_to_do_stays() -> None:
    line = str(VoiceRomError(f"scenario.yaml:14: {'x' * 70_000} never comes; list the moments"))
    assert len(line) < 5_000
    assert line.startswith("scenario.yaml:14: ")
    assert line.endswith("; list the moments")
