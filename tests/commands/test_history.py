"""`voice-rom history` as a person meets it."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.storage.kept import TimeOfDay, open_in, sessions_of
from voice_rom.cli import cli
from voice_rom.content.load import load_content
from voice_rom.content.wording import banned_words
from voice_rom.core.assessment import Side
from voice_rom.core.findings import Answer, Source, Status
from voice_rom.core.meanings import Meaning
from voice_rom.core.report import build_report
from voice_rom.errors import (
    NoSuchSession,
    ReportNotWritable,
    StorageNewer,
    StorageUnavailable,
    UsageMistake,
)
from voice_rom.history.telling import date_of
from voice_rom.storage.keeping import KeepingStore
from voice_rom.storage.kept_sessions import About

CONTENT = load_content("en")
TRUNK = "trunk-rotation"
LEG = "leg-lift"
TESTS = tuple(test.id for test in CONTENT.assessment.tests)

PLANTED = "a phrase that nobody else says"


def first_question(test_id: str) -> str:
    return next(test.questions[0].id for test in CONTENT.assessment.tests if test.id == test_id)


def given(
    test_id: str,
    meaning: Meaning | None = Meaning.YES,
    side: Side | None = None,
    status: Status = Status.ANSWERED,
) -> Answer:
    return Answer(
        test_id=test_id,
        question_id=first_question(test_id),
        status=status,
        meaning=meaning,
        side=side,
        source=Source.KEY,
    )


class History:
    """A folder with kept sessions, and the command on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = TimeOfDay()

    def lead(self, *answers: Answer, complete: bool = True, breaks_off: bool = False) -> str:
        """Keep a session with these answers, a week after the one before; give its id."""
        self.clock.pass_by(7 * 86400)
        about = About(language="en", tests=TESTS, program_version="1.0")
        store = KeepingStore(
            open_in(self.folder, self.clock), about, resume_within=0.0, clock=self.clock
        )
        store.begin()
        for answer in answers:
            store.record(answer)
        session = store.session
        assert session is not None
        if not breaks_off:
            by_key = {(each.test_id, each.question_id): each for each in answers}
            tests = CONTENT.assessment.tests
            advice = (PLANTED,) if PLANTED in self.planted else ("Go on moving.",)
            store.finish(
                build_report(CONTENT.assessment, tests, by_key, complete=complete, advice=advice)
            )
        store.close()
        return session

    planted: tuple[str, ...] = ()

    def __call__(self, *arguments: str) -> Result:
        result = CliRunner().invoke(cli, ["history", *arguments, "--data", str(self.folder)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "kept")


# List and show


def test_before_anything_is_kept_the_list_says_how_to_keep_and_makes_no_file(
    history: History,
) -> None:
    listed = history("list")
    assert listed.stdout == ""
    assert "voice-rom start --keep" in listed.stderr
    assert not history.folder.exists()


def test_the_list_has_a_line_a_session_the_oldest_first(history: History) -> None:
    first = history.lead(given(TRUNK, side=Side.LEFT))
    second = history.lead(given(TRUNK, Meaning.NO), complete=False)
    third = history.lead(given(TRUNK), breaks_off=True)
    lines = history("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [first[:8], second[:8], third[:8]]
    assert "complete, 1 noticed" in lines[0]
    assert "not complete, 0 noticed" in lines[1]
    assert "broke off" in lines[2]
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


def test_what_cannot_be_read_is_counted(history: History) -> None:
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
    assert changed.endswith("Then noticed on the left; now noticed on the right.")
    assert any("now open, which says nothing either way." in line for line in lines)


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
        "open, which says nothing either way",
    ]
    assert lines[start + 6] == (
        "  Noticed 3 of 4 times it was answered: 2 on the left, 1 on both sides. Open 1 times."
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
    with pytest.raises(ReportNotWritable, match="name another file"):
        history("export", "/nowhere/all.json")


# Delete


def every_byte(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def test_what_was_deleted_stands_nowhere_any_more(history: History) -> None:
    history.planted = (PLANTED,)
    deleted = history.lead(given(TRUNK, side=Side.LEFT))
    history.planted = ()
    stays = history.lead(given(LEG))
    assert PLANTED.encode() in every_byte(history.folder)
    history("delete", deleted, "--yes")
    held = every_byte(history.folder)
    assert PLANTED.encode() not in held
    assert deleted.encode() not in held
    assert [session.id for session in sessions_of(history.folder)] == [stays]


def test_all_can_be_deleted_with_what_was_set_aside(history: History) -> None:
    history.planted = (PLANTED,)
    history.lead(given(TRUNK, side=Side.LEFT))
    (history.folder / "history.db.damaged-2026-01-01T08-00-00Z").write_text(PLANTED)
    told = history("delete", "--all", "--yes")
    assert "1 session, and 1 damaged file" in told.stderr
    assert PLANTED.encode() not in every_byte(history.folder)
    assert sessions_of(history.folder) == ()


def test_where_nothing_is_kept_there_is_nothing_to_ask(history: History) -> None:
    told = history("delete", "--all")
    assert "No session is kept" in told.stderr
    assert not history.folder.exists()


def test_nothing_is_deleted_unasked(history: History) -> None:
    session = history.lead(given(TRUNK))
    with pytest.raises(UsageMistake, match="--yes"):
        history("delete", session)
    with pytest.raises(UsageMistake, match="--yes"):
        history("delete", "--all")
    assert len(sessions_of(history.folder)) == 1


@pytest.mark.parametrize("arguments", [("delete",), ("delete", "--all", "aaaa")])
def test_what_is_to_be_deleted_must_be_said(history: History, arguments: tuple[str, ...]) -> None:
    with pytest.raises(UsageMistake, match="--all"):
        history(*arguments)


@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
@pytest.mark.parametrize(("reply", "left"), [("n\n", 1), ("y\n", 0)])
def test_on_a_terminal_it_is_asked_for(history: History, reply: str, left: int) -> None:
    session = history.lead(given(TRUNK))
    asked = (
        "import os, pty, sys\n"
        "def read(descriptor):\n"
        "    said = os.read(descriptor, 1024)\n"
        "    if b'undone' in said:\n"
        f"        os.write(descriptor, {reply.encode()!r})\n"
        "    return said\n"
        "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read)))"
    )
    command = [sys.executable, "-m", "voice_rom", "history", "delete", session]
    command += ["--data", str(history.folder)]
    subprocess.run(
        [sys.executable, "-c", asked, *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert len(sessions_of(history.folder)) == left


def test_what_was_cut_off_before_its_first_answer_is_no_session(history: History) -> None:
    history.lead(breaks_off=True)
    listed = history("list")
    assert listed.stdout == ""
    assert "No session is kept" in listed.stderr


# Faults


@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "aaaa"), ("compare", "aaaa", "bbbb"), ("delete", "aaaa")]
)
def test_a_damaged_file_is_named_and_left_as_it_is(
    history: History, arguments: tuple[str, ...]
) -> None:
    history.folder.mkdir()
    (history.folder / "history.db").write_bytes(b"garbage" * 1000)
    with pytest.raises(StorageUnavailable, match="damaged"):
        history(*arguments)
    (file,) = history.folder.iterdir()
    assert file.read_bytes() == b"garbage" * 1000


def test_a_damaged_file_can_be_deleted(history: History) -> None:
    history.folder.mkdir()
    (history.folder / "history.db").write_bytes(b"garbage" * 1000)
    told = history("delete", "--all", "--yes")
    assert "1 damaged file" in told.stderr
    assert b"garbage" not in every_byte(history.folder)


def test_a_newer_file_is_refused(history: History) -> None:
    history.lead(given(TRUNK))
    database = open_in(history.folder)
    with database.change() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StorageNewer, match="newer"):
        history("list")


def test_while_a_session_goes_on_its_file_is_left_alone(history: History) -> None:
    history.lead(given(TRUNK))
    goes_on = open_in(history.folder)
    with goes_on.change() as connection:
        connection.exec_driver_sql("UPDATE session SET complete = 0")
    with pytest.raises(StorageUnavailable, match="perhaps a session"):
        history("delete", "--all", "--yes")
    goes_on.close()
    assert len(sessions_of(history.folder)) == 1


def test_a_fault_is_one_line_and_an_exit_code(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    done = subprocess.run(
        [sys.executable, "-m", "voice_rom", "history", "list", "--data", str(tmp_path / "folder")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == StorageUnavailable.exit_code
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("voice-rom: ")
