"""Whole sessions with a store on disk: what is said and shown when it fails, and going on."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import understanding
from tests.fake_ports import FakeVoice
from tests.storage.answering_room import CONTENT, answered_session, preferring
from tests.storage.kept import TimeOfDay, ask, place_of, sessions_of
from voice_rom.core.assessment.findings import Answer
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.outcome.report import Report
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.events import StorageLost, StorageRenewed
from voice_rom.display.console import console_on
from voice_rom.display.quiet import Quiet
from voice_rom.display.transcript import Transcript
from voice_rom.errors import StorageUnavailable
from voice_rom.ports import Store
from voice_rom.storage.database import open_database
from voice_rom.storage.keeping import KeepingStore
from voice_rom.storage.kept_sessions import About
from voice_rom.store import LostStore, MemoryStore

ABOUT = About(
    language="en",
    tests=tuple(test.id for test in CONTENT.assessment.tests),
    program_version="1.0",
)

AGREES = preferring(Meaning.READY, Meaning.YES, Meaning.LEFT)
"""Also to going on with an earlier session."""

LOST = "phrases.storage_lost"
RENEWED = "phrases.storage_renewed"


def open_store(folder: Path, clock: TimeOfDay, most_pages: int | None = None) -> KeepingStore:
    database = open_database(place_of(folder, most_pages=most_pages), clock)
    return KeepingStore(database, ABOUT, resume_within=7200.0, clock=clock)


def lead(store: Store, *, earlier: Earlier | None = None) -> tuple[Report, list[str], list[str]]:
    """Lead a session; give its report, the ids of the texts said, and what was shown as lost."""
    session, display, voice = answered_session(store, AGREES, earlier=earlier)
    report = session.run()
    shown = [event.why for _, event in display.events if isinstance(event, StorageLost)]
    return report, _said(voice), shown


def _said(voice: FakeVoice) -> list[str]:
    return [line.text_id for line in voice.spoken]


def once(said: list[str]) -> bool:
    return said.count(LOST) == len(CONTENT.texts[LOST])


def answered(report: Report) -> int:
    return sum(question.source == "key" for test in report.tests for question in test.questions)


def test_every_answer_of_a_session_and_its_report_are_kept(tmp_path: Path) -> None:
    store = open_store(tmp_path, TimeOfDay())
    report, said, shown = lead(store)
    store.close()
    (kept,) = sessions_of(tmp_path)
    assert kept.complete is report.complete
    questions = {(test.id, question.id) for test in report.tests for question in test.questions}
    assert set(kept.by_key) >= questions
    assert LOST not in said
    assert shown == []


def test_a_file_that_cannot_be_opened_is_said_once_and_shown_and_the_session_goes_on() -> None:
    fault = StorageUnavailable("/folder/history.db: the disk is full.")
    report, said, shown = lead(LostStore(fault))
    assert report.complete
    assert once(said)
    assert shown == ["/folder/history.db: the disk is full."]
    first_words = dict.fromkeys(said)
    assert list(first_words).index(LOST) == 1  # after the welcome, and before anything is asked


class AtLength(KeepingStore):
    """Keeps with every answer more than anybody says, so that a small disk gets full by it."""

    def record(self, answer: Answer) -> None:
        super().record(replace(answer, evidence=understanding(text="well " * 50)))


def test_a_disk_that_gets_full_in_the_middle_is_said_once_and_the_session_goes_on(
    tmp_path: Path,
) -> None:
    file = tmp_path / "history.db"
    database = open_database(place_of(tmp_path, most_pages=18))
    store = AtLength(database, ABOUT, resume_within=0.0)
    report, said, shown = lead(store)
    store.close()
    assert report.complete
    assert once(said)
    assert shown == [f"{file}: the disk is full; free some space."]
    assert ask(file, "PRAGMA integrity_check") == [("ok",)]
    ((kept,),) = ask(file, "SELECT count(*) FROM answer")
    assert isinstance(kept, int)
    assert 0 < kept < answered(report)
    # It did not break off: nobody is to be asked next time whether it goes on.
    assert ask(file, "SELECT finished_at IS NOT NULL, complete FROM session") == [(1, 1)]


@pytest.mark.parametrize("vanishes", ["history.db", "history.db-wal"])
def test_a_file_that_vanishes_is_said_once_and_the_session_goes_on(
    tmp_path: Path, vanishes: str
) -> None:
    store = open_store(tmp_path, TimeOfDay())
    store.begin()
    (tmp_path / vanishes).unlink()
    report, said, shown = lead(store)
    store.close()
    assert report.complete
    assert once(said)
    assert "deleted or moved" in shown[0]


def test_a_damaged_file_that_was_put_aside_is_said_first_and_shown(tmp_path: Path) -> None:
    (tmp_path / "history.db").write_bytes(b"garbage" * 1000)
    store = open_store(tmp_path, TimeOfDay())
    session, display, voice = answered_session(store, AGREES)
    report = session.run()
    store.close()
    said = _said(voice)
    assert said.count(RENEWED) == len(CONTENT.texts[RENEWED])
    assert said.count(LOST) == 0
    (shown,) = (event.why for _, event in display.events if isinstance(event, StorageRenewed))
    assert "damaged-" in shown
    ((kept,),) = ask(tmp_path / "history.db", "SELECT count(*) FROM answer")
    assert kept == answered(report)


class FullAtTheEnd:
    """A disk that has room for every answer, and none for the report."""

    notices = ()

    def begin(self) -> None:
        """There is room."""

    def resume(self, *, accepted: bool) -> None:
        """There is room."""

    def record(self, answer: object) -> None:
        """There is room."""

    def finish(self, report: Report) -> None:
        raise StorageUnavailable(f"no room for {report.title}")

    def news(self) -> None:
        """Nothing is brought anywhere."""


def test_a_report_that_cannot_be_kept_is_shown_when_nothing_can_be_said_any_more() -> None:
    report, said, shown = lead(FullAtTheEnd())
    assert LOST not in said
    assert shown == [f"no room for {report.title}"]


@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_session_that_broke_off_goes_on_to_its_end_in_the_same_place(
    tmp_path: Path, after: int
) -> None:
    clock = TimeOfDay()
    store = open_store(tmp_path, clock)
    whole = store_that_breaks_off(store, after)
    store = open_store(tmp_path, clock)
    earlier = store.offer()
    assert earlier is not None
    assert len(earlier.answers) == after
    lead(store, earlier=earlier)
    store.close()
    (kept,) = sessions_of(tmp_path)
    assert kept.complete
    assert set(kept.by_key) >= whole


def store_that_breaks_off(store: KeepingStore, after: int) -> set[tuple[str, str]]:
    """A session that is cut off after so many answers, as by a power cut."""
    store.begin()
    whole = MemoryStore()
    lead(whole)
    for answer in list(whole.answers.values())[:after]:
        store.record(answer)
    store.close()
    return set(whole.answers)


@pytest.mark.parametrize("kind", [Transcript, Quiet])
def test_the_screen_shows_which_file_and_why(kind: type[Transcript | Quiet]) -> None:
    file = io.StringIO()
    display = kind(console_on(file))
    display.event(1.0, StorageLost("/folder/history.db: the disk is full; free some space."))
    display.close()
    assert file.getvalue() == (
        "Trouble: your answers are not being saved, but the session continues. "
        "/folder/history.db: the disk is full; free some space.\n"
    )
