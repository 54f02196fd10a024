"""`voice-rom history` as a person meets it: list, show, compare, trend, export."""

import csv
import io
import json
import re
import stat
from collections import Counter
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.commands.kept_history import (
    CONTENT,
    LEG,
    TRUNK,
    History,
    given,
)
from tests.storage.kept import open_in
from voice_rom.content.wording import banned_words
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Source, Status
from voice_rom.core.language.meanings import Meaning
from voice_rom.errors import (
    NoSuchSession,
    ReportNotWritable,
    StorageUnavailable,
    UsageMistake,
)
from voice_rom.history.telling import date_of

BALANCE = Path(__file__).parents[1] / "assessments" / "balance.yaml"

# List and show


def test_before_anything_is_kept_the_list_says_how_to_keep_and_makes_no_file(
    history: History,
) -> None:
    listed = history.by_settings("list")
    assert listed.stdout == ""
    assert "voice-rom start --keep" in listed.stderr
    assert not history.folder.exists()


def test_a_folder_that_is_not_there_is_told_and_not_made(history: History) -> None:
    with pytest.raises(NoSuchSession, match=r"^--data: there is no folder .*kept'\.$"):
        history("list")
    assert not history.folder.exists()


def test_a_folder_in_which_nothing_is_kept_is_told(history: History) -> None:
    history.folder.mkdir()
    for command in (("list",), ("trend",), ("delete", "--all", "--yes")):
        with pytest.raises(NoSuchSession, match=r"^--data: no sessions are saved in "):
            history(*command)


def test_who_names_the_file_is_told_to_name_its_folder(history: History) -> None:
    history.lead(given(TRUNK))
    history.folder /= "history.db"
    with pytest.raises(StorageUnavailable, match="is a file; give the folder"):
        history("list")


def test_a_wrong_folder_is_told_with_the_right_one(history: History, tmp_path: Path) -> None:
    history.lead(given(TRUNK))
    history.by_settings("list")  # which writes the settings that name the folder
    right, settings = history.folder, history.folder.with_name("settings.toml")
    history.folder = tmp_path / "elsewhere"
    where = re.escape(f"your sessions are in {right}; leave out --data")
    with pytest.raises(NoSuchSession, match=where):
        history("list", "--settings", str(settings))


