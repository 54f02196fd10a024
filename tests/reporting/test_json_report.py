"""The report for programs."""

import io
import json
import math
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from tests.builders import answer, nothing_noticed, tiny_report, utterance
from tests.display.every_kind import ANY_MACHINE
from tests.english import english_vocabulary
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Source, Status
from voice_rom.core.language.meanings import Meaning, NamedChoice
from voice_rom.core.language.understanding import understand
from voice_rom.core.outcome.report import (
    REPORT_VERSION,
    Report,
    ReportedComplaint,
    ReportedHearing,
    ReportedQuestion,
    ReportedScreening,
    ReportedTest,
)
from voice_rom.reporting.html_report import to_html
from voice_rom.reporting.json_report import from_json, schema_text, to_json
from voice_rom.reporting.screen import show_report

DOCS = Path(__file__).parents[2] / "docs"

REPORTS = [
    tiny_report(),
    tiny_report(*nothing_noticed()),
    tiny_report(
        answer(side=Side.LEFT, confirmed=True, side_text="the left one"),
        answer(None, question_id="bending", status=Status.UNSURE),
        answer(NamedChoice("straight"), question_id="angling", source=Source.KEY),
        complete=False,
    ),
]


def schema() -> dict[str, object]:
    loaded = json.loads((DOCS / "report.schema.json").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def finite(value: object) -> bool:
    if is_dataclass(value):
        return all(finite(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return all(finite(item) for item in value)
    return not isinstance(value, float) or math.isfinite(value)


def test_the_committed_schema_is_current() -> None:
    command = "python -m voice_rom.reporting.json_report > docs/report.schema.json"
    assert schema() == json.loads(schema_text()), f"make it anew: {command}"


def test_the_schema_is_itself_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_fits_the_schema(report: Report) -> None:
    jsonschema.validate(json.loads(to_json(report)), schema())


def test_a_report_of_another_version_does_not_fit_the_schema() -> None:
    other = json.loads(to_json(REPORTS[0])) | {"version": REPORT_VERSION + 1}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(other, schema())


@pytest.mark.parametrize("name", [field.name for field in fields(Report)])
def test_a_report_without_one_of_its_fields_does_not_fit_the_schema(name: str) -> None:
    lacking = json.loads(to_json(REPORTS[0]))
    del lacking[name]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(lacking, schema())


@pytest.mark.slow
@ANY_MACHINE
@given(st.from_type(Report).filter(finite))
def test_what_was_written_is_read_back_the_same(report: Report) -> None:
    assert from_json(to_json(report)) == report


def test_meanings_and_sides_are_written_by_their_names() -> None:
    written = json.loads(to_json(REPORTS[2]))
    pain = written["tests"][1]["questions"][2]
    assert (pain["answer"], pain["side"], pain["status"]) == ("yes", "left", "answered")
    assert pain["side_heard"]["words"] == "the left one"
    assert written["version"] == 1


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("## JSON", Report),
        ("### A test", ReportedTest),
        ("### A question", ReportedQuestion),
        ("### The screening", ReportedScreening),
        ("### A complaint", ReportedComplaint),
        ("### What was heard", ReportedHearing),
    ],
)
def test_every_field_is_documented_and_no_others(
    heading: str,
    kind: type[
        Report
        | ReportedTest
        | ReportedQuestion
        | ReportedScreening
        | ReportedComplaint
        | ReportedHearing
    ],
) -> None:
    text = (DOCS / "REPORT.md").read_text(encoding="utf-8")
    section = re.split(r"^##", text.split(f"{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    firsts = re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)
    documented = {name for first in firsts for name in re.findall(r"`(\w+)`", first)}
    assert documented == {field.name for field in fields(kind)}


def test_it_keeps_what_the_recogniser_wrote_where_people_read_what_was_meant() -> None:
    heard = understand(utterance("know"), english_vocabulary(), frozenset({Meaning.NO}))
    report = tiny_report(replace(answer(Meaning.NO), evidence=heard))
    told = json.loads(to_json(report))["tests"][1]["questions"][2]["heard"]
    assert (told["words"], told["spelled"]) == ("know", "no")
    for page in (to_html(report), screen(report)):
        assert not re.search(r"\bknow\b", page)


def test_a_report_from_before_there_was_a_spelling_is_told_with_the_recognisers() -> None:
    report = json.loads(to_json(tiny_report(answer(text="yeah"))))
    del report["tests"][1]["questions"][2]["heard"]["spelled"]
    assert 'Heard "yeah".' in screen(from_json(json.dumps(report)))


def screen(report: Report) -> str:
    file = io.StringIO()
    show_report(report, Console(file=file, force_terminal=False))
    return file.getvalue()
