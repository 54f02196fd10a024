"""What is asked, as a Questionnaire: its answers, and when the side is asked for."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256

from voice_rom.core.assessment.content import (
    OWN_ANSWERS,
    Content,
    Question,
    QuestionKind,
    Screening,
    Test,
)
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.language.meanings import Meaning, Meant, NamedChoice
from voice_rom.core.outcome.report import NoTests, Report, ReportedQuestion
from voice_rom.fhir.coding import ANSWER, QUESTION, Resource, answer_coding, own_coding, urn_of

COMPLAINTS = "complaints"
"""The group of what the person told without being asked: pain, or something numb or weak."""

KINDS: tuple[Meant, ...] = (Meaning.PAIN, Meaning.NUMB)
"""Of complaints."""

_SIDED = OWN_ANSWERS[QuestionKind.SIDE][:3]  # without "neither"
_YES_NO = OWN_ANSWERS[QuestionKind.YES_NO]


def question_code(test_id: str, question_id: str) -> str:
    """The code of a question, which is its linkId as well."""
    return f"{test_id}.{question_id}"


def questionnaire_of(content: Content, report: Report) -> Resource:
    """The whole assessment; the questions of `report` in the words in which they were asked.

    Its url is made of all that stands in it: what is the same has the same url.
    """
    assessment = content.assessment
    asked = {code: question.text for code, question in _asked(report).items()}
    items = [
        *_screening(assessment.screening, asked),
        *(_test(test, asked) for test in assessment.tests),
        _complaints(),
    ]
    text = json.dumps([assessment.language, assessment.title, items], sort_keys=True)
    digest = sha256(text.encode()).hexdigest()[:16]
    url = f"urn:voice-rom:questionnaire:{digest}"
    return {
        "resourceType": "Questionnaire",
        "id": urn_of(url).removeprefix("urn:uuid:"),
        "url": url,
        "language": assessment.language,
        "name": f"VoiceRom{digest}",
        "title": assessment.title,
        "status": "active",
        "item": items,
    }


def codes_in(content: Content) -> tuple[list[str], list[str]]:
    """The codes of the program's own systems that the Questionnaire uses: answers, questions."""
    screening, asked = content.assessment.screening, questions_in(content)
    choices = () if screening is None else choices_of(screening)
    answers = {str(answer) for question in asked.values() for answer in question.answers}
    sides = {str(answer) for answer in _SIDED}
    own = {*answers - sides, *map(str, _YES_NO), *choices, *KINDS}
    return sorted(own), sorted({*asked, *KINDS})


def asks_all_of(content: Content, report: Report) -> bool:
    """Whether every question of `report` is one of this assessment, with that answer."""
    own = {code: question.answers for code, question in questions_in(content).items()}
    return all(
        code in own and (question.answer is None or question.answer in own[code])
        for code, question in _asked(report).items()
    )


def questions_in(content: Content) -> dict[str, Question]:
    """All questions of the assessment, those before the first test too, by code."""
    tests = content.assessment.tests
    asked = {question_code(test.id, each.id): each for test in tests for each in test.questions}
    screening = content.assessment.screening
    screened = () if screening is None else screening.questions
    return {**{question_code(SCREENING, each.id): each for each in screened}, **asked}


def choices_of(screening: Screening) -> tuple[str, str]:
    """What somebody with a reason to be careful chooses from."""
    return "-".join(screening.keeps), NoTests.END.value


def _asked(report: Report) -> dict[str, ReportedQuestion]:
    """The questions of a report, by code, as they were asked."""
    groups = [(test.id, test.questions) for test in report.tests]
    if report.screening is not None:
        groups.append((SCREENING, report.screening.questions))
    return {
        question_code(group, question.id): question
        for group, questions in groups
        for question in questions
    }


def _screening(screening: Screening | None, asked: Mapping[str, str]) -> Iterator[Resource]:
    if screening is None:
        return
    choice = {
        "linkId": question_code(SCREENING, screening.choice_id),
        "text": " ".join(screening.choice.say),
        "type": "choice",
        "answerOption": [
            {"valueCoding": own_coding(ANSWER, each)} for each in choices_of(screening)
        ],
    }
    questions = [_question(SCREENING, question, asked) for question in screening.questions]
    yield {
        "linkId": SCREENING,
        "text": " ".join(screening.intro),
        "type": "group",
        "item": [*questions, choice],
    }


def _test(test: Test, asked: Mapping[str, str]) -> Resource:
    return {
        "linkId": test.id,
        "text": test.name,
        "type": "group",
        "item": [_question(test.id, question, asked) for question in test.questions],
    }


def _question(test_id: str, question: Question, asked: Mapping[str, str]) -> Resource:
    code = question_code(test_id, question.id)
    item: Resource = {
        "linkId": code,
        "code": [own_coding(QUESTION, code)],
        "text": asked.get(code, " ".join(question.say)),
        "type": "choice",
        "answerOption": _options(question.answers),
    }
    if question.side is not None:
        item["item"] = [_side(code, question)]
    return item


def _side(code: str, question: Question) -> Resource:
    """Asked for after an answer of concern, and only then."""
    assert question.side is not None  # noqa: S101 - its caller looked
    return {
        "linkId": f"{code}.side",
        "text": " ".join(question.side.say),
        "type": "choice",
        "enableWhen": [
            {"question": code, "operator": "=", "answerCoding": answer_coding(answer)}
            for answer in question.concern
        ],
        **({"enableBehavior": "any"} if len(question.concern) > 1 else {}),
        "answerOption": _options(_SIDED),
    }


def _complaints() -> Resource:
    return {
        "linkId": COMPLAINTS,
        "type": "group",
        "repeats": True,
        "item": [
            {"linkId": f"{COMPLAINTS}.kind", "type": "choice", "answerOption": _options(KINDS)},
            {"linkId": f"{COMPLAINTS}.where", "type": "string"},
            {"linkId": f"{COMPLAINTS}.side", "type": "choice", "answerOption": _options(_SIDED)},
            {"linkId": f"{COMPLAINTS}.sharp", "type": "choice", "answerOption": _options(_YES_NO)},
        ],
    }


def _options(answers: tuple[Meaning | NamedChoice, ...]) -> list[Resource]:
    return [{"valueCoding": answer_coding(answer)} for answer in answers]
