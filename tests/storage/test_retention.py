"""What is older than the settings keep it is deleted for good, and nothing else is."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import answer, tiny_report
from tests.storage.kept import ABOUT, TimeOfDay, sessions_of, store_in
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.language.meanings import Meaning
from voice_rom.storage.keeping import open_keeping_store

DAY = 86_400.0
PLANTED = "a phrase that nobody else says"


def every_byte(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def kept(folder: Path, clock: TimeOfDay, text: str = "yes", *, finished: bool = True) -> str:
    """A session with one answer; its id."""
    store = store_in(folder, clock)
    store.begin()
    given = answer(Meaning.YES, text=text)
    store.record(given)
    session = store.session
    assert session is not None
    if finished:
        store.finish(tiny_report(given, advice=(text,)))
    store.close()
    return session


def begin_another(folder: Path, clock: TimeOfDay, keep_days: int) -> None:
    """The next session that is kept, of which nothing is answered yet."""
    usual = load_settings(PACKAGED).storage
    settings = replace(usual, folder=str(folder), keep_days=keep_days, resume_within=0.0)
    store = open_keeping_store(settings, ABOUT, clock)
    store.close()


def ids(folder: Path) -> list[str]:
    return [session.id for session in sessions_of(folder)]


def test_the_next_session_deletes_what_is_too_old_and_no_byte_of_it_stays(tmp_path: Path) -> None:
    clock = TimeOfDay()
    old = kept(tmp_path, clock, PLANTED)
    clock.pass_by(20 * DAY)
    new = kept(tmp_path, clock)
    clock.pass_by(11 * DAY)
    assert PLANTED.encode() in every_byte(tmp_path)
    begin_another(tmp_path, clock, keep_days=30)
    assert ids(tmp_path) == [new]
    held = every_byte(tmp_path)
    assert PLANTED.encode() not in held
    assert old.encode() not in held


@pytest.mark.parametrize("finished", [True, False])
def test_the_days_are_counted_from_the_last_answer(tmp_path: Path, *, finished: bool) -> None:
    clock = TimeOfDay()
    session = kept(tmp_path, clock, finished=finished)
    clock.pass_by(7 * DAY - 60)
    begin_another(tmp_path, clock, keep_days=7)
    assert ids(tmp_path) == [session]
    clock.pass_by(120)
    begin_another(tmp_path, clock, keep_days=7)
    assert ids(tmp_path) == []


def test_without_a_number_of_days_nothing_is_ever_deleted(tmp_path: Path) -> None:
    clock = TimeOfDay()
    session = kept(tmp_path, clock)
    clock.pass_by(10_000 * DAY)
    begin_another(tmp_path, clock, keep_days=0)
    assert ids(tmp_path) == [session]


def test_a_session_from_the_future_is_kept(tmp_path: Path) -> None:
    clock = TimeOfDay()
    session = kept(tmp_path, clock)
    clock.pass_by(-100 * DAY)
    begin_another(tmp_path, clock, keep_days=1)
    assert ids(tmp_path) == [session]


def test_damaged_files_go_when_their_time_has_come(tmp_path: Path) -> None:
    clock = TimeOfDay()
    kept(tmp_path, clock)
    aside = {}
    for days in (3, 40):
        aside[days] = tmp_path / f"history.db.damaged-{days}"
        aside[days].write_text(PLANTED)
        written = (clock.now - timedelta(days=days)).timestamp()
        os.utime(aside[days], (written, written))
    begin_another(tmp_path, clock, keep_days=30)
    assert (aside[3].exists(), aside[40].exists()) == (True, False)


def test_an_answer_that_was_given_again_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.begin()
    store.record(answer(Meaning.YES, text=PLANTED))
    store.record(answer(Meaning.NO, text="no"))
    store.close()
    assert PLANTED.encode() not in every_byte(tmp_path)