def test_the_list_has_a_line_a_session_the_oldest_first(history: History) -> None:
    first = history.lead(given(TRUNK, side=Side.LEFT))
    second = history.lead(given(TRUNK, Meaning.NO), complete=False)
    third = history.lead(given(TRUNK), breaks_off=True)
    lines = history("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [first[:8], second[:8], third[:8]]
    assert "Trunk rotation, Leg lift, Hip rotation: complete, 1 noticed" in lines[0]
    assert "not complete, 0 noticed" in lines[1]
    assert "interrupted" in lines[2]
    assert date_of(datetime(2026, 11, 30, 7, 30, 1, tzinfo=UTC)) in lines[0]


def test_a_session_is_shown_with_its_report(history: History) -> None:
    session = history.lead(given(TRUNK, side=Side.LEFT))
    shown = history("show", session[:6]).stdout
    question = CONTENT.assessment.tests[0].questions[0]
    assert " ".join(question.finding[Side.LEFT]) in shown
    assert "Go on moving." in shown


def test_a_session_that_broke_off_is_shown_with_the_answers_it_has(history: History) -> None:
    session = history.lead(given(TRUNK, side=Side.RIGHT), breaks_off=True)
    shown = history("show", session).stdout
    question = CONTENT.assessment.tests[0].questions[0]
    assert " ".join(question.finding[Side.RIGHT]) in shown
    assert "The session ended before the last question." in shown


def test_a_report_in_a_form_that_is_no_longer_read_is_made_anew(history: History) -> None:
    session = history.lead(given(TRUNK, side=Side.RIGHT))
    database = open_in(history.folder)
    with database.change() as connection:
        connection.exec_driver_sql("UPDATE session SET report = '{\"version\": 0}'")
    database.close()
    question = CONTENT.assessment.tests[0].questions[0]
    assert " ".join(question.finding[Side.RIGHT]) in history("show", session).stdout


def test_what_cannot_be_read_is_counted(history: History, tmp_path: Path) -> None:
    history.lead(given(TRUNK), given(LEG))
    history.lead(given(TRUNK))
    database = open_in(history.folder)
    with database.change() as connection:
        connection.exec_driver_sql("UPDATE answer SET status = 'x' WHERE test_id = 'leg-lift'")
        connection.exec_driver_sql(
            "UPDATE session SET tests = 'x' WHERE id = (SELECT id FROM session ORDER BY started_at "
            "DESC LIMIT 1)"
        )
    database.close()
    listed = history("list")
    assert "1 cannot be read" in listed.stdout
    assert "1 session cannot be read" in listed.stderr
    exported = history("export", str(tmp_path / "all.json"))
    assert "Wrote 1 session " in exported.stderr
    assert "1 session cannot be read" in exported.stderr


@pytest.mark.parametrize("beginning", ["ffff", "", "\x1b[2J", "Z"])
def test_an_id_that_nobody_has_is_told(history: History, beginning: str) -> None:
    history.lead(given(TRUNK))
    database = open_in(history.folder)
    with database.change() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql("UPDATE session SET id = 'aaaa'")
        connection.exec_driver_sql("UPDATE answer SET session_id = 'aaaa'")
    database.close()
    with pytest.raises(NoSuchSession, match="voice-rom history list") as told:
        history("show", beginning)
    assert "\x1b" not in str(told.value)


# Compare and trend


def test_two_sessions_are_compared_in_plain_words(history: History) -> None:
    first = history.lead(
        given(TRUNK, side=Side.LEFT), given(LEG, Meaning.NO), given("hip-rotation", Meaning.NO)
    )
    second = history.lead(
        given(TRUNK, side=Side.RIGHT),
        given(LEG, Meaning.NO),
        given("hip-rotation", None, status=Status.SKIPPED),
    )
    lines = history("compare", first, second).stdout.splitlines()
    questions = sum(len(test.questions) for test in CONTENT.assessment.tests)
    assert f"Changed: 1 of {questions} questions." in lines
    assert f"The same: 1 of {questions} questions." in lines
    text = " ".join(CONTENT.assessment.tests[0].questions[0].say)
    changed = next(line for line in lines if text in line)
    assert changed.endswith("Then: noticed on the left. Now: noticed on the right.")
    assert any("Now: left open, which says nothing either way." in line for line in lines)


def test_a_session_is_not_compared_with_itself(history: History) -> None:
    session = history.lead(given(TRUNK))
    with pytest.raises(UsageMistake, match="are the same session"):
        history("compare", session, session[:6])


def test_the_earlier_of_two_sessions_comes_first_however_they_are_named(history: History) -> None:
    first = history.lead(given(TRUNK, side=Side.LEFT))
    second = history.lead(given(TRUNK, Meaning.NO))
    told = history("compare", second, first).stdout
    assert told == history("compare", first, second).stdout
    assert told.startswith("Then: ")
    assert f"({first[:8]})" in told.splitlines()[0]


def test_the_trend_goes_from_date_to_date_with_sides(history: History) -> None:
    for answer in (
        given(TRUNK, side=Side.LEFT),
        given(TRUNK, Meaning.NO),
        given(TRUNK, side=Side.LEFT),
        given(TRUNK, side=Side.BOTH),
        given(TRUNK, None, status=Status.UNSURE),
    ):
        history.lead(answer)
    lines = history("trend", "--test", TRUNK).stdout.splitlines()
    text = " ".join(CONTENT.assessment.tests[0].questions[0].say)
    start = next(number for number, line in enumerate(lines) if text in line)
    course = [line.split("  ")[-1] for line in lines[start + 1 : start + 6]]
    assert course == [
        "noticed on the left",
        "not noticed",
        "noticed on the left",
        "noticed on both sides",
        "left open, which says nothing either way",
    ]
    assert lines[start + 6] == (
        "  Noticed 3 out of 4 times answered: 2 on the left, 1 on both sides. Left open: 1."
    )


def test_a_test_that_no_session_has_is_told(history: History) -> None:
    history.lead(given(TRUNK))
    with pytest.raises(NoSuchSession, match=r"arm-lift.*leg-lift"):
        history("trend", "--test", "arm-lift")


def test_nothing_that_history_says_sounds_like_a_verdict(history: History) -> None:
    first = history.lead(given(TRUNK, side=Side.LEFT), given(LEG))
    second = history.lead(given(TRUNK, Meaning.NO))
    for command in (("list",), ("show", first), ("compare", first, second), ("trend",)):
        told = history(*command)
        assert banned_words(told.stdout + told.stderr) == []


def test_what_is_printed_is_lines_of_words_without_boxes_or_control_codes(history: History) -> None:
    first = history.lead(given(TRUNK, side=Side.LEFT))
    second = history.lead(given(TRUNK, Meaning.NO))
    for command in (("list",), ("compare", first, second), ("trend",)):
        told = history(*command).stdout
        assert told.replace("\n", "").isprintable()
        assert not set(told) & set("│┃─━|╭+\t")


@pytest.mark.real  # matplotlib asks the system for its fonts
@pytest.mark.skipif(find_spec("matplotlib") is None, reason="the extra plot is not installed")
@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml")])
def test_a_trend_is_drawn(history: History, tmp_path: Path, name: str, begins: bytes) -> None:
    history.lead(given(TRUNK, side=Side.LEFT))
    history.lead(given(TRUNK, Meaning.NO))
    history("trend", "--plot", str(tmp_path / name))
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_picture_of_another_kind_is_refused_before_anything_else(history: History) -> None:
    with pytest.raises(UsageMistake, match=r"\.png or \.svg"):
        history("trend", "--plot", "picture.gif")


@pytest.mark.real  # matplotlib asks the system for its fonts
@pytest.mark.skipif(find_spec("matplotlib") is None, reason="the extra plot is not installed")
def test_a_picture_that_cannot_be_written_is_told(history: History) -> None:
    history.lead(given(TRUNK))
    with pytest.raises(ReportNotWritable):
        history("trend", "--plot", "/nowhere/at/all.png")


# Export


def test_everything_is_exported_as_json(history: History, tmp_path: Path) -> None:
    history.lead(given(TRUNK, side=Side.LEFT))
    history.lead(given(LEG, Meaning.NO), breaks_off=True)
    file = tmp_path / "all.json"
    history("export", str(file))
    exported = json.loads(file.read_text())
    assert (exported["format"], exported["version"]) == ("voice-rom-history", 1)
    first, second = exported["sessions"]
    assert first["answers"][0]["side"] == "left"
    assert first["report"]["complete"] is True
    assert second["report"] is None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_one_session_is_exported_as_csv(history: History, tmp_path: Path) -> None:
    history.lead(given(TRUNK, side=Side.LEFT))
    second = history.lead(given(LEG, Meaning.NO))
    file = tmp_path / "one.csv"
    history("export", str(file), second)
    (row,) = csv.DictReader(io.StringIO(file.read_text()))
    assert row["session"] == second
    assert (row["test"], row["answer"], row["noticed"]) == (LEG, "no", "no")
    assert row["text"] == " ".join(CONTENT.assessment.tests[1].questions[0].say)


def test_an_export_of_another_kind_is_refused(history: History) -> None:
    with pytest.raises(UsageMistake, match=r"\.json or \.csv"):
        history("export", "all.xls")


def test_an_export_that_cannot_be_written_is_told(history: History) -> None:
    history.lead(given(TRUNK))
    with pytest.raises(ReportNotWritable, match="choose another file"):
        history("export", "/nowhere/all.json")


def test_everything_is_exported_as_fhir(history: History, tmp_path: Path) -> None:
    history.lead(given(TRUNK, side=Side.LEFT))
    history.lead(given(LEG, Meaning.NO), breaks_off=True)
    file = tmp_path / "all.json"
    history("export", "--fhir", str(file))
    types = Counter(
        entry["resource"]["resourceType"] for entry in json.loads(file.read_text())["entry"]
    )
    assert types["QuestionnaireResponse"] == 2
    assert types["Observation"] == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_fhir_is_json(history: History) -> None:
    with pytest.raises(UsageMistake, match=r"must end in \.json"):
        history("export", "--fhir", "all.csv")


def test_a_session_of_another_assessment_is_exported_once_its_file_is_named(
    history: History, tmp_path: Path
) -> None:
    one_leg = Answer(
        test_id="one-leg",
        question_id="posture",
        status=Status.SKIPPED,
        source=Source.KEY,
    )
    history.lead(one_leg, tests=("one-leg",), breaks_off=True)
    file = tmp_path / "all.json"
    with pytest.raises(UsageMistake, match="name its file in your settings"):
        history("export", "--fhir", str(file))
    assert not file.exists()
    assert history.by_settings("list").exit_code == 0
    history.by_settings("export", "--fhir", str(file), session=f"assessment = '{BALANCE}'")
    (response,) = [
        entry["resource"]
        for entry in json.loads(file.read_text())["entry"]
        if entry["resource"]["resourceType"] == "QuestionnaireResponse"
    ]
    assert [item["linkId"] for item in response["item"]] == ["one-leg"]


@pytest.mark.parametrize("text", [None, "tests: [wrong"])
def test_an_assessment_that_is_gone_keeps_nobody_from_what_is_saved(
    history: History, tmp_path: Path, text: str | None
) -> None:
    session = history.lead(given(TRUNK, side=Side.LEFT))
    file = tmp_path / "assessment.yaml"
    if text is not None:
        file.write_text(text)
    told = history.by_settings("show", session, session=f"assessment = '{file}'")
    assert told.exit_code == 0
    assert "Trunk rotation" in told.stdout
