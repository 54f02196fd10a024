"""The drawings: one for each movement and each question, all in one style."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.page.telling import content
from voice_rom.page.figures import Drawings, drawn
from voice_rom.page.wording import page_wording

ROOT = Path(__file__).parents[2]
MOST_BYTES = 3000


def moments() -> Iterator[str]:
    yield from ("to_floor", "to_chair")
    for test in content().assessment.tests:
        yield from (f"{test.id}.{part.id}" for part in test.steps)
        yield from (f"{test.id}.{part.id}" for part in test.questions)


@pytest.mark.parametrize("moment", list(moments()))
def test_every_movement_and_every_question_has_its_drawing(moment: str) -> None:
    assert Drawings(page_wording("en").figure).find(moment) is not None


def test_a_question_keeps_its_drawing_while_its_answer_is_confirmed() -> None:
    figures = Drawings(page_wording("en").figure)
    assert figures.find("leg-lift.pain.confirm") == figures.find("leg-lift.pain")
    assert figures.find("leg-lift.pain.side") == figures.find("leg-lift.pain")
    assert figures.find("paused") is None


def test_every_movement_moves_or_points_somewhere() -> None:
    steps = [f"{test.id}.{step.id}" for test in content().assessment.tests for step in test.steps]
    figures = drawn()
    assert all("data-turn=" in figures[step] for step in steps)


@pytest.mark.parametrize("name", sorted(drawn()))
def test_a_drawing_is_small_and_holds_nothing_but_shapes_and_known_words(name: str) -> None:
    svg = drawn()[name]
    assert len(svg) < MOST_BYTES
    root = ET.fromstring(svg)  # noqa: S314 - our own
    kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert kinds <= {"svg", "g", "path", "circle", "rect", "ellipse", "text"}
    assert "style" not in svg
    assert set(re.findall(r'data-word="(\w+)"', svg)) <= set(page_wording("en").figure)


@pytest.mark.real
def test_the_drawings_are_those_that_the_script_draws(tmp_path: Path) -> None:
    script = ROOT / "script" / "make_figures"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    assert {file.stem: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == drawn()
