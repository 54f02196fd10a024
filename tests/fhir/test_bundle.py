"""What a session found becomes FHIR that FHIR's own models read, and nothing is made up or lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import answer
from tests.english import english_content
from tests.reporting.every_part import full_report, usual_report
from voice_rom.content.load import load_content
from voice_rom.core.assessment.content import Content, Question, Side
from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.core.language.meanings import Meaning, NamedChoice
from voice_rom.core.outcome.report import Report, build_report
from voice_rom.fhir.bundle import FinishedSession, to_fhir
from voice_rom.fhir.questionnaire import asks_all_of

AT = datetime(2026, 3, 1, 8, 17, 35, tzinfo=UTC)
BALANCE = Path(__file__).parents[1] / "assessments" / "balance.yaml"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
SNOMED = "http://snomed.info/sct"

CONTENT = english_content()


def session(report: Report, content: Content = CONTENT, name: str = "3f2a") -> FinishedSession:
    return FinishedSession(id=name, at=AT, report=report, content=content)


def resources(*sessions: FinishedSession) -> dict[str, list[dict[str, Any]]]:
    """The resources of the bundle by their type; FHIR's models have read it, and refuse nothing."""
    written = to_fhir(sessions)
    Bundle.model_validate_json(written)
    by_type: dict[str, list[dict[str, Any]]] = {}
    for entry in json.loads(written).get("entry", []):
        resource = entry["resource"]
        assert entry["fullUrl"] == f"urn:uuid:{resource['id']}"
        by_type.setdefault(resource["resourceType"], []).append(resource)
    return by_type


