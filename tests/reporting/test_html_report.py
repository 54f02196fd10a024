"""The report as an HTML page."""

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import answer, careful_report, nothing_noticed, tiny_report
from tests.display.every_kind import ANY_MACHINE
from tests.reporting.parsed_page import ParsedPage
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.outcome.report import Report
from voice_rom.reporting.html_report import to_html

PLANTED = "<script>alert(\"x\")</script>' onload='x"


def page_of(report: Report) -> ParsedPage:
    return ParsedPage.of(to_html(report))


def full_report() -> Report:
    return tiny_report(
        answer(side=Side.LEFT, confirmed=True, side_text="left"),
        answer(None, question_id="bending", status=Status.SKIPPED),
    )


def test_it_says_its_language_and_title() -> None:
    page = page_of(full_report())
    assert page.all("html")[0].attributes["lang"] == "en"
    assert page.texts("title") == page.texts("h1") == ["Report: Range of motion"]


def test_it_has_a_heading_for_each_part() -> None:
    assert page_of(full_report()).texts("h2") == [
        "What you noticed",
        "Open questions",
        "What to do next",
        "Question by question",
    ]


def test_each_part_is_named_by_its_heading() -> None:
    page = page_of(full_report())
    headings = {heading.attributes["id"] for heading in page.all("h2")}
    assert {part.attributes["aria-labelledby"] for part in page.all("section")} == headings


def headers(page: ParsedPage, scope: str) -> list[str]:
    return [
        " ".join(element.text.split())
        for element in page.all("th")
        if element.attributes["scope"] == scope
    ]


def cells(page: ParsedPage) -> list[str]:
    """Each with its column's name, as they are read where the table is laid out in lines."""
    return [
        f"{cell.attributes.get('data-label') or ''}{' '.join(cell.text.split())}"
        for cell in page.all("td")
    ]


def test_the_professionals_table_has_a_row_for_each_question_grouped_by_test() -> None:
    page = page_of(full_report())
    (table,) = page.all("table")
    assert table.attributes["aria-labelledby"] == "questions"
    assert headers(page, "col") == ["Question", "Answer", "Noticed", "How it was understood"]
    assert headers(page, "rowgroup") == ["Trunk rotation", "Leg lift"]
    assert headers(page, "row") == [
        "1. Is it easier to turn to one side?",
        "1. Did your legs go straight up, or angle?",
        "2. Can you lift your leg without bending your knee at all?",
        "3. Did it hurt?",
    ]


def test_the_table_stays_one_for_a_screen_reader_when_it_is_laid_out_in_lines() -> None:
    page = page_of(full_report())
    roles = {
        "table": {"table"},
        "thead": {"rowgroup"},
        "tbody": {"rowgroup"},
        "tr": {"row"},
        "td": {"cell"},
        "th": {"columnheader", "rowheader"},
    }
    for tag, expected in roles.items():
        assert {element.attributes["role"] for element in page.all(tag)} == expected


def test_each_question_is_followed_by_what_was_answered() -> None:
    page = page_of(tiny_report(answer(side=Side.LEFT, confirmed=True, side_text="left")))
    assert headers(page, "row")[-1] == "3. Did it hurt?"
    assert cells(page)[-3:] == [
        "Answer: Yes, left",
        "Noticed: It hurt on the left.",
        'How it was understood: Heard "yeah", "left". Confirmed.',
    ]


def test_the_clinic_stands_below_the_title_when_it_has_a_name() -> None:
    page = page_of(replace(full_report(), clinic="Elm Street Clinic"))
    assert page.texts("p")[0] == "Elm Street Clinic"
    assert "clinic" not in {
        element.attributes.get("class") for element in page_of(full_report()).elements
    }


def test_the_date_and_time_at_which_the_session_began_stand_below_the_title() -> None:
    here = timezone(timedelta(hours=-5))
    report = replace(full_report(), started_at=datetime(2026, 12, 24, 7, 3, 59, tzinfo=here))
    (time,) = page_of(report).all("time")
    assert time.text == "Thursday, 24 December 2026, 07:03"
    assert time.attributes["datetime"] == "2026-12-24T07:03-05:00"


def test_a_report_whose_date_is_not_known_bears_none() -> None:
    assert page_of(full_report()).all("time") == []


def test_what_was_said_in_sentences_stands_in_one_paragraph() -> None:
    report = replace(full_report(), advice=("Stretch.", "Rest."), urgent=("Stop.", "Call 112."))
    paragraphs = page_of(report).texts("p")
    assert {"Stretch. Rest.", "Stop. Call 112."} <= set(paragraphs)


def test_findings_and_open_questions_are_listed() -> None:
    assert page_of(full_report()).texts("li") == [
        "Leg lift: It hurt on the left.",
        "Trunk rotation: Is it easier to turn to one side? Not asked.",
        "Leg lift: Did your legs go straight up, or angle? Not asked.",
        "Leg lift: Can you lift your leg without bending your knee at all? Skipped.",
    ]


