"""A report that has every part a report can have, in the program's own words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from tests.builders import answer
from tests.english import english_content
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Source, Status
from voice_rom.core.language.meanings import Meaning, Meant, NamedChoice
from voice_rom.core.outcome.report import Report, build_report

STARTED_AT = datetime(2026, 3, 1, 9, 5, 30, tzinfo=timezone(timedelta(hours=1)))


def full_report() -> Report:
    """Urgent advice, findings on each side, every way to stay open, and a screening."""
    content = english_content()
    answers = {(each.test_id, each.question_id): each for each in _answers()}
    advice, screening = content.assessment.advice, content.assessment.screening
    assert screening is not None
    report = build_report(
        content.assessment,
        content.assessment.tests,
        answers,
        complete=False,
        advice=(
            *screening.ask_first,
            *advice.something_noticed.say,
            *advice.open_questions.say,
            *advice.next_step.say,
            *advice.professional.say,
            *advice.limits.say,
        ),
        urgent=tuple(line.format(emergency="112") for line in content.safety.pain.urgent),
        safety=content.safety,
        screening=screening.questions,
        left_out=content.assessment.tests[1:],
    )
    return replace(report, seconds=725.2, started_at=STARTED_AT, clinic="Elm Street Clinic")


def usual_report() -> Report:
    """A whole session in which five things were noticed: as much as fits on one sheet."""
    content = english_content()
    advice, screening = content.assessment.advice, content.assessment.screening
    assert screening is not None
    report = build_report(
        content.assessment,
        content.assessment.tests,
        {(each.test_id, each.question_id): each for each in _usual_answers()},
        complete=True,
        advice=(
            *advice.something_noticed.say,
            *advice.next_step.say,
            *advice.professional.say,
            *advice.limits.say,
        ),
        safety=content.safety,
        screening=screening.questions,
        named=content.named,
        clinic="Elm Street Clinic",
    )
    return replace(report, seconds=512.0, started_at=STARTED_AT)


def _usual_answers() -> Iterator[Answer]:
    for question in ("operation", "fracture", "pregnancy", "unwell"):
        yield answer(Meaning.NO, test_id="screening", question_id=question, text="no")
    yield _spoken("screening", "getting-up", Meaning.YES, confirmed=True)
    yield _spoken("trunk-rotation", "easier", Meaning.YES, Side.LEFT, confirmed=True)
    yield _spoken("trunk-rotation", "farther", Meaning.YES, Side.LEFT, confirmed=True)
    yield _spoken("trunk-rotation", "pulling", Meaning.NO)
    yield _spoken("leg-lift", "higher", Meaning.YES, Side.RIGHT, confirmed=True)
    yield _spoken("leg-lift", "angling", NamedChoice("straight"))
    yield _spoken("leg-lift", "bending", Meaning.NO, Side.BOTH, confirmed=True)
    yield _spoken("leg-lift", "pain", Meaning.YES, Side.LEFT, confirmed=True)
    yield _spoken("hip-rotation", "farther", Meaning.NO)
    yield _spoken("hip-rotation", "pain", Meaning.NO)
    yield _spoken("hip-rotation", "bending", Meaning.YES, confirmed=True)


def _spoken(
    test: str, question: str, meaning: Meant, side: Side | None = None, *, confirmed: bool = False
) -> Answer:
    return answer(
        meaning,
        test_id=test,
        question_id=question,
        side=side,
        confirmed=confirmed,
        text=str(meaning),
        side_text=None if side is None else str(side),
    )


def _answers() -> tuple[Answer, ...]:
    return (
        answer(Meaning.YES, test_id="screening", question_id="operation", confirmed=True),
        answer(Meaning.NO, test_id="screening", question_id="fracture", text="no"),
        answer(None, test_id="screening", question_id="pregnancy", status=Status.UNSURE),
        answer(Meaning.YES, test_id="screening", question_id="chair-alone"),
        answer(
            Meaning.YES,
            test_id="trunk-rotation",
            question_id="easier",
            side=Side.LEFT,
            confirmed=True,
            text="no wait yes",
            side_text="the left one",
        ),
        answer(Meaning.NO, test_id="trunk-rotation", question_id="farther", source=Source.KEY),
        answer(None, test_id="trunk-rotation", question_id="pulling", status=Status.NOT_HEARD),
        answer(
            Meaning.PAIN,
            test_id="leg-lift",
            question_id="pain_lift-one-leg",
            side=Side.RIGHT,
            confirmed=True,
        ),
        answer(Meaning.YES, test_id="leg-lift", question_id="sharp_lift-one-leg"),
        answer(Meaning.YES, test_id="leg-lift", question_id="higher", side=Side.BOTH),
        answer(None, test_id="leg-lift", question_id="angling", status=Status.SKIPPED),
        answer(None, test_id="leg-lift", question_id="bending", status=Status.WITHDRAWN),
        answer(Meaning.YES, test_id="hip-rotation", question_id="farther", side=Side.UNKNOWN),
    )
