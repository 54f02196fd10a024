"""What is kept, in lines for people: each line says something by itself, as it is read aloud."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from voice_rom.history.comparing import Change, Compared
from voice_rom.history.question_outcome import Dated, QuestionOutcome
from voice_rom.history.trend import Course
from voice_rom.storage.kept_sessions import KeptSession

SHORTEST_ID: Final = 8
"""So much of an id tells a few thousand sessions apart."""

_NOTICED: Final = {
    QuestionOutcome.LEFT: "noticed on the left",
    QuestionOutcome.RIGHT: "noticed on the right",
    QuestionOutcome.BOTH: "noticed on both sides",
    QuestionOutcome.NOTICED: "noticed",
    QuestionOutcome.NOTHING: "not noticed",
    QuestionOutcome.OPEN: "left open, which says nothing either way",
    None: "not part of that session",
}

_HEADINGS: Final = {
    Change.CHANGED: "Changed",
    Change.SAME: "The same",
    Change.UNKNOWN: "Cannot be compared",
}


def date_of(moment: datetime) -> str:
    """The date and time where this computer is."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def short_id(session: str) -> str:
    return session[:SHORTEST_ID]


def list_line(session: KeptSession, dated: Dated) -> str:
    """One session: its id, when it was, of which tests, whether complete, how much was noticed."""
    tests = ", ".join(test.name for test in dated.report.tests)
    noticed = _count(len(dated.report.findings), "noticed")
    opened = _count(len(dated.report.open_questions), "open")
    line = f"{short_id(session.id)}  {date_of(session.started_at)}  {tests}: {_state(session)}"
    line += f", {noticed}, {opened}"
    if session.unreadable:
        line += f", {_count(session.unreadable, 'cannot be read')}"
    return line


def comparison_lines(before: Dated, after: Dated, compared: Sequence[Compared]) -> Iterator[str]:
    """What changed between two sessions, what did not, and what cannot be compared."""
    yield f"Then: {date_of(before.started_at)} ({short_id(before.id)})."
    yield f"Now: {date_of(after.started_at)} ({short_id(after.id)})."
    for change, heading in _HEADINGS.items():
        those = [each for each in compared if each.change is change]
        yield ""
        yield f"{heading}: {len(those)} of {len(compared)} questions."
        for each in those:
            then, now = _NOTICED[each.before], _NOTICED[each.after]
            what = f"Both times: {now}." if change is Change.SAME else f"Then: {then}. Now: {now}."
            yield f"- {_name(each.test, each.question)} {what}"
    yield ""
    yield "This only compares answers. It does not say why they differ."


def trend_lines(found: Sequence[Course]) -> Iterator[str]:
    """Each question, date by date, and how often it was noticed on which side."""
    for number, course in enumerate(found):
        if number:
            yield ""
        yield _name(course.test, course.question)
        for point in course.points:
            yield f"  {date_of(point.started_at)}  {_NOTICED[point.noticing]}"
        yield f"  {_sum(course)}"


def _sum(course: Course) -> str:
    counts = course.counts
    line = f"Noticed {course.noticed} out of {course.answered} times answered"
    sides = [
        f"{counts[noticing]} {where}"
        for noticing, where in (
            (QuestionOutcome.LEFT, "on the left"),
            (QuestionOutcome.RIGHT, "on the right"),
            (QuestionOutcome.BOTH, "on both sides"),
            (QuestionOutcome.NOTICED, "without a side"),
        )
        if counts[noticing]
    ]
    line += f": {', '.join(sides)}." if sides else "."
    return (
        f"{line} Left open: {counts[QuestionOutcome.OPEN]}."
        if counts[QuestionOutcome.OPEN]
        else line
    )


def _state(session: KeptSession) -> str:
    if session.finished_at is None:
        return "interrupted, or still running"
    return "complete" if session.complete else "not complete"


def _name(test: str, question: str) -> str:
    return f"{test[:1].upper()}{test[1:]}: {question}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}"
