"""The trend as one HTML page: a picture and its words for each question, fit to be printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Template
from markupsafe import Markup

from voice_rom.core.assessment.settings import Paper
from voice_rom.history.lane_picture import WIDTH, height, mark_sign, row_picture, rows_of
from voice_rom.history.lanes import Column, LaneMark, columns_of
from voice_rom.history.notices import counted
from voice_rom.history.question_outcome import Dated
from voice_rom.history.telling import date_of, sum_line
from voice_rom.history.trend import Course
from voice_rom.history.wording import HistoryWording, begun_large
from voice_rom.reporting.html_template import html_template


@dataclass(frozen=True, kw_only=True)
class PicturedQuestion:
    text: str
    height: int
    rows: tuple[Markup, ...]
    """The inside of an SVG each."""
    answers: tuple[tuple[str, str], ...]
    """When, and what was answered then."""
    sum: str


def to_html(
    found: Sequence[Course],
    sessions: Sequence[Dated],
    wording: HistoryWording,
    language: str,
    *,
    paper: Paper | None = None,
) -> str:
    """The courses over all `sessions` (one at least) as a whole page; every text is escaped.

    Printed on `paper`; None: on whatever the printer has.
    """
    columns = {course.key: columns_of(course, sessions) for course in found}
    tests: dict[str, tuple[str, list[PicturedQuestion]]] = {}
    for course in found:
        _, questions = tests.setdefault(course.key[0], (begun_large(course.test), []))
        questions.append(_pictured(course, columns[course.key], wording))
    moments = [session.started_at for session in sessions]
    return _template().render(
        language=language,
        paper=paper,
        wording=wording,
        span=wording.page_span.format(
            sessions=counted(len(sessions), wording),
            first=date_of(min(moments)),
            last=date_of(max(moments)),
        ),
        marks=_used(columns.values()),
        tests=list(tests.values()),
    )


def _pictured(
    course: Course, columns: Sequence[Column], wording: HistoryWording
) -> PicturedQuestion:
    return PicturedQuestion(
        text=course.question,
        height=height(len(columns[0].marks)),
        rows=tuple(row_picture(row, wording) for row in rows_of(columns)),
        answers=tuple(
            (date_of(column.started_at), wording.outcome(column.outcome)) for column in columns
        ),
        sum=sum_line(course, wording),
    )


def _used(pictures: Iterable[Sequence[Column]]) -> list[LaneMark]:
    used = {mark for columns in pictures for column in columns for mark in column.marks}
    return [mark for mark in LaneMark if mark in used]


@cache
def _template() -> Template:
    return html_template("voice_rom.history", "trend.html.jinja", sign=mark_sign, width=WIDTH)
