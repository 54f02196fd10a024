"""The report as one HTML page: no script, nothing loaded from anywhere, fit to be printed."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from voice_rom.core.outcome.report import Report
from voice_rom.reporting.telling import tell


def to_html(report: Report, prompts: Path | None = None) -> str:
    """`report` as a whole page; every text in it is escaped."""
    started_at = "" if report.started_at is None else report.started_at.isoformat("T", "minutes")
    return _template().render(report=tell(report, prompts), started_at=started_at)


@cache
def _template() -> Template:
    source = files("voice_rom.reporting").joinpath("report.html.jinja")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(source.read_text(encoding="utf-8"))
