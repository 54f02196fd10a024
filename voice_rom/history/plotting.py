"""A picture of the trend: a row a question, a sign for each session, left and right told apart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from voice_rom.history.question_outcome import QuestionOutcome
from voice_rom.history.trend import Course
from voice_rom.history.wording import HistoryWording
from voice_rom.plot_file import save

_SIGNS: Final = {
    QuestionOutcome.LEFT: "<",
    QuestionOutcome.RIGHT: ">",
    QuestionOutcome.BOTH: "D",
    QuestionOutcome.NOTICED: "s",
    QuestionOutcome.NOTHING: "_",
    QuestionOutcome.OPEN: "x",
}
"""Told apart by their shape: not everybody sees colours."""

_INCHES_WIDE: Final = 13.0
_INCHES_A_ROW: Final = 0.4
_INCHES_AROUND: Final = 2.0
_MOST_LETTERS: Final = 70


def plot(found: Sequence[Course], file: Path, wording: HistoryWording) -> None:
    """Draw the courses to `file`. Raises ReportNotWritable."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional extra

    height = _INCHES_AROUND + _INCHES_A_ROW * len(found)
    picture = Figure(figsize=(_INCHES_WIDE, height), layout="constrained")
    axes = picture.subplots()
    for noticing, sign in _SIGNS.items():
        points = [
            (point.started_at, row)
            for row, course in enumerate(found)
            for point in course.points
            if point.noticing is noticing
        ]
        if points:
            dates, rows = zip(*points, strict=True)
            name = _name_of(noticing, wording)
            axes.plot(dates, rows, sign, label=name, color="black", linestyle="none")
    axes.set_yticks(range(len(found)), [_name(course) for course in found])
    axes.invert_yaxis()
    axes.set_xlabel(wording.chart_date)
    picture.autofmt_xdate()
    if found:
        picture.legend(loc="outside upper right", ncols=3)
    save(picture, file)


def _name_of(noticing: QuestionOutcome, wording: HistoryWording) -> str:
    return wording.chart_open if noticing is QuestionOutcome.OPEN else wording.outcomes[noticing]


def _name(course: Course) -> str:
    name = f"{course.test}: {course.question}"
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"
