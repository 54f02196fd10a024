"""What was noticed, an Observation each, with the side of the body."""

from collections.abc import Iterator
from datetime import datetime

from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import SIDES
from voice_rom.core.outcome.report import Report
from voice_rom.fhir.coding import (
    QUESTION,
    Resource,
    answer_coding,
    own_coding,
    side_coding,
    urn_of,
)
from voice_rom.fhir.questionnaire import question_code

_CATEGORY = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
            "code": "survey",
            "display": "Survey",
        }
    ]
}


def observations_of(
    session_id: str, at: datetime, report: Report, response: str
) -> Iterator[Resource]:
    """The findings and the complaints of one session, derived from the response at that address.

    They are what a person noticed and said, measured by nobody: hence the category `survey`.
    """
    for test in report.tests:
        for question in test.questions:
            if question.finding is None or question.answer is None:
                continue
            code = question_code(test.id, question.id)
            side = question.side or SIDES.get(question.answer)
            value: Resource = {"coding": [answer_coding(question.answer)], "text": question.finding}
            yield _observation((session_id, code), code, value, side, at, response)
    for number, complaint in enumerate(report.complaints):
        kind = str(complaint.kind)
        value = {"coding": [answer_coding(complaint.kind)], "text": complaint.finding}
        key = (session_id, kind, str(number))
        yield _observation(key, kind, value, complaint.side, at, response)


def _observation(  # noqa: PLR0913, PLR0917 - one for each field of the resource
    key: tuple[str, ...],
    code: str,
    value: Resource,
    side: Side | None,
    at: datetime,
    response: str,
) -> Resource:
    coding = None if side is None else side_coding(side)
    return {
        "resourceType": "Observation",
        "id": urn_of(*key).removeprefix("urn:uuid:"),
        "status": "final",
        "category": [_CATEGORY],
        "code": {"coding": [own_coding(QUESTION, code)]},
        "effectiveDateTime": at.isoformat(timespec="seconds"),
        "valueCodeableConcept": value,
        **({} if coding is None else {"bodySite": {"coding": [coding]}}),
        "derivedFrom": [{"reference": response}],
    }
