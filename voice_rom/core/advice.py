"""What is said at the end: what was noticed, what is open, and the leaflet's next step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from voice_rom.core.assessment import Side, Test
from voice_rom.core.effects import Line
from voice_rom.core.findings import Answer, finding_of, is_open
from voice_rom.core.settings import ClinicSettings
from voice_rom.core.texts import Texts

AnswerKey = tuple[str, str]
"""(test id, question id)"""

_CONTACT: Final = "{contact}"

Answers = Mapping[AnswerKey, Answer]


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
    """The findings of one test, each in a sentence."""
    lines: list[Line] = []
    for question in test.questions:
        answer = answers.get((test.id, question.id))
        finding = None if answer is None else finding_of(question, answer)
        if finding is not None:
            side = finding.side if finding.side in question.finding else Side.UNKNOWN
            lines.extend(texts.lines(f"{question_id(test.id, question.id)}.finding.{side}"))
    return tuple(lines)


def open_questions(tests: Sequence[Test], answers: Answers) -> tuple[AnswerKey, ...]:
    """The questions that say nothing about the body: not asked, not heard, skipped, not sure."""
    keys = [(test.id, question.id) for test in tests for question in test.questions]
    return tuple(key for key in keys if key not in answers or is_open(answers[key]))


def summary_lines(
    texts: Texts, tests: Sequence[Test], answers: Answers, clinic: ClinicSettings
) -> tuple[Line, ...]:
    """The whole summary: the findings test by test, then the advice."""
    lines: list[Line] = []
    for test in tests:
        findings = finding_lines(texts, test, answers)
        if findings:
            lines.extend((*texts.phrase("summary_test", test=test.name), *findings))
    return (*lines, *advice_lines(texts, tests, answers, clinic))


def advice_lines(
    texts: Texts, tests: Sequence[Test], answers: Answers, clinic: ClinicSettings
) -> tuple[Line, ...]:
    """The advice that fits the answers. What is open is never passed off as "nothing noticed"."""
    found = any(finding_lines(texts, test, answers) for test in tests)
    opened = open_questions(tests, answers)
    lines: list[Line] = []
    if found:
        lines.extend(texts.lines("advice.something_noticed.say"))
    elif not opened:
        lines.extend(texts.lines("advice.nothing_noticed.say"))
    if opened:
        lines.extend(texts.lines("advice.open_questions.say"))
    if found:
        lines.extend(texts.lines("advice.next_step.say"))
    if found or opened:
        lines.extend(professional_lines(texts, clinic))
    lines.extend(texts.lines("advice.limits.say"))
    return tuple(lines)


def professional_lines(texts: Texts, clinic: ClinicSettings) -> tuple[Line, ...]:
    """What a professional, or the clinic that the settings name, can offer."""
    if not clinic.name:
        return texts.lines("advice.professional.say")
    lines = texts.lines("advice.clinic.say", clinic=clinic.name, contact=_CONTACT)
    if not clinic.contact:
        return tuple(line for line in lines if _CONTACT not in line.text)
    return tuple(replace(line, text=line.text.replace(_CONTACT, clinic.contact)) for line in lines)


def longer_advice(texts: Texts, clinic: ClinicSettings) -> tuple[Line, ...]:
    """All of the next step, on request, whatever was noticed."""
    return (
        *texts.lines("advice.next_step.say"),
        *texts.lines("advice.next_step.more"),
        *professional_lines(texts, clinic),
        *texts.lines("advice.professional.more"),
    )
