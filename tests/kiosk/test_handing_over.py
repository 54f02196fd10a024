"""A kiosk writes each person's report to the clinic's folder, and goes on when it cannot."""

import json
from pathlib import Path

import pytest

from tests.kiosk.led_visit import short_scenario, visit
from voice_rom.kiosk.order import TRY_AGAIN


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


@pytest.fixture
def scenario(tmp_path: Path, reports: Path) -> str:
    return short_scenario(tmp_path, {"storage.reports": str(reports)})


@pytest.mark.real
def test_the_report_of_a_visit_is_in_the_folder(scenario: str, reports: Path) -> None:
    assert visit(scenario=scenario) == 0
    (file,) = reports.glob("*.fhir.json")
    resources = [each["resource"] for each in json.loads(file.read_text("utf-8"))["entry"]]
    (response,) = [each for each in resources if each["resourceType"] == "QuestionnaireResponse"]
    assert response["status"] == "completed"
    assert len(list(reports.iterdir())) == 3


@pytest.mark.real
def test_a_folder_that_vanishes_during_a_visit_is_told_and_the_visit_ends_as_ever(
    scenario: str, reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def vanish() -> None:
        if reports.exists():
            reports.rmdir()

    assert visit(scenario=scenario, on_turn=vanish) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("voice-rom: storage.reports: the report of this session could not be")


def test_a_folder_that_is_not_there_is_told_before_anybody_is_led_and_tried_again_when_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clinic.toml"
    file.write_text('[storage]\nreports = "/nowhere/reports"\n', encoding="utf-8")
    turns = []

    def mend() -> None:
        turns.append(file.write_text('[storage]\nreports = ""\n', encoding="utf-8"))

    assert visit(settings_file=str(file), on_turn=mend) == TRY_AGAIN
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("voice-rom: ")
    assert "clinic.toml:2: storage.reports: " in line
    assert "there is no such folder" in line
    assert len(turns) == 2  # within a second, not after the fifteen until it is tried anyway
