"""Writing the report to a file."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import nothing_noticed, tiny_report
from voice_rom.core.outcome.report import Report
from voice_rom.errors import ReportNotWritable, UsageMistake
from voice_rom.reporting.json_report import from_json
from voice_rom.reporting.write import check_writable, write_report

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights and files")


@pytest.fixture
def report() -> Report:
    return tiny_report(*nothing_noticed())


def refused(path: Path) -> str:
    """The line that both the check and the writing refuse `path` with."""
    with pytest.raises(ReportNotWritable) as early:
        check_writable(path)
    with pytest.raises(ReportNotWritable) as late:
        write_report(tiny_report(), path)
    assert str(early.value) == str(late.value)
    assert "\n" not in str(early.value)
    return str(early.value)


def test_a_path_that_can_be_written_is_left_without_a_trace(tmp_path: Path) -> None:
    check_writable(tmp_path / "report.json")
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_is_there_is_not_touched_by_the_check(tmp_path: Path) -> None:
    old = tmp_path / "report.html"
    old.write_text("the old one")
    before = old.stat()
    check_writable(old)
    assert old.read_text() == "the old one"
    assert old.stat() == before


def test_json_is_written_for_a_name_in_json(tmp_path: Path, report: Report) -> None:
    write_report(report, tmp_path / "report.json")
    assert from_json((tmp_path / "report.json").read_text(encoding="utf-8")) == report


@pytest.mark.parametrize("name", ["report.html", "REPORT.HTML"])
def test_a_page_is_written_for_a_name_in_html(tmp_path: Path, report: Report, name: str) -> None:
    check_writable(tmp_path / name)
    write_report(report, tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_new_report_takes_the_place_of_the_old_one_and_nothing_else_is_left(
    tmp_path: Path, report: Report
) -> None:
    path = tmp_path / "report.json"
    path.write_text("the old one, much longer than it need be" * 1000)
    write_report(report, path)
    assert from_json(path.read_text(encoding="utf-8")) == report
    assert list(tmp_path.iterdir()) == [path]


@POSIX
def test_only_its_owner_may_read_a_report_even_in_place_of_an_open_one(
    tmp_path: Path, report: Report
) -> None:
    path = tmp_path / "report.json"
    path.write_text("anybody may read this")
    path.chmod(0o644)
    write_report(report, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@POSIX
def test_a_link_leads_to_the_file_that_is_written(tmp_path: Path, report: Report) -> None:
    (tmp_path / "elsewhere").mkdir()
    link, target = tmp_path / "report.json", tmp_path / "elsewhere" / "real.json"
    link.symlink_to(target)
    check_writable(link)
    write_report(report, link)
    assert link.is_symlink()
    assert from_json(target.read_text(encoding="utf-8")) == report


@pytest.mark.parametrize("name", ["report", "report.txt", "report.json.bak", ".json", ""])
def test_a_name_that_says_no_form_is_a_mistake_in_use(tmp_path: Path, name: str) -> None:
    path = tmp_path / name if name else Path()
    with pytest.raises(UsageMistake, match=r"end in \.json, \.html or \.pdf"):
        check_writable(path)
    with pytest.raises(UsageMistake, match=r"end in \.json, \.html or \.pdf"):
        write_report(tiny_report(), path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    line = refused(tmp_path / "missing" / "report.json")
    assert f"there is no folder {tmp_path / 'missing'}; create it" in line


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    line = refused(tmp_path / "file" / "report.json")
    assert f"{tmp_path / 'file'} is a file, not a folder" in line


def test_a_folder_in_place_of_the_report_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.json").mkdir()
    assert "is a folder; choose a file in it" in refused(tmp_path / "report.json")


@POSIX
def test_what_is_no_ordinary_file_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    with socket.socket(socket.AF_UNIX) as listener:
        # A relative name: a socket's may only be about 100 characters long.
        listener.bind(os.path.relpath(path))
        assert "is not an ordinary file" in refused(path)
        assert stat.S_ISSOCK(path.stat().st_mode)


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert "the name is too long" in refused(tmp_path / ("x" * 300 + ".json"))


@POSIX
def test_a_name_that_no_file_can_have_is_refused_in_one_line(tmp_path: Path) -> None:
    line = refused(tmp_path / "two\nlines\0.json")
    assert r"two\nlines\x00.json" in line


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody may write to")
def test_a_folder_that_takes_no_files_is_refused_even_for_root() -> None:
    assert "written there; choose" in refused(Path("/proc/report.json"))


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_file_protected_against_writing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("kept")
    path.chmod(0o400)
    assert "is protected against writing" in refused(path)
    assert path.read_text() == "kept"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_protected_against_writing_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "protected"
    folder.mkdir()
    folder.chmod(0o500)
    assert "no permission to write there" in refused(folder / "report.json")


SMALL_DISK = """
import resource, sys
from pathlib import Path
from tests.builders import tiny_report
from voice_rom.errors import ReportNotWritable
from voice_rom.reporting.write import check_writable, write_report

path = Path(sys.argv[1])
check_writable(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    write_report(tiny_report(), path)
except ReportNotWritable as refusal:
    print(refusal)
"""


@pytest.mark.real
@POSIX
def test_a_report_that_cannot_be_written_whole_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("the old one")
    ended = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, str(path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == f"{path}: it cannot be written there; choose another file.\n"
    assert path.read_text() == "the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_vanishes_during_the_session_is_told_at_the_end(
    tmp_path: Path, report: Report
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / "report.json"
    check_writable(path)
    folder.rmdir()
    with pytest.raises(ReportNotWritable, match="there is no folder"):
        write_report(report, path)
