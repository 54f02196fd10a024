"""The report on the system's printer: what `lp` is given, and what is said if it refuses."""

import json
import stat
import sys
from pathlib import Path

import pytest

from tests.reporting.every_part import usual_report
from voice_rom.core.assessment.settings import Paper
from voice_rom.errors import ReportNotPrinted
from voice_rom.reporting.printing import print_report, require_printer

pytestmark = pytest.mark.real


def program(folder: Path, name: str, does: str) -> str:
    file = folder / name
    file.write_text(f"#!{sys.executable}\nimport json, sys, time\n{does}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


@pytest.fixture
def browser(tmp_path: Path) -> str:
    prints = "open(sys.argv[-2].partition('=')[2], 'wb').write(b'%PDF-1.4 mine %%EOF')"
    return program(tmp_path, "browser", prints)


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    folder = tmp_path / "memory"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(("printer", "chosen"), [("", []), ("Front desk", ["-d", "Front desk"])])
def test_lp_gets_one_copy_on_the_paper_that_is_set_and_nothing_is_left(
    tmp_path: Path, browser: str, memory: Path, printer: str, chosen: list[str]
) -> None:
    given = tmp_path / "given"
    notes = f"json.dump([sys.argv[1:], open(sys.argv[-1]).read()], open({str(given)!r}, 'w'))"
    lp = program(tmp_path, "lp", notes)
    print_report(
        usual_report(),
        memory,
        paper=Paper.LETTER,
        printer=printer,
        program=lp,
        browsers=[browser],
    )
    (*arguments, _), content = json.loads(given.read_text("utf-8"))
    assert arguments == ["-c", "-t", "report", "-o", "media=Letter", *chosen, "--"]
    assert content == "%PDF-1.4 mine %%EOF"
    assert list(memory.iterdir()) == []


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("sys.exit(1)", "the printer did not take the report."),
        ("time.sleep(60)", "the printer took too long to take the report."),
    ],
    ids=["refuses", "hangs"],
)
def test_a_printer_that_does_not_take_it_is_told_and_nothing_is_left(
    tmp_path: Path, browser: str, memory: Path, does: str, said: str
) -> None:
    lp = program(tmp_path, "lp", does)
    with pytest.raises(ReportNotPrinted) as wrong:
        print_report(
            usual_report(), memory, paper=Paper.A4, program=lp, browsers=[browser], seconds=1.0
        )
    assert str(wrong.value) == said
    assert list(memory.iterdir()) == []


def test_without_lp_it_is_said_what_to_install() -> None:
    with pytest.raises(ReportNotPrinted, match="sudo apt-get install cups-client") as without:
        require_printer("no-such-lp")
    assert without.value.exit_code == 38
