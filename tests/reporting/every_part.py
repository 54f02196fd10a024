"""A report that has every part a report can have, in the program's own words."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from tests.builders import answer
from tests.english import english_content
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Source, Status
from voice_rom.core.language.meanings import Meaning
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
    return replace(report, seconds=725.2, started_at=STARTED_AT)


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
