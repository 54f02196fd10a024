"""What is said at the end: what was noticed, what is open, and the leaflet's next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from voice_rom.core.assessment.content import Side, Test
from voice_rom.core.assessment.findings import Answer, AnswerKey, finding_of, is_open
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.assessment.settings import ClinicSettings
from voice_rom.core.assessment.texts import SAFETY, Line, Texts
from voice_rom.core.outcome.complaints import SESSION, Complained, complaints, urgent_kinds

_CONTACT: Final = "{contact}"
_PROFESSIONAL: Final = "{professional}"

Answers = Mapping[AnswerKey, Answer]


@dataclass(frozen=True, kw_only=True)
class Today:
    """What the advice goes by."""

    tests: Sequence[Test]
    answers: Answers
    clinic: ClinicSettings
    careful: bool
    """The screening gave a reason to be careful."""
    emergency: str
    """What to call in an emergency, written or spoken."""


def question_id(test_id: str, question: str) -> str:
    return f"tests.{test_id}.questions.{question}"


def noticed_lines(texts: Texts, test: Test, answers: Answers) -> tuple[Line, ...]:
    """What was noticed in one test, with what its leaflet section says of it."""
    findings = finding_lines(texts, test, answers)
    opened = open_questions((test,), answers)
    if findings:
        before = texts.lines(f"tests.{test.id}.something_noticed")
        return (*before, *findings, *texts.lines(f"tests.{test.id}.after"))
    if opened:
        return texts.lines("advice.open_questions.say")
    return texts.lines(f"tests.{test.id}.nothing_noticed")


def finding_lines(texts: Texts, test: Test, answers: Answers) -> tuple[Line, ...]:
    """The findings of one test, each in a sentence; what hurt first."""
    hurt = complaint_lines(texts, answers, test.id)
    return (*hurt, *_answer_lines(texts, test, answers))


def _answer_lines(texts: Texts, test: Test, answers: Answers) -> tuple[Line, ...]:
    lines: list[Line] = []
    for question in test.questions:
        answer = answers.get((test.id, question.id))
        finding = None if answer is None else finding_of(question, answer)
        if finding is not None:
            lines.extend(texts.lines(f"{question_id(test.id, question.id)}.finding.{finding.key}"))
    return tuple(lines)


def complaint_lines(texts: Texts, answers: Answers, test_id: str) -> tuple[Line, ...]:
    """What hurt, or was numb or weak, each in a sentence."""
    found = complaints(answers, test_id)
    return tuple(line for each in found for line in _complaint_lines(texts, each))


def _complaint_lines(texts: Texts, complained: Complained) -> tuple[Line, ...]:
    side = complained.answer.side or Side.UNKNOWN
    lines = texts.lines(f"{SAFETY}.{complained.answer.meaning}.finding.{side}")
    return (*lines, *texts.lines(f"{SAFETY}.sharp_finding")) if complained.is_sharp else lines


def open_questions(tests: Sequence[Test], answers: Answers) -> tuple[AnswerKey, ...]:
    """The questions that say nothing about the body: not asked, not heard, skipped, not sure."""
    keys = [(test.id, question.id) for test in tests for question in test.questions]
    return tuple(key for key in keys if key not in answers or is_open(answers[key]))


def summary_lines(texts: Texts, today: Today) -> tuple[Line, ...]:
    """The whole summary: what is urgent, the findings test by test, then the advice."""
    answers = today.answers
    lines = list(urgent_lines(texts, today))
    lines.extend(_between_tests_lines(texts, answers))
    for test in today.tests:
        findings = finding_lines(texts, test, answers)
        if findings:
            lines.extend((*texts.phrase("summary_test", test=test.name), *findings))
    return (*lines, *advice_lines(texts, today))


def urgent_lines(texts: Texts, today: Today) -> tuple[Line, ...]:
    """What goes before everything else; nothing when nothing is urgent."""
    lines: list[Line] = []
    for kind in urgent_kinds(today.answers):
        lines.extend(texts.lines(f"{SAFETY}.{kind}.urgent", emergency=today.emergency))
    return (*texts.lines(f"{SAFETY}.urgent_first"), *lines) if lines else ()


def advice_lines(texts: Texts, today: Today) -> tuple[Line, ...]:
    """The advice that fits the answers. What is open is never passed off as "nothing noticed"."""
    answers = today.answers
    found = any(_answer_lines(texts, test, answers) for test in today.tests)
    hurt = bool(complaints(answers))
    opened = bool(open_questions(today.tests, answers))
    calm = not today.careful and not any(urgent_kinds(answers))
    lines: list[Line] = []
    if today.careful:
        lines.extend(texts.lines(f"{SAFETY}.screening.ask_first"))
    if found:
        lines.extend(texts.lines("advice.something_noticed.say"))
    elif not (opened or hurt):
        lines.extend(texts.lines("advice.nothing_noticed.say"))
    if opened and calm:  # it says to do the tests again
        lines.extend(texts.lines("advice.open_questions.say"))
    if found:
        lines.extend(texts.lines("advice.next_step.say"))
    if found or opened or hurt:
        lines.extend(professional_lines(texts, today.clinic))
    lines.extend(texts.lines("advice.limits.say"))
    return tuple(lines)


def _between_tests_lines(texts: Texts, answers: Answers) -> tuple[Line, ...]:
    """What hurt when no test was going on."""
    before = complaint_lines(texts, answers, SCREENING)
    return (*before, *complaint_lines(texts, answers, SESSION))


def professional_lines(texts: Texts, clinic: ClinicSettings) -> tuple[Line, ...]:
    """What a professional, or the clinic that the settings name, can offer."""
    if not clinic.name:
        return texts.lines("advice.professional.say")
    places = {_CONTACT: clinic.contact, _PROFESSIONAL: clinic.professional}
    lines = texts.lines(
        "advice.clinic.say", clinic=clinic.name, contact=_CONTACT, professional=_PROFESSIONAL
    )
    for place, text in places.items():
        kept = [line for line in lines if text or place not in line.text]
        lines = tuple(replace(line, text=line.text.replace(place, text)) for line in kept)
    return lines


def longer_advice(texts: Texts, clinic: ClinicSettings) -> tuple[Line, ...]:
    """All of the next step, on request, whatever was noticed."""
    return (
        *texts.lines("advice.next_step.say"),
        *texts.lines("advice.next_step.more"),
        *professional_lines(texts, clinic),
        *texts.lines("advice.professional.more"),
    )
