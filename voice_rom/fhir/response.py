"""What was answered, as a QuestionnaireResponse; what was not, with the reason."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from voice_rom.core.assessment.content import Content, Question, Screening, Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.outcome.report import (
    NoTests,
    Report,
    ReportedComplaint,
    ReportedQuestion,
    ReportedScreening,
)
from voice_rom.fhir.coding import (
    ANSWER,
    SESSION,
    Resource,
    absent,
    answer_coding,
    data_absent,
    own_coding,
    side_coding,
    urn_of,
)
from voice_rom.fhir.questionnaire import COMPLAINTS, question_code, questions_in


def response_of(
    session_id: str, authored: datetime, report: Report, content: Content, questionnaire: str
) -> Resource:
    """The answers of one session, given at `authored` (with its time zone).

    `questionnaire` is the url of what was asked, and `content` what it was made of.
    """
    asked = questions_in(content)
    items = [
        *_screening(report.screening, content.assessment.screening, asked),
        *(
            {
                "linkId": test.id,
                "item": [_question(test.id, question, asked) for question in test.questions],
            }
            for test in report.tests
        ),
        *map(_complaint, report.complaints),
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": urn_of(session_id).removeprefix("urn:uuid:"),
        "language": report.language,
        "identifier": {"system": SESSION, "value": session_id},
        "questionnaire": questionnaire,
        "status": "completed" if report.complete else "stopped",
        "authored": authored.isoformat(timespec="seconds"),
        "item": items,
    }


def _screening(
    reported: ReportedScreening | None, screening: Screening | None, asked: Mapping[str, Question]
) -> Iterator[Resource]:
    if reported is None or screening is None:
        return
    items = [_question(SCREENING, question, asked) for question in reported.questions]
    choice = {"linkId": question_code(SCREENING, screening.choice_id), **_choice(reported)}
    yield {"linkId": SCREENING, "item": [*items, choice]}


def _choice(screening: ReportedScreening) -> Resource:
    """What was chosen, which is asked only after a reason to be careful."""
    if not screening.careful:
        return data_absent("not-asked")
    if screening.choice == NoTests.NONE.value:
        return data_absent("unknown")
    return {"answer": [{"valueCoding": own_coding(ANSWER, screening.choice)}]}


def _question(test_id: str, question: ReportedQuestion, asked: Mapping[str, Question]) -> Resource:
    code = question_code(test_id, question.id)
    item: Resource = {"linkId": code, "text": question.text}
    if question.status is not Status.ANSWERED or question.answer is None:
        status = Status.UNSURE if question.status is Status.ANSWERED else question.status
        return {**item, **absent(status)}
    answer: Resource = {"valueCoding": answer_coding(question.answer)}
    if question.concerning and asked[code].side is not None:
        answer["item"] = [_side(f"{code}.side", question.side, "not-asked")]
    return {**item, "answer": [answer]}


def _side(link_id: str, side: Side | None, without: str) -> Resource:
    """`without`: why there is none at all."""
    coding = None if side is None else side_coding(side)
    if coding is not None:
        return {"linkId": link_id, "answer": [{"valueCoding": coding}]}
    return {"linkId": link_id, **data_absent(without if side is None else "asked-unknown")}


def _complaint(complaint: ReportedComplaint) -> Resource:
    where = complaint.where
    if complaint.test not in (SCREENING, "session"):
        where = question_code(complaint.test, complaint.where)
    items: list[Resource] = [
        {
            "linkId": f"{COMPLAINTS}.kind",
            "answer": [{"valueCoding": answer_coding(complaint.kind)}],
        },
        {"linkId": f"{COMPLAINTS}.where", "answer": [{"valueString": where}]},
        _side(f"{COMPLAINTS}.side", complaint.side, "unknown"),
    ]
    sharp = complaint.sharp
    told = {"answer": [{"valueCoding": answer_coding(sharp)}]} if sharp else data_absent("unknown")
    items.append({"linkId": f"{COMPLAINTS}.sharp", **told})
    return {"linkId": COMPLAINTS, "item": items}
