"""What is kept, in lines for people: each line says something by itself, as it is read aloud."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from voice_rom.history.comparing import Change, Compared
from voice_rom.history.question_outcome import Dated, QuestionOutcome
from voice_rom.history.trend import Course
from voice_rom.history.wording import HistoryWording
from voice_rom.storage.kept_sessions import KeptSession

SHORTEST_ID: Final = 8
"""So much of an id tells a few thousand sessions apart."""


def date_of(moment: datetime) -> str:
    """The date and time where this computer is."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def short_id(session: str) -> str:
    return session[:SHORTEST_ID]


def list_line(session: KeptSession, dated: Dated, wording: HistoryWording) -> str:
    """One session: its id, when it was, of which tests, whether complete, how much was noticed."""
    line = wording.session.format(
        id=short_id(session.id),
        date=date_of(session.started_at),
        tests=", ".join(test.name for test in dated.report.tests),
        state=_state(session, wording),
        noticed=len(dated.report.findings),
        open=len(dated.report.open_questions),
    )
    if session.room is not None:
        line = wording.session_in_room.format(session=line, room=session.room)
    if not session.unreadable:
        return line
    return wording.session_unreadable.format(session=line, count=session.unreadable)


def comparison_lines(
    before: Dated, after: Dated, compared: Sequence[Compared], wording: HistoryWording
) -> Iterator[str]:
    """What changed between two sessions, what did not, and what cannot be compared."""
    yield wording.then.format(date=date_of(before.started_at), id=short_id(before.id))
    yield wording.now.format(date=date_of(after.started_at), id=short_id(after.id))
    for change in Change:
        those = [each for each in compared if each.change is change]
        yield ""
        yield wording.heading.format(
            change=wording.changes[change], count=len(those), of=len(compared)
        )
        for each in those:
            told = wording.same if change is Change.SAME else wording.changed
            what = told.format(then=wording.outcome(each.before), now=wording.outcome(each.after))
            yield f"- {wording.name_of(each.test, each.question)} {what}"
    yield ""
    yield wording.only_answers


def trend_lines(found: Sequence[Course], wording: HistoryWording) -> Iterator[str]:
    """Each question, date by date, and how often it was noticed on which side."""
    for number, course in enumerate(found):
        if number:
            yield ""
        yield wording.name_of(course.test, course.question)
        for point in course.points:
            yield f"  {date_of(point.started_at)}  {wording.outcome(point.noticing)}"
        yield f"  {sum_line(course, wording)}"


def sum_line(course: Course, wording: HistoryWording) -> str:
    """How often it was noticed, on which side, and how often it was left open."""
    counts = course.counts
    sides = [
        told.format(count=counts[noticing])
        for noticing, told in (
            (QuestionOutcome.LEFT, wording.times_left),
            (QuestionOutcome.RIGHT, wording.times_right),
            (QuestionOutcome.BOTH, wording.times_both),
            (QuestionOutcome.NOTICED, wording.times_noticed),
        )
        if counts[noticing]
    ]
    times = wording.times_by_side if sides else wording.times
    line = times.format(noticed=course.noticed, answered=course.answered, sides=", ".join(sides))
    if not counts[QuestionOutcome.OPEN]:
        return line
    return f"{line} {wording.times_open.format(count=counts[QuestionOutcome.OPEN])}"


def _state(session: KeptSession, wording: HistoryWording) -> str:
    if session.finished_at is None:
        return wording.interrupted
    return wording.complete if session.complete else wording.not_complete
