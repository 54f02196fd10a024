"""Each finished session leaves its report in the folder that a clinic's own system looks into."""

import csv
import io
import json
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fhir.resources.R4B.bundle import Bundle

from tests.builders import answer
from tests.english import english_content, english_vocabulary
from tests.page.telling import settings
from tests.reporting.every_part import full_report, usual_report
from tests.storage.kept import sessions_of
from voice_rom.app import Program, open_store
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.settings import StorageSettings
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.outcome.report import Report, build_report
from voice_rom.errors import ReportsNotWritable
from voice_rom.fhir.bundle import FinishedSession, to_fhir
from voice_rom.handover.folder import hand_over, require_reports_folder
from voice_rom.handover.table import COLUMNS
from voice_rom.history import exporting
from voice_rom.reporting.json_report import to_json

CONTENT = english_content()
ENDED = datetime(2026, 3, 1, 8, 17, 35, tzinfo=UTC)
ID = "3f2a7c1e-0000-4000-8000-000000000001"
NAME = f"20260301T081735Z-{ID}"


def storage_in(folder: Path | str, **changes: object) -> StorageSettings:
    named = {f"storage__{key}": value for key, value in changes.items()}
    return settings(storage__reports=str(folder), **named).storage


def write(folder: Path | str, report: Report | None = None) -> None:
    """Hand over a session of which the id and the time are known."""
    hand_over(report or full_report(), CONTENT, storage_in(folder), session_id=ID, now=ENDED)


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def fhir_in(folder: Path) -> dict[str, object]:
    (file,) = folder.glob("*.fhir.json")
    resources = [each["resource"] for each in json.loads(file.read_text("utf-8"))["entry"]]
    return {each["resourceType"]: each for each in resources}


def refusal(folder: Path | str) -> str:
    with pytest.raises(ReportsNotWritable) as refused:
        require_reports_folder(storage_in(folder))
    assert refused.value.exit_code == 20
    return str(refused.value)


def report_on(status: Status) -> Report:
    """Of a session in which one question came to this, and it ended early."""
    only = answer(None, test_id="leg-lift", question_id="higher", status=status)
    return build_report(
        CONTENT.assessment,
        CONTENT.assessment.tests,
        {("leg-lift", "higher"): only},
        complete=False,
        advice=(),
    )


def test_a_report_is_there_as_fhir_json_and_csv_though_nothing_is_kept(tmp_path: Path) -> None:
    assert not storage_in(tmp_path).keep
    report = full_report()
    write(tmp_path, report)
    assert names_in(tmp_path) == [f"{NAME}.csv", f"{NAME}.fhir.json", f"{NAME}.json"]
    bundle = (tmp_path / f"{NAME}.fhir.json").read_text("utf-8")
    Bundle.model_validate_json(bundle)
    session = FinishedSession(id=ID, at=ENDED, report=report, content=CONTENT)
    assert bundle == to_fhir([session])
    assert (tmp_path / f"{NAME}.json").read_text("utf-8") == to_json(report)


