"""Scenarios are found by name or by path."""

from pathlib import Path

import pytest

from voice_rom.errors import ScenarioError
from voice_rom.simulation.scenario_library import find_scenario, scenario_titles


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    (tmp_path / "whole.yaml").write_text("title: A whole session\n", encoding="utf-8")
    (tmp_path / "back.yaml").write_text("title: Back once\n", encoding="utf-8")
    return tmp_path


def test_scenarios_are_listed_by_name_with_their_titles(shelf: Path) -> None:
    assert scenario_titles(shelf) == (("back", "Back once"), ("whole", "A whole session"))


def test_a_name_is_a_file_of_the_shelf(shelf: Path) -> None:
    assert find_scenario("back", shelf) == shelf / "back.yaml"


def test_a_path_is_itself(shelf: Path) -> None:
    assert find_scenario("elsewhere/mine.yaml", shelf) == Path("elsewhere/mine.yaml")


def test_an_unknown_name_is_told_with_the_nearest(shelf: Path) -> None:
    with pytest.raises(ScenarioError, match="did you mean whole"):
        find_scenario("wholes", shelf)


def test_a_scenario_without_a_title_is_refused_with_its_place(shelf: Path) -> None:
    (shelf / "broken.yaml").write_text("titel: x\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"broken\.yaml:1: titel"):
        scenario_titles(shelf)


def test_the_programs_own_scenarios_are_found() -> None:
    assert "whole-session" in dict(scenario_titles())
