"""What was answered, as a QuestionnaireResponse; what was not, with the reason."""

from collections.abc import Iterator
from datetime import datetime

from voice_rom.core.assessment.content import Content, Side
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
from voice_rom.fhir.questionnaire import COMPLAINTS, question_code


def response_of(
    session_id: str, authored: datetime, report: Report, content: Content, questionnaire: str
) -> Resource:
    """The answers of one session, given at `authored` (with its time zone).

    `questionnaire` is the url of what was asked, and `content` what it was made of.
    """
    items = [
        *_screening(report.screening, content),
        *(
            {
                "linkId": test.id,
                "item": [_question(test.id, question) for question in test.questions],
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


def _screening(screening: ReportedScreening | None, content: Content) -> Iterator[Resource]:
    asked = content.assessment.screening
    if screening is None or asked is None:
        return
    items = [_question(SCREENING, question) for question in screening.questions]
    if screening.careful:
        item: Resource = {"linkId": question_code(SCREENING, asked.choice_id)}
        none = screening.choice == NoTests.NONE.value
        chosen = [{"valueCoding": own_coding(ANSWER, screening.choice)}]
        items.append({**item, **(data_absent("unknown") if none else {"answer": chosen})})
    yield {"linkId": SCREENING, "item": items}


def _question(test_id: str, question: ReportedQuestion) -> Resource:
    code = question_code(test_id, question.id)
    item: Resource = {"linkId": code, "text": question.text}
    if question.status is not Status.ANSWERED or question.answer is None:
        status = Status.UNSURE if question.status is Status.ANSWERED else question.status
        return {**item, **absent(status)}
    answer: Resource = {"valueCoding": answer_coding(question.answer)}
    if question.concerning and question.side is not None:
        answer["item"] = [_side(f"{code}.side", question.side)]
    return {**item, "answer": [answer]}


def _side(link_id: str, side: Side) -> Resource:
    coding = side_coding(side)
    told = data_absent("asked-unknown") if coding is None else {"answer": [{"valueCoding": coding}]}
    return {"linkId": link_id, **told}


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
    ]
    if complaint.side is not None:
        items.append(_side(f"{COMPLAINTS}.side", complaint.side))
    if complaint.sharp is not None:
        sharp = {"valueCoding": answer_coding(complaint.sharp)}
        items.append({"linkId": f"{COMPLAINTS}.sharp", "answer": [sharp]})
    return {"linkId": COMPLAINTS, "item": items}
