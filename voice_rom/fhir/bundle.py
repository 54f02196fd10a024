"""Sessions as one Bundle: what was asked, what was answered, what was noticed, and the codes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from voice_rom.core.assessment.content import Content
from voice_rom.core.outcome.report import Report
from voice_rom.fhir.coding import ANSWER, QUESTION, Resource, code_system, urn_of
from voice_rom.fhir.observations import observations_of
from voice_rom.fhir.questionnaire import codes_in, questionnaire_of
from voice_rom.fhir.response import response_of


@dataclass(frozen=True, kw_only=True)
class FinishedSession:
    """One session to be told of."""

    id: str
    at: datetime
    """When it ended, with the time zone."""
    report: Report
    content: Content
    """What it was asked about: it must have all questions of the report (`asks_all_of`)."""


def to_fhir(sessions: Iterable[FinishedSession]) -> str:
    """One Bundle (R4B, `collection`) of `sessions`, as JSON, indented, ending with a line feed.

    Each Questionnaire stands in it once. Nobody is named: there is no subject, as the program
    does not know whom it led. Neither is there anything that was heard beside the answers.
    """
    resources: dict[str, Resource] = {}
    answers: set[str] = set()
    questions: set[str] = set()
    for session in sessions:
        questionnaire = questionnaire_of(session.content, session.report)
        for known, used in zip((answers, questions), codes_in(session.content), strict=True):
            known.update(used)
        response = response_of(
            session.id,
            session.at,
            session.report,
            session.content,
            str(questionnaire["url"]),
        )
        noticed = observations_of(session.id, session.at, session.report, _address(response))
        for resource in (questionnaire, response, *noticed):
            resources[_address(resource)] = resource
    own = ((ANSWER, "voice_rom answers", answers), (QUESTION, "voice_rom questions", questions))
    for url, title, codes in own:
        if codes:
            resources[urn_of(url)] = code_system(url, title, sorted(codes))
    entries = [
        {"fullUrl": address, "resource": resource} for address, resource in resources.items()
    ]
    # An empty list is no FHIR.
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        **({"entry": entries} if entries else {}),
    }
    return json.dumps(bundle, indent=2, ensure_ascii=False) + "\n"


def _address(resource: Resource) -> str:
    return f"urn:uuid:{resource['id']}"
