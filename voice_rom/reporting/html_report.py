"""The report as one HTML page: no script, nothing loaded from anywhere, fit to be printed."""

from functools import cache
from pathlib import Path

from jinja2 import Template

from voice_rom.core.assessment.settings import Paper
from voice_rom.core.outcome.report import Report
from voice_rom.reporting.body_figure import HEIGHT, WIDTH, body_view, mark_symbol
from voice_rom.reporting.html_template import html_template
from voice_rom.reporting.telling import tell


def to_html(report: Report, prompts: Path | None = None, *, paper: Paper | None = None) -> str:
    """`report` as a whole page; every text in it is escaped.

    Printed on `paper`; None: on whatever the printer has.
    """
    started_at = "" if report.started_at is None else report.started_at.isoformat("T", "minutes")
    return _template().render(report=tell(report, prompts), started_at=started_at, paper=paper)


@cache
def _template() -> Template:
    return html_template(
        "voice_rom.reporting",
        "report.html.jinja",
        body=body_view,
        symbol_of=mark_symbol,
        width=WIDTH,
        height=HEIGHT,
    )
