"""HAPI's validator finds nothing wrong with a bundle, and finds what is wrong."""

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.english import english_content
from tests.reporting.every_part import full_report, usual_report
from voice_rom.fhir.bundle import FinishedSession, to_fhir

ROOT = Path(__file__).parents[2]
CHECK = ROOT / "script" / "check_fhir"

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("java") is None or not (ROOT / "build" / "fhir").is_dir(),
        reason="the validator is not there (script/check_fhir --get)",
    ),
]


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    at = datetime(2026, 3, 1, 8, 17, 35, tzinfo=UTC)
    reports = {"3f2a": full_report(), "91e0": usual_report()}
    file = tmp_path / "sessions.json"
    sessions = [
        FinishedSession(id=name, at=at, report=report, content=english_content())
        for name, report in reports.items()
    ]
    file.write_text(to_fhir(sessions), encoding="utf-8")
    return file


def test_everything_a_session_can_hold_is_valid_and_what_was_not_offered_is_found(
    exported: Path,
) -> None:
    spoiled = exported.with_name("spoiled.json")
    bundle = json.loads(exported.read_text("utf-8"))
    responses = [
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "QuestionnaireResponse"
    ]
    screened = responses[0]["item"][0]["item"]
    screened[0]["answer"][0]["valueCoding"]["code"] = "never"
    spoiled.write_text(json.dumps(bundle), encoding="utf-8")
    done = subprocess.run([CHECK, exported, spoiled], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    valid, *mistakes, last = done.stdout.splitlines()
    assert valid == f"{exported}: valid"
    assert any("never" in mistake for mistake in mistakes)
    assert last == f"{spoiled}: {len(mistakes)} mistake{'s' * (len(mistakes) > 1)}"
