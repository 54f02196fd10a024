"""A report in sentences for people: what the screen and the HTML page both show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Final

from voice_rom.core.assessment.findings import Source, Status
from voice_rom.core.outcome.report import (
    NoTests,
    Report,
    ReportedHearing,
    ReportedQuestion,
    ReportedScreening,
)
from voice_rom.reporting.body_figure import Mark, MarkShape
from voice_rom.reporting.wording import ReportWording, report_wording

UNKNOWN_WORD = "[unk]"
"""What the recogniser writes for sounds that are in no phrase."""

_NO_MARKS: Final[Mapping[str, Mark]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class ToldFinding:
    text: str
    mark: Mark | None
    """Where it stands on the body figure; None: it has no place there."""
    place: str
    """The same in words, such as "Leg, left"; empty without a mark."""


@dataclass(frozen=True, kw_only=True)
class ToldQuestion:
    number: int
    text: str
    answer: str
    side: str | None
    how: str
    """How the answer was understood, in sentences; empty when nothing was given."""
    answer_with_side: str
    how_in_brief: str
    """Both as a professional's table has them."""
    finding: str | None
    mark: Mark | None
    """The finding's, on the body figure."""
    noticed: str
    """The finding, or that nothing was noticed, or that the question is open."""
    is_open: bool
    was_asked: bool


