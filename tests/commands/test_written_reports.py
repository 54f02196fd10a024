"""When a session has ended: a fault of a clinic's folder keeps nobody from their own report."""

from pathlib import Path

import pytest

from tests.english import english_content
from tests.page.telling import settings
from tests.reporting.every_part import usual_report
from voice_rom.commands.written_reports import write_reports
from voice_rom.errors import ReportNotWritable, ReportsNotWritable
from voice_rom.reporting.json_report import to_json


def write(folder: Path, file: Path | None) -> ReportsNotWritable | None:
    chosen = settings(storage__reports=str(folder))
    return write_reports(usual_report(), english_content(), chosen, file=file, session_id=None)


@pytest.mark.parametrize("wanted", [True, False])
def test_the_folder_has_the_report_whether_or_not_somebody_wants_it_in_a_file(
    tmp_path: Path, *, wanted: bool
) -> None:
    folder, file = tmp_path / "reports", tmp_path / "mine.json"
    folder.mkdir()
    assert write(folder, file if wanted else None) is None
    assert len(list(folder.iterdir())) == 3
    assert file.exists() is wanted


def test_where_the_folder_is_gone_the_report_is_written_and_the_fault_is_not_forgotten(
    tmp_path: Path,
) -> None:
    file = tmp_path / "mine.json"
    fault = write(tmp_path / "gone", file)
    assert fault is not None
    assert fault.setting == "storage.reports"
    assert file.read_text("utf-8") == to_json(usual_report())


def test_two_faults_have_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ReportNotWritable, match=r"mine\.json: there is no folder"):
        write(tmp_path / "gone", tmp_path / "away" / "mine.json")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("storage.reports: the report of this session could not be written to ")
