"""The report is printed at a kiosk: when it is asked for, once, and nothing of it stays."""

import os
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.page.scenes import SCENES
from tests.page.serving import Client, Posted
from tests.page.telling import ToldSession, content, settings
from tests.reporting.every_part import usual_report
from voice_rom.core.assessment.settings import Paper
from voice_rom.core.outcome.report import Report
from voice_rom.errors import ReportNotPrinted
from voice_rom.kiosk.browser import memory_folder
from voice_rom.kiosk.printing import PRINT, Printing, SummaryPrinter, delete_what_is_left
from voice_rom.page.opening import Kiosk, OpenPage, open_page

CHOSEN = settings(report__paper="Letter", report__printer="desk", report__printing=True).report


class Lp:
    """Stands for the printing; it may be made to fail, and to wait."""

    def __init__(self, fault: ReportNotPrinted | None = None) -> None:
        self.fault = fault
        self.jobs: list[tuple[Report, Paper, str]] = []
        self.folders: list[Path] = []
        self.may_end = SimpleQueue[None]()

    def __call__(self, report: Report, folder: Path, *, paper: Paper, printer: str) -> None:
        self.folders.append(folder)
        (folder / "report.pdf").write_text("of somebody")
        self.jobs.append((report, paper, printer))
        self.may_end.get()
        if self.fault is not None:
            raise self.fault


def printed(lp: Lp) -> list[Printing]:
    """What is shown when it is asked for three times, looked at as often, and finished."""
    shown: list[Printing] = []
    printer = SummaryPrinter(CHOSEN, usual_report(), shown.append, lp)
    printer.look()
    assert shown == []
    for _ in range(3):
        printer.ask()
        printer.look()
    lp.may_end.put(None)
    printer.finish(lambda: None)
    printer.look()
    printer.look()
    return shown


def test_it_is_printed_once_on_the_paper_and_the_printer_of_the_settings() -> None:
    lp = Lp()
    assert printed(lp) == [Printing.STARTED, Printing.DONE]
    assert lp.jobs == [(usual_report(), Paper.LETTER, "desk")]


def test_a_printer_that_fails_is_shown() -> None:
    assert printed(Lp(ReportNotPrinted("no paper"))) == [Printing.STARTED, Printing.FAILED]


@pytest.mark.parametrize("fault", [None, ReportNotPrinted("no paper")])
def test_nothing_is_left_of_it(fault: ReportNotPrinted | None) -> None:
    lp = Lp(fault)
    printed(lp)
    (folder,) = lp.folders
    assert not folder.exists()


def test_what_a_process_left_that_ended_in_the_middle_is_deleted_by_its_kiosk_alone() -> None:
    lp = Lp()
    printer = SummaryPrinter(CHOSEN, usual_report(), lambda _: None, lp)
    printer.ask()
    printer.look()
    while not lp.jobs:
        os.sched_yield()
    (folder,) = lp.folders
    assert str(folder.parent) == memory_folder()
    delete_what_is_left(kiosk=os.getpid())  # another kiosk's
    assert folder.exists()
    delete_what_is_left(kiosk=os.getppid())
    assert not folder.exists()
    lp.may_end.put(None)
    printer.finish(lambda: None)


@pytest.fixture(params=[False, True])
def wanted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(*, wanted: bool) -> Iterator[OpenPage]:
    kiosk = Kiosk(lambda: None, (PRINT,))
    opened = open_page(content(), settings(report__printing=wanted), Posted(), kiosk=kiosk)
    SCENES["summary"](ToldSession(opened.display))
    yield opened
    opened.server.close()


def shown(page: OpenPage) -> str:
    return Client.of(page).ask("/")[2].decode()


def test_there_is_a_button_only_where_the_clinic_wants_it(page: OpenPage, *, wanted: bool) -> None:
    assert ('value="print-report"' in shown(page)) == wanted


@pytest.mark.parametrize("wanted", [True], indirect=True)
def test_the_page_says_what_has_become_of_it_and_offers_it_no_more(page: OpenPage) -> None:
    page.display.tell_printing("Your report is being printed.")
    html = shown(page)
    assert "Your report is being printed." in html
    assert 'value="print-report"' not in html
    assert 'value="end"' in html
