"""Today's reports at the desk: listed without what is in them, handed over, deleted for good."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.kept_history import LEG, PLANTED, TRUNK, History, given
from tests.staff.serving import NAME, ServedDesk, served_desk
from voice_rom.core.assessment.content import Side
from voice_rom.core.language.meanings import Meaning
from voice_rom.intercom.messages import Call, CallReason

TODAY = datetime(2026, 11, 29, 10, 20, tzinfo=UTC)
A_WEEK = timedelta(days=7)


@pytest.fixture
def history(tmp_path: Path) -> History:
    """One that finished a week ago, one today, and one that broke off today."""
    kept = History(tmp_path / "kept")
    kept.folder.mkdir()
    kept.planted = (PLANTED,)
    kept.clock.now = TODAY - 2 * A_WEEK
    kept.lead(given(TRUNK))
    kept.lead(given(TRUNK, side=Side.LEFT), given(LEG, Meaning.NO), complete=False)
    kept.clock.now = TODAY - A_WEEK
    kept.lead(given(TRUNK), breaks_off=True)
    return kept


@pytest.fixture
def desk(tmp_path: Path, history: History) -> Iterator[ServedDesk]:
    with served_desk(
        tmp_path,
        storage__keep=True,
        storage__folder=str(history.folder),
        storage__busy_timeout=0.05,
    ) as served:
        yield served


def listed(page: str) -> list[str]:
    return sorted(set(re.findall(r"/reports/([0-9a-f]{32})/", page)))


def test_only_what_finished_today_is_listed_and_nothing_of_what_is_in_it(desk: ServedDesk) -> None:
    page = desk.signed_in().ask("/reports")[2].decode()

    assert len(listed(page)) == 1
    assert "not complete" in page
    assert "this computer" in page
    for word in (PLANTED, "left", "leg lift", "trunk"):
        assert word not in page
    assert desk.log()[-1].what == "signed in"  # a list without answers is no opening of a report


def test_who_is_not_signed_in_or_locked_gets_none(desk: ServedDesk) -> None:
    staff, stranger = desk.signed_in(), desk.stranger()
    (session,) = listed(staff.ask("/reports")[2].decode())
    paths = ["/reports", f"/reports/{session}/json"]

    assert [stranger.ask(path)[0] for path in paths] == [303, 303]
    desk.clock.move(601)
    assert [staff.ask(path)[0] for path in paths] == [303, 303]
    assert staff.post("/reports/delete", session=session)[0] == 403


@pytest.mark.parametrize(
    ("way", "kind", "ending"),
    [
        ("json", "application/json", "json"),
        ("csv", "text/csv; charset=utf-8", "csv"),
        ("fhir", "application/fhir+json", "fhir.json"),
    ],
)
def test_a_report_is_exported_and_that_is_in_the_log(
    desk: ServedDesk, way: str, kind: str, ending: str
) -> None:
    staff = desk.signed_in()
    (session,) = listed(staff.ask("/reports")[2].decode())

    status, headers, body = staff.ask(f"/reports/{session}/{way}")

    assert status == 200
    assert headers["content-type"] == kind
    assert re.search(
        rf'filename="report-\d+-\d+\.{re.escape(ending)}"', headers["content-disposition"]
    )
    assert session in body.decode() or way == "fhir"
    deed = desk.log()[-1]
    assert (deed.who, deed.what, deed.about) == (NAME, "report handed over", f"{way}, {session}")
    assert PLANTED not in json.dumps([vars(each) for each in desk.log()])


def test_the_summary_is_handed_over_as_a_code_that_holds_it(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    (session,) = listed(staff.ask("/reports")[2].decode())

    page = staff.ask(f"/reports/{session}/qr")[2].decode()

    assert "<svg" in page
    assert desk.log()[-1].about == f"qr, {session}"


def test_a_call_for_help_stands_on_the_page_of_reports_too(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    desk.room().begin().send(Call(call_id="call-0001", reason=CallReason.HELP))
    staff.until_shown("Room 2 called for help")

    assert "Room 2 called for help" in staff.ask("/reports")[2].decode()


def test_a_report_is_deleted_for_good(desk: ServedDesk, history: History) -> None:
    staff = desk.signed_in()
    (session,) = listed(staff.ask("/reports")[2].decode())

    assert staff.post("/reports/delete", session=session)[0] == 303

    assert "The report has been deleted." in staff.ask("/reports?said=deleted")[2].decode()
    assert listed(staff.ask("/reports")[2].decode()) == []
    assert session.encode() not in b"".join(each.read_bytes() for each in history.folder.iterdir())
    assert desk.log()[-1].what == "report deleted"
    assert desk.log()[-1].about == session


def test_one_that_is_gone_or_not_todays_cannot_be_had(desk: ServedDesk, history: History) -> None:
    staff = desk.signed_in()
    old = history.lead(given(TRUNK))  # next week
    for session in (old, "0" * 32):
        for way in ("json", "qr"):
            status, _, page = staff.ask(f"/reports/{session}/{way}")
            assert status == 404
            assert "no longer there" in page.decode()
        status, told = staff.post("/reports/delete", session=session)
        assert status == 404
        assert "no longer there" in told
    assert staff.ask(f"/reports/{old}/exe")[0] == 404


def test_a_file_that_a_session_holds_is_told(desk: ServedDesk, history: History) -> None:
    staff = desk.signed_in()
    (session,) = listed(staff.ask("/reports")[2].decode())
    with closing(sqlite3.connect(history.folder / "history.db")) as other:
        other.execute("BEGIN EXCLUSIVE")

        answers = [
            staff.ask("/reports"),
            staff.ask(f"/reports/{session}/json"),
        ]
        deleting = staff.post("/reports/delete", session=session)

    for status, _, page in answers:
        assert status == 503
        assert "another program is using it, perhaps a session" in page.decode()
    assert deleting[0] == 503
    assert listed(staff.ask("/reports")[2].decode()) == [session]


def test_what_is_kept_and_never_answers_holds_up_neither_the_page_nor_a_call_nor_the_end(
    tmp_path: Path, history: History
) -> None:
    with (
        closing(sqlite3.connect(history.folder / "history.db", check_same_thread=False)) as other,
        served_desk(
            tmp_path,
            look_seconds=0.2,
            storage__keep=True,
            storage__folder=str(history.folder),
            storage__busy_timeout=3600.0,
        ) as desk,
    ):
        other.execute("BEGIN EXCLUSIVE")
        staff = desk.signed_in()
        for _ in range(2):
            status, _, page = staff.ask("/reports")
            assert status == 503
            assert "What is saved does not answer." in page.decode()
        desk.room().begin().send(Call(call_id="call-0001", reason=CallReason.HELP))
        staff.until_shown("Room 2 called for help")


def test_nothing_is_handed_over_or_deleted_that_cannot_be_logged(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    (session,) = listed(staff.ask("/reports")[2].decode())
    for file in desk.folder.glob("log-*.jsonl"):
        file.unlink()
        file.mkdir()

    assert staff.ask(f"/reports/{session}/json")[0] == 503
    assert staff.post("/reports/delete", session=session)[0] == 503
    assert listed(staff.ask("/reports")[2].decode()) == [session]


def test_where_nothing_is_kept_there_are_no_reports(tmp_path: Path) -> None:
    with served_desk(tmp_path) as desk:
        staff = desk.signed_in()
        assert staff.ask("/reports")[0] == 404
        assert "/reports" not in staff.page()


@pytest.mark.real
def test_a_report_is_printed_as_pdf(desk: ServedDesk) -> None:
    staff = desk.signed_in()
    (session,) = listed(staff.ask("/reports")[2].decode())

    status, headers, body = staff.ask(f"/reports/{session}/pdf")

    assert (status, headers["content-type"]) == (200, "application/pdf")
    assert body.startswith(b"%PDF-")
