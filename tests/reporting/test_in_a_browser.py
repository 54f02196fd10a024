"""The report as a browser shows and prints it. What it looks like is kept in build/report/."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.reporting.browser import measured, open_page, running_browser
from tests.reporting.every_part import full_report, usual_report
from voice_rom.core.assessment.settings import Paper
from voice_rom.core.outcome.report import Report
from voice_rom.reporting.html_report import to_html
from voice_rom.reporting.pdf_report import to_pdf

pytestmark = [pytest.mark.real, pytest.mark.slow]

PICTURES = Path(__file__).parents[2] / "build" / "report"

WIDTHS = (320, 360, 500, 800, 991, 992, 1200)
"""CSS pixels: phones, both sides of the width from which answers stand beside questions, desks."""

PAPERS = {"A4": 210, "Letter": 216}
"""Their widths in mm."""

MARGIN_MM = 14

SHEETS = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}
"""Points, of a seventy-second of an inch."""
PIXELS_PER_MM = 96 / 25.4

LONGEST = "Bewegungsuntersuchungen"
"""As long as words of other languages are wont to be."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A report with every part that there can be."""
    return written(full_report(), tmp_path)


def written(report: Report, folder: Path) -> Path:
    file = folder / "report.html"
    file.write_text(to_html(report), encoding="utf-8")
    return file


def with_questions(report: Report, text: str) -> Report:
    """The same, with `text` for a title, a test's name, a question, and a finding."""
    tests = tuple(
        replace(
            test,
            name=text,
            questions=tuple(
                replace(each, text=text, finding=each.finding and text) for each in test.questions
            ),
        )
        for test in report.tests
    )
    return replace(report, title=text, tests=tests, findings=(text,), open_questions=(text,))


def all_is_whole(page: Page) -> None:
    found = measured(page)
    assert found.words > 300
    assert (found.broken, found.cut, found.scrolled) == ([], [], [])


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("<td style='overflow-wrap: anywhere'>Noticed", "broken"),
        ("<td><p style='white-space: nowrap'>Bring your arms back to the middle of it", "cut"),
        ("<td><p style='overflow-x: auto'>" + "x" * 99, "scrolled"),
        ("<td><p style='height: 0; visibility: hidden; display: none'>Unseen", "cut"),
    ],
)
def test_a_page_with_a_fault_is_found_out(
    browser: Browser, tmp_path: Path, planted: str, found: str
) -> None:
    file = tmp_path / "faulty.html"
    file.write_text(f"<table style='table-layout: fixed; width: 4em'><tr>{planted}</table>")
    with open_page(browser, file, width=100) as page:
        assert getattr(measured(page), found) != []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_is_broken_or_cut_and_nothing_is_scrolled(
    browser: Browser, file: Path, width: int
) -> None:
    with open_page(browser, file, width=width) as page:
        all_is_whole(page)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{width}px.png", full_page=True)


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_is_broken_or_cut_on_paper(browser: Browser, file: Path, paper: str) -> None:
    width = round((PAPERS[paper] - 2 * MARGIN_MM) * PIXELS_PER_MM)
    with open_page(browser, file, width=width) as page:
        page.emulate_media(media="print")
        all_is_whole(page)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"print-{paper}.png", full_page=True)
        page.pdf(path=PICTURES / f"print-{paper}.pdf", format=paper)


@pytest.mark.parametrize("paper", Paper)
def test_a_whole_session_with_five_findings_is_one_sheet_of_paper(
    tmp_path: Path, paper: Paper
) -> None:
    printed = to_pdf(usual_report(), tmp_path, paper=paper)
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"usual-{paper}.pdf").write_bytes(printed)
    assert sheets(printed) == [SHEETS[paper]]
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_goes_on_on_a_second_sheet(tmp_path: Path) -> None:
    assert sheets(to_pdf(full_report(), tmp_path)) == [SHEETS[Paper.A4]] * 2


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """The width and height of each page, in points."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == len(boxes)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.parametrize("width", WIDTHS[1:])
def test_long_words_of_another_language_stay_whole(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    report = with_questions(full_report(), f"Die {LONGEST} sind {LONGEST}?")
    with open_page(browser, written(report, tmp_path), width=width) as page:
        all_is_whole(page)


def test_a_word_longer_than_a_line_goes_on_in_the_next_rather_than_out_of_sight(
    browser: Browser, tmp_path: Path
) -> None:
    report = with_questions(full_report(), "x" * 60)
    with open_page(browser, written(report, tmp_path), width=360) as page:
        found = measured(page)
    assert {word.rstrip(":") for word in found.broken} == {"x" * 60}
    assert (found.cut, found.scrolled) == ([], [])


@pytest.mark.parametrize(("width", "beside"), [(360, False), (1200, True)])
def test_an_answer_stands_below_its_question_on_a_phone_and_beside_it_at_a_desk(
    browser: Browser, file: Path, width: int, *, beside: bool
) -> None:
    with open_page(browser, file, width=width) as page:
        question = page.locator("tbody th[scope=row]").first.bounding_box()
        answer = page.locator("td.answer").first.bounding_box()
    assert question is not None
    assert answer is not None
    assert (question["y"] == answer["y"]) == beside
    assert (question["x"] == answer["x"]) != beside


def test_the_date_and_time_stand_below_the_title(browser: Browser, file: Path) -> None:
    with open_page(browser, file, width=800) as page:
        shown = page.inner_text("main")
    assert re.match(
        r"Report: Range of motion\s+Elm Street Clinic\s+Sunday, 1 March 2026, 09:05\s", shown
    )


def test_nothing_is_loaded_but_the_page_itself(browser: Browser, file: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.close()
    assert asked == [file.as_uri()]
