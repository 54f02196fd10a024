"""A folder on a network share that is gone: what asks for it never comes back, and nobody waits."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import answer, tiny_report
from tests.storage.kept import ABOUT, ask, sessions_of, store_in
from tests.storage.test_session_keeps import lead, once
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.findings import Answer
from voice_rom.core.assessment.settings import StorageSettings
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.keeping import KeepingStore
from voice_rom.storage.patience import Patience
from voice_rom.storage.timed_store import TimedStore, open_timed_store

STEP = "a step that may hang"
"""The name of its thread."""

LONG = 3.0
"""Seconds: what does not hang never takes so long."""

pytestmark = pytest.mark.slow


class Share:
    """Answers, until it is gone; then what was asked of it waits until it is back."""

    def __init__(self) -> None:
        self._there = threading.Event()
        self._there.set()
        self.waiting = threading.Semaphore(0)

    def goes(self) -> None:
        self._there.clear()

    def comes_back(self) -> None:
        self._there.set()

    def ask(self) -> None:
        if not self._there.is_set():
            self.waiting.release()
        self._there.wait()


class StoreOnShare(KeepingStore):
    """Its share goes after so many answers."""

    share: Share
    left: int

    def record(self, answer: Answer) -> None:
        self.left -= 1
        if self.left == 0:
            self.share.goes()
        self.share.ask()
        super().record(answer)


@pytest.fixture
def share() -> Iterator[Share]:
    share = Share()
    yield share
    share.comes_back()


def settings_of(folder: Path, **changes: object) -> StorageSettings:
    usual = load_settings(PACKAGED, {f"storage.{key}": each for key, each in changes.items()})
    return replace(usual.storage, keep=True, folder=str(folder), file_timeout=LONG)


def on_share(folder: Path, share: Share, answers: int) -> StoreOnShare:
    database = store_in(folder).database
    store = StoreOnShare(database, ABOUT, resume_within=0.0)
    store.share, store.left = share, answers
    return store


def test_a_share_that_is_gone_in_the_middle_is_said_once_and_the_session_goes_on_to_its_end(
    tmp_path: Path, share: Share
) -> None:
    inner = on_share(tmp_path, share, answers=3)
    store = TimedStore(inner, settings_of(tmp_path))

    report, said, shown = lead(store)

    assert report.complete
    assert once(said)
    (told,) = shown
    assert told.startswith(f"{tmp_path / 'history.db'}: it does not answer. If it is on a network")
    store.close()  # nobody waits for it a second time
    share.comes_back()


def test_while_it_hangs_nothing_more_is_asked_of_it_and_what_was_on_its_way_arrives(
    tmp_path: Path, share: Share
) -> None:
    inner = on_share(tmp_path, share, answers=2)
    store = TimedStore(inner, settings_of(tmp_path))
    store.begin()
    store.record(answer(question_id="first"))
    for question in ("second", "third"):
        with pytest.raises(StorageUnavailable, match="does not answer"):
            store.record(answer(question_id=question))
    assert share.waiting.acquire(timeout=LONG)
    assert not share.waiting.acquire(blocking=False)

    share.comes_back()

    finish_when_it_answers(store)
    store.close()
    (kept,) = sessions_of(tmp_path)
    assert [question for _, question in kept.by_key] == ["first", "second"]
    assert ask(tmp_path / "history.db", "SELECT finished_at IS NOT NULL FROM session") == [(1,)]


def finish_when_it_answers(store: TimedStore) -> None:
    for _ in range(2000):
        try:
            store.finish(tiny_report())
        except StorageUnavailable:
            threading.Event().wait(0.005)
        else:
            return
    raise AssertionError("it never answered again")


def test_a_file_that_cannot_be_opened_for_ever_is_told_and_closed_when_it_opens_after_all(
    tmp_path: Path,
) -> None:
    store_in(tmp_path).close()
    settings = settings_of(tmp_path, busy_timeout=60.0)
    with closing(sqlite3.connect(tmp_path / "history.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageUnavailable, match=r"history\.db: it does not answer"):
            open_timed_store(settings, ABOUT, patience=0.2)
    for thread in threading.enumerate():
        if thread.name == STEP:
            thread.join(20.0)

    store, earlier = open_timed_store(settings, ABOUT)

    assert earlier is None
    store.begin()
    assert store.session is not None
    store.close()


def test_what_comes_of_a_step_that_was_given_up_is_undone(share: Share) -> None:
    undone: list[str] = []
    over = threading.Event()
    share.goes()

    def undo(result: str) -> None:
        undone.append(result)
        over.set()

    def step() -> str:
        share.ask()
        return "opened"

    with pytest.raises(StorageUnavailable):
        Patience(0.05, lambda: StorageUnavailable("late")).take(step, undo=undo)
    assert undone == []
    share.comes_back()
    assert over.wait(LONG)
    assert undone == ["opened"]


def test_what_a_step_raises_is_raised_where_it_is_waited_for() -> None:
    def step() -> None:
        raise StorageUnavailable("the disk is full.")

    with pytest.raises(StorageUnavailable, match="the disk is full"):
        Patience(LONG, lambda: StorageUnavailable("late")).take(step)
