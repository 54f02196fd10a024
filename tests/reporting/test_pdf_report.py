"""The report as PDF: what is said when there is no browser, or when it does not print."""

import stat
import sys
from pathlib import Path

import pytest

from tests.reporting.every_part import usual_report
from voice_rom.core.assessment.settings import Paper
from voice_rom.core.outcome.report import Report
from voice_rom.errors import PdfNotMade
from voice_rom.reporting.pdf_report import find_browser, to_pdf
from voice_rom.reporting.write import write_report

TITLE = b"Report: Range of motion"


def browser_that(does: str, folder: Path) -> str:
    """A program in the place of a browser, which runs `does`; its last arguments are as always."""
    program = folder / "browser"
    program.write_text(f"#!{sys.executable}\nimport sys, time\n{does}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


PRINTS = "open(sys.argv[-2].partition('=')[2], 'wb').write(b'%PDF-1.4 {} %%EOF')"


def test_without_a_browser_it_is_said_in_one_line_what_to_do() -> None:
    with pytest.raises(PdfNotMade) as without:
        find_browser(["no-such-browser"])
    assert str(without.value) == (
        "A PDF needs Chromium, which is not installed; install it (on Debian type: sudo apt-get "
        "install chromium), or let the report's name end in .html and print that."
    )
    assert without.value.exit_code == 36


@pytest.mark.real
@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("sys.exit(1)", "the browser could not print it"),
        ("pass", "the browser could not print it"),
        (PRINTS.format("").replace("%PDF", "<html"), "the browser could not print it"),
        (PRINTS.format("").replace("%%EOF", ""), "the browser could not print it"),
        ("time.sleep(60)", "the browser took too long to print it"),
    ],
    ids=["fails", "prints nothing", "prints something else", "prints half", "hangs"],
)
def test_a_browser_that_prints_no_whole_pdf_is_told_and_leaves_nothing(
    tmp_path: Path, does: str, said: str
) -> None:
    (tmp_path / "reports").mkdir()
    browser = browser_that(does, tmp_path)
    with pytest.raises(PdfNotMade) as wrong:
        to_pdf(usual_report(), tmp_path / "reports", browsers=[browser], seconds=1.0)
    assert str(wrong.value) == said
    assert list((tmp_path / "reports").iterdir()) == []


@pytest.mark.real
def test_what_the_browser_reads_is_the_owners_alone_and_gone_afterwards(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    (tmp_path / "reports").mkdir()
    looks = (
        "import os, urllib.request\n"
        "page = urllib.request.url2pathname(sys.argv[-1].removeprefix('file://'))\n"
        f"open({str(seen)!r}, 'w').write(oct(os.stat(os.path.dirname(page)).st_mode & 0o777)"
        " + open(page, encoding='utf-8').read())\n"
    )
    browser = browser_that(looks + PRINTS.format("whole"), tmp_path)
    printed = to_pdf(usual_report(), tmp_path / "reports", browsers=[browser], paper=Paper.LETTER)
    assert printed == b"%PDF-1.4 whole %%EOF"
    read = seen.read_text(encoding="utf-8")
    assert read.startswith("0o700<!DOCTYPE html>")
    assert "size: Letter;" in read
    assert list((tmp_path / "reports").iterdir()) == []


@pytest.mark.real
def test_a_browser_whose_sandbox_does_not_work_here_prints_without(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    refuses = "if '--no-sandbox' not in sys.argv: sys.exit(1)\n"
    browser = browser_that(refuses + PRINTS.format("whole"), tmp_path)
    assert to_pdf(usual_report(), tmp_path / "reports", browsers=[browser]).startswith(b"%PDF-")


def printer_that_fails(
    report: Report,  # noqa: ARG001 - it does not come so far
    folder: Path,  # noqa: ARG001
    *,
    prompts: Path | None,  # noqa: ARG001
    paper: Paper,  # noqa: ARG001
) -> bytes:
    raise PdfNotMade("the browser took too long to print it")


def test_when_no_pdf_can_be_made_the_report_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "mine.pdf"
    path.write_bytes(b"the old one")
    with pytest.raises(PdfNotMade) as wrong:
        write_report(usual_report(), path, print_pdf=printer_that_fails)
    instead = tmp_path / "mine.pdf.html"
    assert str(wrong.value) == (
        f"{path}: the browser took too long to print it. The report is in {instead} instead; "
        "open that in a browser and print it."
    )
    assert TITLE in instead.read_bytes()
    assert stat.S_IMODE(instead.stat().st_mode) == 0o600
    assert path.read_bytes() == b"the old one"


def test_a_pdf_takes_the_place_of_the_old_one_on_the_paper_that_is_set(tmp_path: Path) -> None:
    path, papers = tmp_path / "mine.PDF", []

    def printer(report: Report, folder: Path, *, prompts: Path | None, paper: Paper) -> bytes:
        assert (report, folder, prompts) == (usual_report(), tmp_path, None)
        papers.append(paper)
        return b"%PDF-1.4"

    write_report(usual_report(), path, paper=Paper.LETTER, print_pdf=printer)
    assert path.read_bytes() == b"%PDF-1.4"
    assert papers == [Paper.LETTER]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
