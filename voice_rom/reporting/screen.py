"""The report on the screen: headings, sentences, and lists."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from voice_rom.core.outcome.report import Report
from voice_rom.reporting.page import Page
from voice_rom.reporting.telling import ToldQuestion, ToldReport, ToldTest, tell
from voice_rom.reporting.wording import ReportWording


def show_report(report: Report, console: Console, prompts: Path | None = None) -> None:
    """Write `report` for a person: what is urgent, the findings, and at last what to do next."""
    write_report(report, Page(console), prompts)


def write_report(report: Report, page: Page, prompts: Path | None = None) -> None:
    """Write `report` on a page on which there may be something already."""
    told = tell(report, prompts)
    page.blank()
    page.heading(told.title, under="=")
    _urgent(told, page)
    page.line(told.overview)
    _findings(told, page)
    _open_questions(told, page)
    _screening(told, page)
    _tests(told, page)
    _advice(told, page)


def _urgent(told: ToldReport, page: Page) -> None:
    if not told.urgent:
        return
    page.blank()
    page.heading(told.wording.urgent, under="!")
    page.line(told.urgent, style="bold")
    page.blank()


def _screening(told: ToldReport, page: Page) -> None:
    if told.screening is None:
        return
    page.blank()
    page.heading(told.wording.screening)
    page.line(told.screening.outcome)
    for question in told.screening.questions.questions:
        if question.was_asked:
            _question(question, told.wording, page)


def _findings(told: ToldReport, page: Page) -> None:
    page.blank()
    page.heading(told.wording.findings)
    for finding in told.findings:
        page.item(finding)
    if not told.findings:
        page.line(told.no_findings)


def _open_questions(told: ToldReport, page: Page) -> None:
    page.blank()
    page.heading(told.wording.open)
    for line in _open_lines(told):
        page.item(line)
    page.line(told.wording.open_meaning if told.open_questions else told.wording.no_open)


def _open_lines(told: ToldReport) -> Iterator[str]:
    """A line for each question that is open, and one for a test of which nothing was asked."""
    for test in told.tests:
        if not any(question.was_asked for question in test.questions):
            yield told.wording.test_not_asked.format(test=test.name)
            continue
        for question in test.questions:
            if question.is_open:
                yield f"{test.name}: {question.text} {question.answer}."


def _tests(told: ToldReport, page: Page) -> None:
    """What was answered; what is open was told with the open questions."""
    answered = [(test, _answered(test)) for test in told.tests if _answered(test)]
    if not answered:
        return
    page.blank()
    page.heading(told.wording.questions)
    for test, questions in answered:
        page.blank()
        page.line(test.name, style="bold")
        for question in questions:
            _question(question, told.wording, page)


def _answered(test: ToldTest) -> list[ToldQuestion]:
    return [question for question in test.questions if not question.is_open]


def _question(question: ToldQuestion, wording: ReportWording, page: Page) -> None:
    page.line(f"{question.number}. {question.text}", indent=2, hanging=3)
    page.line(f"{wording.answer}: {question.answer}.", style="bold", indent=5, hanging=2)
    if question.side is not None:
        page.line(f"{wording.side}: {question.side}.", indent=5, hanging=2)
    if not question.is_open:
        page.line(f"{wording.noticed}: {question.noticed}", indent=5, hanging=2)
    if question.how:
        page.line(f"{wording.how}: {question.how}", indent=5, hanging=2)


def _advice(told: ToldReport, page: Page) -> None:
    page.blank()
    page.heading(told.wording.advice)
    page.line(told.advice)
