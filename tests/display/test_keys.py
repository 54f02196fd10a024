"""Which key means what."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_rom.core.language.meanings import Meaning
from voice_rom.display.keys import OTHER, KeyDecoder, key_help, key_table
from voice_rom.display.wording import display_wording


def decoded(*pieces: str) -> list[str]:
    """The keys behind characters that arrive in these pieces, with nothing after them."""
    decoder = KeyDecoder()
    keys = [key for piece in pieces for key in decoder.feed(piece)]
    return [*keys, *decoder.settle()]


@pytest.mark.parametrize(
    ("characters", "meaning"),
    [
        ("y", Meaning.YES),
        ("n", Meaning.NO),
        ("l", Meaning.LEFT),
        ("r", Meaning.RIGHT),
        ("b", Meaning.BOTH),
        ("0", Meaning.NEITHER),
        ("u", Meaning.UNSURE),
        (" ", Meaning.READY),
        ("\r", Meaning.READY),
        ("\n", Meaning.READY),
        ("\x1b", Meaning.STOP),
        ("q", Meaning.STOP),
        ("p", Meaning.PAUSE),
        ("c", Meaning.CONTINUE),
        ("t", Meaning.REPEAT),
        ("\x7f", Meaning.BACK),
        ("\b", Meaning.BACK),
        ("k", Meaning.SKIP),
        ("h", Meaning.HELP),
        ("?", Meaning.HELP),
        ("w", Meaning.WHERE),
        ("-", Meaning.SLOWER),
        ("+", Meaning.FASTER),
        ("<", Meaning.QUIETER),
        (">", Meaning.LOUDER),
        ("m", Meaning.MORE),
        ("e", Meaning.END),
        ("Y", Meaning.YES),
        ("\x1b[D", Meaning.LEFT),
        ("\x1b[C", Meaning.RIGHT),
        ("\x1bOD", Meaning.LEFT),
        ("\x1bOC", Meaning.RIGHT),
    ],
)
def test_each_key_means_one_thing(characters: str, meaning: Meaning) -> None:
    (key,) = decoded(characters)
    assert key_table()[key] is meaning


def test_no_key_stands_for_two_meanings() -> None:
    keys = Counter(key for names in display_wording("en").keys.values() for key in names)
    assert {key for key, count in keys.items() if count > 1} == set()


def test_everything_that_can_be_said_can_be_pressed() -> None:
    assert set(key_table().values()) == set(Meaning)


def test_capital_letters_are_not_in_the_table_because_they_count_as_small_ones() -> None:
    assert all(key == key.lower() for key in key_table())


@pytest.mark.parametrize(
    "sequence",
    ["\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[1;5C", "\x1bOP", "\x1b[15~", "\x1b[Z", "\x1b[[A"],
)
def test_other_arrows_and_function_keys_are_one_key_each_without_a_name(sequence: str) -> None:
    assert decoded(sequence) == [OTHER]
    assert OTHER not in key_table()


def test_a_sequence_that_arrives_in_pieces_is_one_key() -> None:
    assert decoded("\x1b", "[", "D") == ["left_arrow"]


def test_escape_and_another_key_at_once_are_both_taken() -> None:
    assert decoded("\x1by") == ["escape", "y"]


def test_escape_pressed_twice_is_two_keys() -> None:
    assert decoded("\x1b\x1b") == ["escape", "escape"]


def test_half_a_sequence_is_a_key_without_a_name() -> None:
    assert decoded("\x1b[1;") == [OTHER]


def test_an_escape_after_half_a_sequence_is_not_swallowed() -> None:
    assert decoded("\x1b[\x1b") == [OTHER, "escape"]


def test_no_characters_are_no_key() -> None:
    assert decoded("") == []


@given(st.text(min_size=1, max_size=6))
def test_whatever_is_typed_is_a_key(characters: str) -> None:
    assert decoded(characters)


def test_an_escape_waits_for_what_may_follow_it() -> None:
    decoder = KeyDecoder()
    assert decoder.feed("\x1b") == []
    assert decoder.pending
    assert decoder.settle() == ["escape"]
    assert not decoder.pending


@given(st.lists(st.text("y\x1b[O1;~ACDq ", max_size=4), max_size=6))
def test_it_never_matters_in_which_pieces_characters_arrive(pieces: list[str]) -> None:
    assert decoded(*pieces) == decoded("".join(pieces))


@given(st.text(max_size=20))
def test_no_escape_that_is_pressed_last_is_ever_lost(before: str) -> None:
    decoder = KeyDecoder()
    decoder.feed(before)
    decoder.settle()
    decoder.feed("\x1b")
    assert decoder.settle() == ["escape"]


def test_the_help_names_every_key_and_what_it_means() -> None:
    wording = display_wording("en")
    lines = key_help().splitlines()
    for meaning in Meaning:
        line = next(line for line in lines if line.startswith(f"  {wording.meanings[meaning]}:"))
        for key in wording.keys[meaning]:
            assert wording.key_names.get(key, key) in line.split(":", 1)[1]


def test_the_help_says_that_any_other_key_stops_and_ends_nothing() -> None:
    assert "Any other key stops, but ends nothing." in key_help().splitlines()


def test_the_help_fits_a_narrow_terminal() -> None:
    assert max(len(line) for line in key_help().splitlines()) <= 40
