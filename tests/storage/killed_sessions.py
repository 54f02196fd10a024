"""Sessions that are killed (kill -9) at random moments, and what is left of them.

    python -m tests.storage.killed_sessions [--kills N] [--seed N]

A child leads one session after the other, with the real loop, dialogue and store, and tells through
a pipe what it is about to keep, and again when that was kept. It is killed; then what it told is
compared with what the file holds. The next child finds the file as the one before left it, and goes
on with its session. Ends with 1 when an answer was lost, or was there twice, or a file was damaged.
"""

import argparse
import json
import os
import select
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final, NoReturn

from tests.storage.answering_room import CONTENT, answered_session, at_random
from tests.storage.kept import NO_WAIT
from voice_rom.core.assessment.findings import Answer
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.events import DeliveryCaughtUp, DeliveryDelayed
from voice_rom.storage.database import DatabaseLocation, open_database
from voice_rom.storage.keeping import KeepingStore
from voice_rom.storage.kept_sessions import About

LATEST_SECONDS: Final = 0.6
"""A child lives so long at most: long enough for a session, short enough to be killed in one."""

ABOUT: Final = About(
    language="en",
    tests=tuple(test.id for test in CONTENT.assessment.tests),
    program_version="1.0",
)

Key = tuple[str, str, str]
Value = tuple[str, str | None, str | None, bool]


class TellingStore:
    """Tells of every answer before and after it is kept."""

    notices = ()

    def __init__(self, store: KeepingStore, pipe: int) -> None:
        self._store = store
        self._pipe = pipe

    def begin(self) -> None:
        self._store.begin()

    def resume(self, *, accepted: bool) -> None:
        self._store.resume(accepted=accepted)
        self._tell("resumed" if accepted else "declined", None)

    def record(self, answer: Answer) -> None:
        self._tell("about", answer)
        self._store.record(answer)
        self._tell("kept", answer)

    def finish(self, report: Report) -> None:
        self._store.finish(report)
        self._tell("finished", None)

    def news(self) -> DeliveryDelayed | DeliveryCaughtUp | None:
        return self._store.news()

    def _tell(self, what: str, answer: Answer | None) -> None:
        line: list[object] = [what, self._store.session]
        if answer is not None:
            line += [answer.test_id, answer.question_id, answer.status, answer.meaning]
            line += [answer.side, answer.confirmed]
        os.write(self._pipe, (json.dumps(line) + "\n").encode())


def lead_sessions(file: Path, pipe: int, chance: Random) -> NoReturn:
    """Lead one session after the other, until somebody kills this process."""
    while True:
        database = open_database(DatabaseLocation(file=file, busy_timeout=NO_WAIT))
        store = KeepingStore(database, ABOUT, resume_within=7200.0)
        earlier = store.offer()
        answered_session(TellingStore(store, pipe), at_random(chance), earlier=earlier)[0].run()
        store.close()


@dataclass
class Book:
    """What the children told, all of them together."""

    kept: dict[Key, Value] = field(default_factory=dict)
    about: dict[Key, Value] = field(default_factory=dict)
    """Told, and not known to be kept when the child was killed."""
    told: dict[str, int] = field(default_factory=dict)

    def read(self, lines: list[str]) -> None:
        self.about = {}
        session = None
        for what, new_session, *rest in map(json.loads, lines):
            self.told[what] = self.told.get(what, 0) + 1
            session = new_session or session
            if rest:
                key, value = (str(new_session), rest[0], rest[1]), tuple(rest[2:])
                (self.about if what == "about" else self.kept)[key] = value
                if what == "kept":
                    del self.about[key]


def killed_child(file: Path, chance: Random) -> list[str]:
    """Let a child lead sessions, kill it at some moment, and return the whole lines it told."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            lead_sessions(file, writer, Random(chance.random()))  # noqa: S311 - no secret
        except BaseException:  # noqa: BLE001 - a child that fails must tell, and must end here
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        lines = [*_until(told.fileno(), chance.uniform(0.0, LATEST_SECONDS))]
        os.kill(child, signal.SIGKILL)
        _, how = os.waitpid(child, 0)
        lines.append(told.read())
    assert os.WIFSIGNALED(how), "the child ended by itself"
    text = b"".join(lines).decode()
    return text[: text.rfind("\n") + 1].splitlines()


def _until(pipe: int, seconds: float) -> Iterator[bytes]:
    """Read what comes for so long: a full pipe would hold the child up."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            yield os.read(pipe, 65536)


def differences(file: Path, book: Book) -> list[str]:
    """What is wrong with the file, going by what the children told."""
    wrong = [f"set aside as damaged: {each.name}" for each in file.parent.glob("*.damaged-*")]
    if not file.exists():
        return [*wrong, "there is no file"] if book.kept else wrong
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            wrong.append(f"damaged: {found}")
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return [*wrong, "there are no tables"] if book.kept else wrong
        rows = connection.execute(
            "SELECT session_id, test_id, question_id, status, meaning, side, confirmed FROM answer"
        ).fetchall()
        sessions = [row[0] for row in connection.execute("SELECT id FROM session")]
    return [*wrong, *_wrong_answers(rows, book), *_wrong_sessions(sessions, book)]


def _wrong_answers(rows: list[tuple[object, ...]], book: Book) -> Iterator[str]:
    held: dict[Key, Value] = {}
    for session, test, question, status, meaning, side, confirmed in rows:
        key = (str(session), str(test), str(question))
        if key in held:
            yield f"twice: {key}"
        held[key] = (status, meaning, side, bool(confirmed))  # type: ignore[assignment]
    for key, value in book.about.items():
        if held.get(key) == value:  # kept, and killed before it could say so
            book.kept[key] = value
    for key, value in book.kept.items():
        if held.get(key) != value:
            yield f"lost: {key} was {value}, and is {held.get(key)}"
    for key in held.keys() - book.kept.keys():
        yield f"nobody said so: {key} is {held[key]}"


def _wrong_sessions(sessions: list[str], book: Book) -> Iterator[str]:
    if len(sessions) != len(set(sessions)):
        yield f"sessions twice: {sessions}"
    for session in {key[0] for key in book.kept} - set(sessions):
        yield f"lost: the session {session}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill sessions at random moments.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    flags = parser.parse_args()
    chance = Random(flags.seed)  # noqa: S311 - chance that comes again, not a secret
    book, cut_off = Book(), 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "history.db"
        for number in range(1, flags.kills + 1):
            book.read(killed_child(file, chance))
            cut_off += bool(book.about)
            wrong = differences(file, book)
            if wrong:
                lines = [f"after kill {number}, with seed {flags.seed}:", *wrong]
                sys.stdout.write("\n  ".join(lines) + "\n")
                return 1
    told = {name: book.told.get(name, 0) for name in ("kept", "finished", "resumed", "declined")}
    figures = {"kills": flags.kills, "within_a_write": cut_off, **told}
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
