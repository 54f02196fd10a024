"""The file of kept answers: damaged as a whole, and with values in it that nobody wrote."""

import contextlib
import io
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from tests.builders import answer, tiny_report
from tests.fuzzing.target import Seed, Target
from voice_rom.commands.kept_history import (
    compare_sessions,
    export_sessions,
    list_sessions,
    show_session,
    show_trend,
)
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer
from voice_rom.core.language.meanings import Meaning
from voice_rom.errors import UsageMistake
from voice_rom.storage.keeping import KeepingStore, open_keeping_store
from voice_rom.storage.kept_sessions import About

_ABOUT: Final = About(language="en", tests=("trunk-rotation", "leg-lift"), program_version="1.0")
_NOW: Final = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
_DATABASE: Final = "history.db"
_JOURNAL: Final = f"{_DATABASE}-wal"
_BUSY_TIMEOUT: Final = 0.05
_USUAL: Final = load_settings(PACKAGED, {"storage.keep": True}).storage


def _store(folder: Path) -> KeepingStore:
    settings = replace(_USUAL, folder=str(folder), resume_within=7200.0, busy_timeout=_BUSY_TIMEOUT)
    return open_keeping_store(settings, _ABOUT, lambda: _NOW)


def _answers() -> Iterator[Answer]:
    easier = {"test_id": "trunk-rotation", "question_id": "easier"}
    yield answer(Meaning.YES, **easier, side=Side.LEFT, confirmed=True, side_text="left")  # type: ignore[arg-type]
    yield answer(Meaning.NO, test_id="leg-lift", question_id="pain")


@cache
def _databases() -> tuple[Seed, ...]:
    """The file as sessions leave it, and the journal that a power cut leaves beside it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _lead_a_session(folder)
        whole = (folder / _DATABASE).read_bytes()
        store = _store(folder)
        store.begin()
        store.record(answer(Meaning.NO))
        journal = (folder / _JOURNAL).read_bytes()
        store.close()
    return (Seed(_DATABASE, whole), Seed(_JOURNAL, journal))


def _lead_a_session(folder: Path) -> None:
    store = _store(folder)
    store.begin()
    for given in _answers():
        store.record(given)
    store.finish(tiny_report(*_answers()))
    store.close()


def _go_on_with_it(folder: Path) -> None:
    """As a session does that finds such a file."""
    store = _store(folder)
    try:
        earlier = store.offer()
        store.begin()
        if earlier is not None:
            store.resume(accepted=True)
        store.record(answer())
        store.finish(tiny_report(answer()))
    finally:
        store.close()


def _look_at_it(folder: Path) -> None:
    """As all of `voice-rom history` does."""
    data, settings = str(folder), folder / "settings.toml"
    settings.write_text("", encoding="utf-8")
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()):
        list_sessions(data, settings)
        show_trend((), None, folder / "trend.html", data, settings)
        for ending in ("json", "csv"):
            export_sessions(folder / f"export.{ending}", (), data, settings, fhir=False)
        with contextlib.suppress(UsageMistake):  # its tests may have become others
            export_sessions(folder / "fhir.json", (), data, settings, fhir=True)
        first = told.getvalue().split(" ")[0]
        show_session(first, data, settings)
        compare_sessions(first, first, data, settings)


# Values


@cache
def _values() -> tuple[Seed, ...]:
    """Every value in the file; `place` names its table and column."""
    with _opened_copy() as database:
        found = []
        for table in ("session", "answer"):
            rows = database.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own
            names = [column[0] for column in rows.description]
            for name, value in zip(names, rows.fetchone(), strict=True):
                found.append(Seed(f"values/{table}.{name}", str(value).encode()))
        return tuple(found)


@contextlib.contextmanager
def _opened_copy() -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as name:
        _databases()[0].write(Path(name))
        with contextlib.closing(sqlite3.connect(Path(name) / _DATABASE)) as database:
            yield database


def _put_value(folder: Path) -> None:
    """Write the spoiled value into the file, as text where it is some."""
    _databases()[0].write(folder)
    (value,) = (folder / "values").iterdir()
    table, _, column = value.name.partition(".")
    content: str | bytes = value.read_bytes()
    with contextlib.suppress(UnicodeDecodeError):
        content = value.read_bytes().decode()
    with contextlib.closing(sqlite3.connect(folder / _DATABASE)) as database, database:
        database.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (content,))  # noqa: S608 - names of our own


def _go_on_with_the_value(folder: Path) -> None:
    _put_value(folder)
    _go_on_with_it(folder)


def _look_at_the_value(folder: Path) -> None:
    _put_value(folder)
    _look_at_it(folder)


TARGETS: Final = (
    Target("answers", _databases, _go_on_with_it, afresh=True),
    Target("history", _databases, _look_at_it, afresh=True),
    Target("answer-values", _values, _go_on_with_the_value, afresh=True, alone=True),
    Target("history-values", _values, _look_at_the_value, afresh=True, alone=True),
)