def items_in(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every item, those within answers too."""
    for item in resource.get("item", []):
        yield item
        yield from items_in(item)
        for given_answer in item.get("answer", []):
            yield from items_in(given_answer)


def by_link(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["linkId"]: item for item in items_in(resource)}


def absent_reason(item: dict[str, Any]) -> str | None:
    return next((each["valueCode"] for each in item.get("extension", ())), None)


def report_on(*answers: Answer, content: Content = CONTENT, complete: bool = True) -> Report:
    screening = content.assessment.screening
    return build_report(
        content.assessment,
        content.assessment.tests,
        {(each.test_id, each.question_id): each for each in answers},
        complete=complete,
        advice=(),
        safety=content.safety,
        screening=() if screening is None else screening.questions,
        named=content.named,
    )


def questions_of(content: Content) -> list[tuple[str, Question]]:
    screening = content.assessment.screening
    screened = () if screening is None else screening.questions
    return [
        *(("screening", question) for question in screened),
        *((test.id, question) for test in content.assessment.tests for question in test.questions),
    ]


@st.composite
def reports(draw: st.DrawFn, content: Content) -> Report:
    """Any answers to the questions of `content`, as a session can record them."""
    answers = []
    for test_id, question in questions_of(content):
        status = draw(st.sampled_from(Status))
        meaning = draw(st.sampled_from(question.answers)) if status is Status.ANSWERED else None
        sided = question.side is not None and meaning in question.concern
        side = draw(st.sampled_from(Side)) if sided else None
        if status is not Status.NOT_ASKED:
            answers.append(
                answer(meaning, test_id=test_id, question_id=question.id, status=status, side=side)
            )
    return report_on(*answers, content=content, complete=draw(st.booleans()))


BALANCING = load_content("en", None, BALANCE)


@given(st.sampled_from([CONTENT, BALANCING]).flatmap(lambda c: st.tuples(st.just(c), reports(c))))
def test_every_answer_is_one_that_was_offered_and_what_is_missing_says_why(
    case: tuple[Content, Report],
) -> None:
    content, report = case
    bundle = resources(session(report, content))
    (asked,), (response,) = bundle["Questionnaire"], bundle["QuestionnaireResponse"]
    assert response["questionnaire"] == asked["url"]
    assert response["status"] == ("completed" if report.complete else "stopped")
    offered, told = by_link(asked), by_link(response)
    for link, item in told.items():
        options = [option["valueCoding"] for option in offered[link].get("answerOption", [])]
        for given_answer in item.get("answer", []):
            assert given_answer["valueCoding"] in options
        for condition in offered[link].get("enableWhen", []):
            first = told[condition["question"]]["answer"][0]["valueCoding"]
            assert first in [each["answerCoding"] for each in offered[link]["enableWhen"]]
        if offered[link]["type"] == "choice":
            assert ("answer" in item) != (absent_reason(item) is not None)
    for test in report.tests:
        for question in test.questions:
            link = f"{test.id}.{question.id}"
            assert told[link]["text"] == offered[link]["text"] == question.text
            assert ("answer" in told[link]) == (question.status is Status.ANSWERED)
    noticed = [q.finding for test in report.tests for q in test.questions if q.finding]
    observed = bundle.get("Observation", [])
    assert [each["valueCodeableConcept"]["text"] for each in observed] == noticed


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.UNSURE, "asked-unknown"),
        (Status.SKIPPED, "asked-declined"),
        (Status.NOT_HEARD, "unknown"),
        (Status.WITHDRAWN, "unknown"),
        (Status.NOT_ASKED, "not-asked"),
    ],
)
def test_a_question_without_an_answer_says_why(status: Status, reason: str) -> None:
    left = answer(None, test_id="leg-lift", question_id="higher", status=status)
    (response,) = resources(session(report_on(left)))["QuestionnaireResponse"]
    item = by_link(response)["leg-lift.higher"]
    assert item["extension"] == [{"url": ABSENT, "valueCode": reason}]


@pytest.mark.parametrize(
    ("side", "code"),
    [(Side.LEFT, "7771000"), (Side.RIGHT, "24028007"), (Side.BOTH, "51440002")],
)
def test_a_finding_and_the_answer_about_its_side_have_the_codes_of_snomed(
    side: Side, code: str
) -> None:
    higher = answer(Meaning.YES, test_id="leg-lift", question_id="higher", side=side)
    bundle = resources(session(report_on(higher)))
    (response,), (finding,) = bundle["QuestionnaireResponse"], bundle["Observation"]
    (coding,) = finding["bodySite"]["coding"]
    assert (coding["system"], coding["code"]) == (SNOMED, code)
    assert by_link(response)["leg-lift.higher.side"]["answer"] == [{"valueCoding": coding}]
    assert finding["derivedFrom"] == [{"reference": f"urn:uuid:{response['id']}"}]


def test_a_side_that_is_not_known_is_not_made_up() -> None:
    higher = answer(Meaning.YES, test_id="leg-lift", question_id="higher", side=Side.UNKNOWN)
    bundle = resources(session(report_on(higher)))
    (response,), (finding,) = bundle["QuestionnaireResponse"], bundle["Observation"]
    assert "bodySite" not in finding
    assert absent_reason(by_link(response)["leg-lift.higher.side"]) == "asked-unknown"


def test_a_side_that_was_not_asked_for_any_more_says_so() -> None:
    higher = answer(Meaning.YES, test_id="leg-lift", question_id="higher", side=None)
    (response,) = resources(session(report_on(higher)))["QuestionnaireResponse"]
    assert absent_reason(by_link(response)["leg-lift.higher.side"]) == "not-asked"


def test_without_a_reason_to_be_careful_nothing_was_chosen() -> None:
    (response,) = resources(session(usual_report()))["QuestionnaireResponse"]
    assert absent_reason(by_link(response)["screening.chair-alone"]) == "not-asked"


def test_what_hurt_is_told_with_its_side_and_how_it_was() -> None:
    bundle = resources(session(full_report()))
    (response,) = bundle["QuestionnaireResponse"]
    (complaint,) = [item for item in response["item"] if item["linkId"] == "complaints"]
    told = {item["linkId"]: item["answer"][0] for item in complaint["item"]}
    assert told["complaints.kind"]["valueCoding"]["code"] == "pain"
    assert told["complaints.where"]["valueString"] == "leg-lift.lift-one-leg"
    assert told["complaints.side"]["valueCoding"]["code"] == "24028007"
    assert told["complaints.sharp"]["valueCoding"]["code"] == "yes"
    pains = [each for each in bundle["Observation"] if each["code"]["coding"][0]["code"] == "pain"]
    assert [each["bodySite"]["coding"][0]["code"] for each in pains] == ["24028007"]


def test_what_was_chosen_after_a_reason_to_be_careful_is_told() -> None:
    (response,) = resources(session(full_report()))["QuestionnaireResponse"]
    chosen = by_link(response)["screening.chair-alone"]["answer"][0]["valueCoding"]
    assert chosen["code"] == "chair"


def test_an_answer_that_an_assessment_names_has_its_own_code() -> None:
    angling = answer(NamedChoice("straight"), test_id="leg-lift", question_id="angling")
    (response,) = resources(session(report_on(angling)))["QuestionnaireResponse"]
    coding = by_link(response)["leg-lift.angling"]["answer"][0]["valueCoding"]
    assert coding == {"system": "urn:voice-rom:answer", "code": "straight", "display": "straight"}


def test_every_code_of_ones_own_stands_in_the_bundle() -> None:
    bundle = resources(session(full_report()), session(usual_report(), name="91e0"))
    known = {
        (system["url"], concept["code"], concept["display"])
        for system in bundle["CodeSystem"]
        for concept in system["concept"]
    }

    def codings(value: object) -> Iterator[tuple[str, str, str]]:
        if isinstance(value, dict):
            if str(value.get("system", "")).startswith("urn:voice-rom:") and "code" in value:
                yield value["system"], value["code"], value["display"]
            for each in value.values():
                yield from codings(each)
        if isinstance(value, list):
            for each in value:
                yield from codings(each)

    used = set(codings([bundle["Questionnaire"], bundle["QuestionnaireResponse"]]))
    used |= set(codings(bundle["Observation"]))
    assert used
    assert used <= known


def test_several_sessions_share_what_they_were_asked() -> None:
    first, second = session(usual_report()), session(usual_report(), name="91e0")
    bundle = resources(first, second)
    assert len(bundle["Questionnaire"]) == 1
    assert len({each["id"] for each in bundle["QuestionnaireResponse"]}) == 2
    assert len({each["id"] for each in bundle["Observation"]}) == 2 * 5


def test_what_was_asked_in_other_words_was_another_questionnaire() -> None:
    report = report_on(answer(Meaning.NO, test_id="leg-lift", question_id="higher"))
    lift = report.tests[1]
    reworded = replace(lift.questions[0], text="Did one leg go higher?")
    tests = (
        report.tests[0],
        replace(lift, questions=(reworded, *lift.questions[1:])),
        report.tests[2],
    )
    bundle = resources(session(report), session(replace(report, tests=tests), name="91e0"))
    texts = [by_link(each)[f"leg-lift.{reworded.id}"]["text"] for each in bundle["Questionnaire"]]
    assert sorted(texts) == sorted([lift.questions[0].text, "Did one leg go higher?"])


def test_the_same_session_is_written_the_same_way_every_time() -> None:
    assert to_fhir([session(full_report())]) == to_fhir([session(full_report())])


def test_nothing_that_was_heard_and_nobody_s_name_is_in_it() -> None:
    written = to_fhir([session(full_report())])
    assert "no wait yes" in str(full_report())
    assert "no wait yes" not in written
    assert "subject" not in written


def test_no_session_is_an_empty_bundle() -> None:
    assert json.loads(to_fhir([])) == {"resourceType": "Bundle", "type": "collection"}


def test_the_questions_of_another_assessment_are_known_as_such() -> None:
    assert asks_all_of(CONTENT, usual_report())
    assert not asks_all_of(BALANCING, usual_report())
    impossible = answer(Meaning.LEFT, test_id="leg-lift", question_id="higher")
    assert not asks_all_of(CONTENT, report_on(impossible))
