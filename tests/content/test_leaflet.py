"""The table in docs/LEAFLET.md and the texts say the same about each other."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

from tests.english import english_content

TABLE = Path(__file__).parents[2] / "docs" / "LEAFLET.md"
CONTENT = english_content()

_ROW = re.compile(r"\| (\d+) \| ([^|]+) \| ([^|]+) \|")


def rows() -> list[tuple[int, list[str]]]:
    """The points of the table, each with the ids of its texts."""
    found = _ROW.findall(TABLE.read_text(encoding="utf-8"))
    return [(int(number), re.findall(r"`([^`]+)`", texts)) for number, _, texts in found]


def claims(value: object, path: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every part of the content that can name points: its path, and those it names."""
    if isinstance(value, tuple):
        for item in value:
            if is_dataclass(item):
                yield from claims(item, f"{path}.{getattr(item, 'id', '')}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from claims(item, f"{path}.{key}")
    elif is_dataclass(value):
        numbers = getattr(value, "leaflet", None)
        if numbers is not None:
            yield path, numbers
        for field in fields(value):
            inner = f"{path}.{field.name}" if path else field.name
            yield from claims(getattr(value, field.name), inner)


CLAIMS = dict(claims(CONTENT.assessment, ""))


def owner(text_id: str) -> str:
    """The part that a text belongs to: the longest path that it begins with."""
    return max((path for path in CLAIMS if text_id.startswith(f"{path}.")), key=len)


def test_the_points_are_numbered_from_one_without_a_gap() -> None:
    numbers = [number for number, _ in rows()]

    assert numbers == list(range(1, 43))


def test_every_point_is_carried_by_a_text_that_exists() -> None:
    for number, text_ids in rows():
        assert text_ids, f"point {number} has no text"
        assert [text_id for text_id in text_ids if text_id not in CONTENT.texts] == []


def test_every_text_of_the_table_claims_its_point() -> None:
    for number, text_ids in rows():
        for text_id in text_ids:
            assert number in CLAIMS[owner(text_id)], f"{text_id} does not claim point {number}"


def test_every_point_that_a_text_claims_is_in_its_row_of_the_table() -> None:
    owners = {number: {owner(text_id) for text_id in ids} for number, ids in rows()}

    for path, numbers in CLAIMS.items():
        for number in numbers:
            assert path in owners.get(number, set()), f"{path} claims point {number}"


def test_every_test_has_a_text_for_what_the_leaflet_says_of_its_result() -> None:
    for test in CONTENT.assessment.tests:
        assert test.after
        assert test.intro


def test_the_ids_named_in_the_part_on_deviations_exist() -> None:
    named = re.findall(r"`(advice[.a-z_]*)`", TABLE.read_text(encoding="utf-8").split("\n## ")[-1])

    assert named
    for text_id in named:
        assert any(known.startswith(text_id) for known in CONTENT.texts)