def test_an_open_question_never_stands_as_nothing_noticed() -> None:
    report = tiny_report(*nothing_noticed()[:-1], answer(None, status=Status.UNSURE))
    page = page_of(report)
    assert cells(page)[-2] == "Noticed: Still open: this says nothing either way."
    assert "Nothing was noticed in the questions that were answered." in page.texts("p")


def test_it_is_whole_without_scripts_or_anything_from_elsewhere() -> None:
    html = to_html(full_report())
    page = page_of(full_report())
    for tag in ("script", "link", "img", "iframe", "object", "form"):
        assert page.all(tag) == []
    assert not any("src" in element.attributes for element in page.elements)
    assert not re.search(r"https?:|url\(|@import", html)


def test_it_can_be_printed_and_follows_dark_mode_and_contrast() -> None:
    (style,) = page_of(full_report()).texts("style")
    assert "@media print" in style
    assert "prefers-color-scheme: dark" in style
    assert "prefers-contrast: more" in style


def luminance(colour: str) -> float:
    """The relative luminance of "#rgb" or "#rrggbb" as WCAG 2 defines it, from 0 to 1."""
    digits = colour.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)
    shares = [int(pair, 16) / 255 for pair in pairs]
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_has_the_strongest_contrast_that_wcag_asks_for() -> None:
    (style,) = page_of(full_report()).texts("style")
    schemes = [
        dict(re.findall(r"--(\w+): (#\w+)", scheme))
        for scheme in re.findall(r":root {(.*?)}", style)
    ]
    coloured = [scheme for scheme in schemes if scheme]
    assert len(coloured) == 3
    for scheme in coloured:
        for name in ("text", "open", "finding"):
            assert contrast(scheme, name, "page") >= 7.0
        # What tells the figure from the paper, though its marks are told by shape and number.
        assert contrast(scheme, "line", "page") >= 4.5
        assert contrast(scheme, "line", "body") >= 4.5


def contrast(scheme: dict[str, str], one: str, other: str) -> float:
    darker, lighter = sorted((luminance(scheme[one]), luminance(scheme[other])))
    return (lighter + 0.05) / (darker + 0.05)


def planted_report() -> Report:
    """A report with markup wherever a text can stand."""
    report = replace(
        tiny_report(answer(text=PLANTED, side=Side.LEFT, side_text=PLANTED), advice=(PLANTED,)),
        language=PLANTED,
        title=PLANTED,
        findings=(PLANTED,),
    )
    (first, second) = report.tests
    pain = replace(second.questions[-1], text=PLANTED, finding=PLANTED)
    questions = (*second.questions[:-1], pain)
    return replace(report, tests=(first, replace(second, name=PLANTED, questions=questions)))


def test_markup_in_what_was_heard_or_said_is_only_text() -> None:
    page = page_of(planted_report())
    assert page.all("script") == []
    assert not any("onload" in element.attributes for element in page.elements)
    assert page.all("html")[0].attributes["lang"] == PLANTED
    assert page.texts("h1") == [f"Report: {PLANTED}"]
    assert headers(page, "rowgroup")[-1] == PLANTED
    assert f'Heard "{PLANTED}", "{PLANTED}".' in page.texts("td")[-1]
    assert page.texts("li")[0] == PLANTED
    assert PLANTED in page.texts("p")


def test_what_is_urgent_stands_before_everything_else() -> None:
    report = replace(careful_report(), urgent=("Call 112.",))
    page = page_of(report)
    sections = [element.attributes["aria-labelledby"] for element in page.all("section")]
    assert sections == ["urgent", "findings", "open", "advice", "questions"]
    assert page.texts("p")[0] == "Call 112."


def test_without_anything_urgent_or_asked_before_there_is_no_word_of_it() -> None:
    page = page_of(tiny_report(*nothing_noticed()))
    assert page.texts("h2") == [
        "What you noticed",
        "Open questions",
        "What to do next",
        "Question by question",
    ]


def test_the_screening_has_its_outcome_and_its_questions() -> None:
    page = page_of(careful_report())
    (asked,) = (each for each in page.all("ul") if each.attributes.get("class") == "before")
    assert asked.attributes["aria-labelledby"] == "screening"
    assert (
        "Before the tests: Something in your answers was a reason to be careful. "
        "You chose to do only what is gentle enough for today. Left out today: Leg lift."
    ) in page.texts("p")


@pytest.mark.slow
@ANY_MACHINE
@given(st.from_type(Report))
def test_any_report_makes_a_page_with_every_tag_closed(report: Report) -> None:
    page = page_of(report)
    assert len(page.all("tbody")) == len(report.tests)
    assert len(page.all("svg")) >= 2 * any(
        question.part for test in report.tests for question in test.questions
    )