@dataclass(frozen=True, kw_only=True)
class ToldTest:
    name: str
    questions: tuple[ToldQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class ToldScreening:
    """The questions before the first test, and what they led to."""

    outcome: str
    """In sentences."""
    questions: ToldTest


@dataclass(frozen=True, kw_only=True)
class ToldReport:
    language: str
    title: str
    when: str
    """The date and time at which the session began; empty when they are not known."""
    clinic: str
    """Its name; empty: none."""
    overview: str
    urgent: str
    """Urgent advice, which stands before everything else; empty when nothing is urgent."""
    screening: ToldScreening | None
    noticed: tuple[ToldFinding, ...]
    has_figure: bool
    """Whether the assessment's questions have a place on the body figure."""
    no_findings: str
    """What to say when there are no findings: it depends on what is open."""
    open_questions: tuple[str, ...]
    """Each with why it is open."""
    tests: tuple[ToldTest, ...]
    advice: str
    wording: ReportWording

    @property
    def findings(self) -> tuple[str, ...]:
        return tuple(finding.text for finding in self.noticed)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(finding.mark for finding in self.noticed if finding.mark is not None)


def tell(report: Report, prompts: Path | None = None) -> ToldReport:
    """`report` in the words of its language, from the folder `prompts` (default: our own)."""
    wording = report_wording(report.language, prompts)
    marks = _marks(report)
    return ToldReport(
        language=report.language,
        title=wording.title.format(title=report.title),
        when="" if report.started_at is None else _date(report.started_at, wording),
        clinic=report.clinic,
        overview=_paragraph(_overview(report, wording)),
        urgent=_paragraph(report.urgent),
        screening=None if report.screening is None else _screening(report.screening, wording),
        noticed=tuple(_noticed(text, marks.get(text), wording) for text in report.findings),
        has_figure=any(question.part for test in report.tests for question in test.questions),
        no_findings=_no_findings(report, wording),
        open_questions=tuple(_open_questions(report, wording)),
        tests=tuple(_test(test.name, test.questions, wording, marks) for test in report.tests),
        advice=_paragraph(report.advice),
        wording=wording,
    )


def _paragraph(sentences: Iterable[str]) -> str:
    return " ".join(sentences)


def _date(moment: datetime, wording: ReportWording) -> str:
    # Not by strftime: its names are those of the machine's language, not of the report's.
    return wording.date.format(
        weekday=wording.weekdays[moment.weekday()],
        day=moment.day,
        month=wording.months[moment.month - 1],
        year=moment.year,
        hour=f"{moment.hour:02}",
        minute=f"{moment.minute:02}",
    )


def _marks(report: Report) -> Mapping[str, Mark]:
    """The mark of each finding that has a place on the figure, by its sentence in the report.

    They are numbered in the report's order. A sign has the same shape in every report of the same
    assessment.
    """
    asked = [(test.name, question) for test in report.tests for question in test.questions]
    signs = list(dict.fromkeys(question.sign for _, question in asked))
    shapes = list(MarkShape)
    found = {f"{name}: {question.finding}": question for name, question in asked if question.part}
    there = [text for text in dict.fromkeys(report.findings) if text in found]
    marks = {}
    for number, text in enumerate(there, start=1):
        question = found[text]
        if question.part is not None:
            shape = shapes[signs.index(question.sign) % len(shapes)]
            marks[text] = Mark(number=number, shape=shape, part=question.part, side=question.side)
    return marks


def _noticed(text: str, mark: Mark | None, wording: ReportWording) -> ToldFinding:
    return ToldFinding(text=text, mark=mark, place="" if mark is None else _place(mark, wording))


def _place(mark: Mark, wording: ReportWording) -> str:
    part = wording.parts[mark.part]
    if mark.side is None:
        return part
    return wording.place.format(part=part, side=wording.place_sides[mark.side])


def _test(
    name: str,
    questions: tuple[ReportedQuestion, ...],
    wording: ReportWording,
    marks: Mapping[str, Mark] = _NO_MARKS,
) -> ToldTest:
    told = (
        _question(number, each, wording, marks.get(f"{name}: {each.finding}"))
        for number, each in enumerate(questions, start=1)
    )
    return ToldTest(name=name, questions=tuple(told))


def _screening(screening: ReportedScreening, wording: ReportWording) -> ToldScreening:
    return ToldScreening(
        outcome=_paragraph(_outcome(screening, wording)),
        questions=_test(wording.screening, screening.questions, wording),
    )


def _outcome(screening: ReportedScreening, wording: ReportWording) -> Iterator[str]:
    if not screening.careful:
        unfinished = any(each.status is Status.NOT_ASKED for each in screening.questions)
        yield wording.screening_unfinished if unfinished else wording.screening_clear
        return
    yield wording.screening_careful
    yield {
        NoTests.END.value: wording.screening_end,
        NoTests.NONE.value: wording.screening_no_choice,
    }.get(screening.choice, wording.screening_going_on)
    if screening.left_out:
        yield wording.left_out.format(tests=", ".join(screening.left_out))


def words_for_people(words: str, wording: ReportWording) -> str:
    """The words heard, with "(other words)" for what the recogniser has no name for."""
    return words.replace(UNKNOWN_WORD, wording.other_words) or wording.no_words


def _overview(report: Report, wording: ReportWording) -> Iterator[str]:
    yield wording.complete if report.complete else wording.incomplete
    if report.seconds is not None and isfinite(report.seconds):
        minutes, seconds = divmod(round(report.seconds), 60)
        text = wording.took_minutes if minutes else wording.took_seconds
        yield text.format(minutes=minutes, seconds=seconds)


def _no_findings(report: Report, wording: ReportWording) -> str:
    """Open is never "nothing noticed"."""
    statuses = {question.status for test in report.tests for question in test.questions}
    if Status.ANSWERED not in statuses:
        return wording.no_answers
    return wording.no_findings if statuses == {Status.ANSWERED} else wording.no_findings_so_far


def _open_questions(report: Report, wording: ReportWording) -> Iterator[str]:
    for test in report.tests:
        for question in test.questions:
            if question.status is not Status.ANSWERED:
                yield f"{test.name}: {question.text} {wording.status[question.status]}."


def _question(
    number: int, question: ReportedQuestion, wording: ReportWording, mark: Mark | None
) -> ToldQuestion:
    is_open = question.status is not Status.ANSWERED
    nothing = wording.still_open if is_open else wording.nothing_noticed
    return ToldQuestion(
        number=number,
        text=question.text,
        answer=_answer(question, wording),
        side=None if question.side is None else wording.sides[question.side],
        how=_paragraph(_how(question, wording)),
        answer_with_side=_with_side(question, wording),
        how_in_brief=_paragraph(_how_in_brief(question, wording)),
        finding=question.finding,
        mark=mark,
        noticed=question.finding or nothing,
        is_open=is_open,
        was_asked=question.status is not Status.NOT_ASKED,
    )


def _answer(question: ReportedQuestion, wording: ReportWording) -> str:
    if question.status is not Status.ANSWERED or question.answer is None:
        return wording.status[question.status]
    shown = question.answer_shown or str(question.answer)
    return wording.meanings.get(question.answer, shown[:1].upper() + shown[1:])


def _with_side(question: ReportedQuestion, wording: ReportWording) -> str:
    answer = _answer(question, wording)
    if question.side is None:
        return answer
    return wording.place.format(part=answer, side=wording.place_sides[question.side])


def _how_in_brief(question: ReportedQuestion, wording: ReportWording) -> Iterator[str]:
    if question.source is Source.KEY:
        yield wording.brief_key
    heard = [each for each in (question.heard, question.side_heard) if each is not None]
    if heard:
        yield wording.brief_heard.format(words=", ".join(_quoted(each, wording) for each in heard))
    if question.confirmed:
        yield wording.brief_confirmed
    elif question.concerning:
        yield wording.not_confirmed


def _quoted(hearing: ReportedHearing, wording: ReportWording) -> str:
    return wording.brief_quoted.format(words=_words(hearing, wording))


def _how(question: ReportedQuestion, wording: ReportWording) -> Iterator[str]:
    if question.source is Source.KEY:
        yield wording.key
    if question.heard is not None:
        yield _hearing(wording.heard, question.heard, wording)
    if question.confirmed:
        yield wording.confirmed
    elif question.concerning:
        yield wording.not_confirmed
    if question.side_heard is not None:
        yield _hearing(wording.side_heard, question.side_heard, wording)


def _hearing(sentence: str, hearing: ReportedHearing, wording: ReportWording) -> str:
    return sentence.format(words=_words(hearing, wording))


def _words(hearing: ReportedHearing, wording: ReportWording) -> str:
    return words_for_people(hearing.spelled or hearing.words, wording)
