"""A YAML file becomes a dataclass, or one line that says where it is wrong."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_rom.content.yaml_file import read_document, read_yaml
from voice_rom.errors import ContentError, ScenarioError


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True, kw_only=True)
class Leaf:
    words: tuple[str, ...]
    colour: Colour = Colour.RED


@dataclass(frozen=True, kw_only=True)
class Stem:
    name: str
    seconds: float = 1.0
    count: int = 0
    wanted: bool = False
    leaf: Leaf | None = None
    leaves: tuple[Leaf, ...] = ()
    by_colour: Mapping[Colour, str] = field(default_factory=dict)
    either: Leaf | Colour = Colour.RED


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "stem.yaml"


def refusal(file: Path, text: str | bytes) -> str:
    """The one line that refuses `text`, without the file's folder."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ContentError) as refused:
        read_yaml(file, Stem)
    line = str(refused.value)
    assert line.isprintable()
    assert line.startswith(str(file))
    return line.removeprefix(f"{file.parent}{os.sep}")


def test_scalars_are_read_as_the_types_of_the_dataclass(file: Path) -> None:
    file.write_text(
        "name: 'off'\nseconds: 2.5\ncount: 3\nwanted: true\n"
        "leaf: {words: [one, two], colour: green}\nleaves:\n  - words: [three]\n"
        "by_colour: {red: warm}\n",
        encoding="utf-8",
    )

    assert read_yaml(file, Stem) == Stem(
        name="off",
        seconds=2.5,
        count=3,
        wanted=True,
        leaf=Leaf(words=("one", "two"), colour=Colour.GREEN),
        leaves=(Leaf(words=("three",)),),
        by_colour={Colour.RED: "warm"},
    )


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "null", "~", "1e3", "2020-01-01"])
def test_a_word_stays_the_word_it_looks_like(file: Path, word: str) -> None:
    file.write_text(f"name: {word}\nleaves:\n  - words: [{word}]\n", encoding="utf-8")

    stem = read_yaml(file, Stem)

    assert stem.name == word
    assert stem.leaves[0].words == (word,)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfname: a\r\ncount: 2\r\n")

    assert read_yaml(file, Stem) == Stem(name="a", count=2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "stem.yaml:1: is empty", id="empty"),
        pytest.param("# nothing\n", "stem.yaml:1: is empty", id="only a comment"),
        pytest.param(
            "- a\n- b\n", "stem.yaml:1: must be keys with values, not a list", id="a list"
        ),
        pytest.param("word", "stem.yaml:1: must be keys with values, not 'word'", id="a word"),
        pytest.param("count: 2\n", "stem.yaml:1: name: is missing", id="missing key"),
        pytest.param(
            "name: a\ncuont: 2\n",
            "stem.yaml:2: cuont: is not a key here; did you mean count?",
            id="misspelt key",
        ),
        pytest.param(
            "name: a\nleaf:\n  zzz: 2\n",
            "stem.yaml:3: leaf.zzz: is not a key here; choose from: words, colour",
            id="unknown key below",
        ),
        pytest.param(
            "name: a\neither:\n  wrods: [a]\n",
            "stem.yaml:3: either.wrods: is not a key here; did you mean words?",
            id="unknown key in one of several types",
        ),
        pytest.param(
            "name: a\n'two\\n lines': 2\n",
            "stem.yaml:2: 'two\\\\n lines': is not a key here; "
            "choose from: name, seconds, count, wanted, leaf, leaves, by_colour, either",
            id="a key that is no word",
        ),
        pytest.param(
            "name: a\ncount: 2\n\nname: b\n",
            "stem.yaml:4: name: appears here a second time; the first is on line 1",
            id="key twice",
        ),
        pytest.param(
            "name: a\ncount: some\n",
            "stem.yaml:2: count: must be a whole number, not 'some'",
            id="not a whole number",
        ),
        pytest.param(
            "name: a\ncount: 1.5\n",
            "stem.yaml:2: count: must be a whole number, not '1.5'",
            id="a fraction",
        ),
        pytest.param(
            "name: a\nseconds: soon\n",
            "stem.yaml:2: seconds: must be a number, not 'soon'",
            id="not a number",
        ),
        pytest.param(
            "name: a\nseconds: nan\n",
            "stem.yaml:2: seconds: must be a finite number, not 'nan'",
            id="not a finite number",
        ),
        pytest.param(
            "name: a\nseconds:\n",
            "stem.yaml:2: seconds: must be a number, not nothing",
            id="no value",
        ),
        pytest.param(
            "name: a\nwanted: perhaps\n",
            "stem.yaml:2: wanted: must be true or false, not 'perhaps'",
            id="not true or false",
        ),
        pytest.param(
            "name:\n  - a\n", "stem.yaml:1: name: must be a text, not a list", id="list for text"
        ),
        pytest.param(
            "name: a\nleaf:\n  - words\n",
            "stem.yaml:2: leaf: must be keys with values, not a list",
            id="list for mapping",
        ),
        pytest.param(
            "name: a\nleaves:\n  words: [b]\n",
            "stem.yaml:2: leaves: must be a list, not a mapping",
            id="mapping for list",
        ),
        pytest.param(
            "name: a\nleaf:\n  words: b\n",
            "stem.yaml:3: leaf.words: must be a list, not 'b'",
            id="text for list",
        ),
        pytest.param(
            "name: a\nleaves:\n  - words: [b]\n  - words: [c]\n    colour: gren\n",
            "stem.yaml:5: leaves[1].colour: 'gren' is not one of red, green; did you mean green?",
            id="not one of the names",
        ),
        pytest.param(
            "name: a\nby_colour:\n  red: b\n  mauve: c\n",
            "stem.yaml:4: by_colour.mauve: 'mauve' is not one of red, green",
            id="key that is not one of the names",
        ),
        pytest.param(
            "name: a\nleaf:\n\twords: [b]\n",
            "stem.yaml:3: is indented with a tab; use spaces",
            id="tab",
        ),
        pytest.param(
            "name: &a b\n", "stem.yaml:1: anchors and aliases (& and *) are not used here", id="&"
        ),
        pytest.param(
            "name: a\nleaf: *b\n",
            "stem.yaml:2: anchors and aliases (& and *) are not used here",
            id="*",
        ),
        pytest.param("name: !!str a\n", "stem.yaml:1: tags (!) are not used here", id="!!"),
        pytest.param(
            "name: a\n---\nname: b\n", "stem.yaml:2: contains a second document (---)", id="-"
        ),
        pytest.param(
            "[a]: b\n", "stem.yaml:1: a key must be a word, not a list or a mapping", id="[]:"
        ),
        pytest.param(
            b"name: a\ncount: \xff\n",
            "stem.yaml:2: is not UTF-8 text; save the file as UTF-8",
            id="bytes",
        ),
        pytest.param(
            "name: a\x07\n",
            "stem.yaml:1: contains a control character, which YAML does not allow",
            id="bell",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_line_key_and_what_is_wrong(
    file: Path, text: str | bytes, expected: str
) -> None:
    assert refusal(file, text) == expected


def test_text_that_is_not_yaml_is_refused_with_its_line(file: Path) -> None:
    assert refusal(file, "name: a\nleaf: [b\n").startswith("stem.yaml:3: is not YAML: ")


def test_the_most_telling_mistake_comes_first(file: Path) -> None:
    assert "did you mean name?" in refusal(file, "count: none\nnmae: a\n")


@pytest.mark.parametrize("deep", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_a_deeply_nested_file_is_refused(file: Path, deep: str) -> None:
    assert refusal(file, deep).startswith("stem.yaml:1: ")


def test_a_huge_file_is_refused_unread(file: Path) -> None:
    assert refusal(file, "name: " + "a" * 1_000_000) == (
        "stem.yaml: is larger than 1000 kB, too large for a file of this kind"
    )


def test_a_missing_file_is_refused_by_name(file: Path) -> None:
    with pytest.raises(ContentError, match=r"stem\.yaml: there is no such file$"):
        read_yaml(file, Stem)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r": is not a file$"):
        read_yaml(tmp_path, Stem)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(ContentError, match="not a usable name"):
        read_yaml(Path("a\0b"), Stem)


def test_the_caller_may_choose_the_class_of_error(file: Path) -> None:
    with pytest.raises(ScenarioError):
        read_yaml(file, Stem, ScenarioError)


def test_a_caller_can_point_at_any_place_of_what_was_read(file: Path) -> None:
    file.write_text("name: a\nleaves:\n  - words:\n      - b\n      - c\n", encoding="utf-8")

    document = read_document(file, Stem)

    assert str(document.mistake(("leaves", 0, "words", 1), "is odd")) == (
        f"{file}:5: leaves[0].words[1]: is odd"
    )
    assert str(document.mistake(("leaves", 0, "colour"), "is left out")) == (
        f"{file}:3: leaves[0].colour: is left out"
    )


@given(content=st.binary(max_size=400))
def test_no_bytes_raise_anything_but_the_one_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "bytes.yaml"
    file.write_bytes(content)

    assert_read_or_refused(file)


_SCRAPS = st.sampled_from(
    [*"abc:-?[]{},&*!|>'\"%@`#~ \n\t", "name: ", "leaf:\n  ", "\n- ", "words: [b]", "---\n", "\r"]
)


@given(scraps=st.lists(_SCRAPS, max_size=40))
def test_no_text_made_of_yaml_raises_anything_but_the_one_error(
    tmp_path_factory: pytest.TempPathFactory, scraps: list[str]
) -> None:
    file = tmp_path_factory.getbasetemp() / "scraps.yaml"
    file.write_text("".join(scraps), encoding="utf-8")

    assert_read_or_refused(file)


def assert_read_or_refused(file: Path) -> None:
    told = ""
    try:
        read_yaml(file, Stem)
    except ContentError as refused:
        told = str(refused)

    assert told.isprintable()