def test_the_table_has_a_line_for_each_question_and_for_what_hurt(tmp_path: Path) -> None:
    report = full_report()
    hand_over(report, CONTENT, storage_in(tmp_path, room="Room 2"), session_id=ID, now=ENDED)
    text = (tmp_path / f"{NAME}.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    screening = report.screening
    assert screening is not None
    asked = [("screening", each.id) for each in screening.questions]
    asked += [(test.id, each.id) for test in report.tests for each in test.questions]
    told = [(row["test"], row["question"]) for row in rows]
    assert told == [*asked, ("leg-lift", "pain_lift-one-leg")]
    assert {(row["session"], row["started_at"], row["complete"], row["room"]) for row in rows} == {
        (ID, "2026-03-01T08:05:30.000000Z", "no", "Room 2")
    }
    easier = rows[told.index(("trunk-rotation", "easier"))]
    assert (easier["status"], easier["answer"], easier["side"]) == ("answered", "yes", "left")
    assert (easier["heard"], easier["side_heard"]) == ("no wait yes", "the left one")
    assert (easier["confirmed"], easier["noticed"]) == ("yes", "yes")
    skipped = rows[told.index(("leg-lift", "angling"))]
    assert (skipped["status"], skipped["answer"], skipped["noticed"]) == ("skipped", "", "no")
    assert (rows[-1]["answer"], rows[-1]["side"]) == ("pain", "right")


def test_its_columns_are_those_of_an_exported_history() -> None:
    assert [each for each in exporting.COLUMNS if each != "recorded_at"] == list(COLUMNS)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_nobody_but_the_owner_may_read_the_files(tmp_path: Path) -> None:
    write(tmp_path)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_two_rooms_that_end_at_the_same_moment_write_different_files(tmp_path: Path) -> None:
    for _ in range(2):
        hand_over(usual_report(), CONTENT, storage_in(tmp_path), now=ENDED)
    assert len(names_in(tmp_path)) == 6


def test_a_session_that_is_kept_too_has_the_same_id_in_both(tmp_path: Path) -> None:
    reports, kept = tmp_path / "reports", tmp_path / "kept"
    reports.mkdir()
    chosen = settings(storage__reports=str(reports), storage__keep=True, storage__folder=str(kept))
    program = Program(chosen, CONTENT, english_vocabulary(), model=Path())
    report = usual_report()
    with open_store(program) as keeping:
        keeping.store.begin()
        keeping.store.record(answer(Meaning.NO, test_id="leg-lift", question_id="higher"))
        keeping.store.finish(report)
        hand_over(report, CONTENT, chosen.storage, session_id=keeping.session_id())
    (in_the_file,) = sessions_of(kept)
    response = fhir_in(reports)["QuestionnaireResponse"]
    assert isinstance(response, dict)
    assert response["identifier"]["value"] == in_the_file.id
    assert response["status"] == "completed"


@pytest.mark.parametrize("status", [Status.UNSURE, Status.SKIPPED, Status.WITHDRAWN])
def test_a_session_that_was_ended_early_says_so(tmp_path: Path, status: Status) -> None:
    write(tmp_path, report_on(status))
    response = fhir_in(tmp_path)["QuestionnaireResponse"]
    assert isinstance(response, dict)
    assert response["status"] == "stopped"


@pytest.mark.parametrize("status", [Status.NOT_ASKED, Status.NOT_HEARD])
def test_a_session_in_which_nobody_said_anything_leaves_nothing(
    tmp_path: Path, status: Status
) -> None:
    write(tmp_path, report_on(status))
    assert names_in(tmp_path) == []


def test_without_the_setting_nothing_is_checked_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    require_reports_folder(storage_in(""))
    write("")
    assert names_in(tmp_path) == []


def test_checking_a_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    require_reports_folder(storage_in(tmp_path))
    assert names_in(tmp_path) == []


def test_a_missing_folder_is_refused_and_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "share"
    line = refusal(missing)
    assert line.startswith("storage.reports: no report can be written to ")
    assert "there is no such folder; create it (or mount it)" in line
    assert not missing.exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "reports"
    file.touch()
    assert "it is not a folder; name another one" in refusal(file)


def test_a_name_that_no_folder_can_have_is_refused() -> None:
    assert "not a usable name; name another folder" in refusal("two\0")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody may write to")
def test_a_folder_that_takes_no_files_is_refused_even_for_root() -> None:
    assert "no report can be written to '/proc'" in refusal("/proc")


def test_a_folder_that_vanishes_during_the_session_is_told_at_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    require_reports_folder(storage_in(folder))
    folder.rmdir()
    with pytest.raises(ReportsNotWritable, match="the report of this session could not be"):
        write(folder)
    assert not folder.exists()


def test_fhir_comes_last_and_what_cannot_be_written_whole_is_not_written(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.fhir.json").mkdir()  # nothing can take its place
    with pytest.raises(ReportsNotWritable):
        write(tmp_path)
    assert names_in(tmp_path) == [f"{NAME}.csv", f"{NAME}.fhir.json", f"{NAME}.json"]
    assert names_in(tmp_path / f"{NAME}.fhir.json") == []


SMALL_DISK = """
import resource, sys
from tests.handover.test_folder import write
from voice_rom.errors import ReportsNotWritable

resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    write(sys.argv[1])
except ReportsNotWritable as refusal:
    print(refusal)
"""


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
def test_on_a_disk_that_is_too_small_there_is_no_half_of_a_file(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.startswith("storage.reports: the report of this session could not be")
    assert names_in(tmp_path) == []
