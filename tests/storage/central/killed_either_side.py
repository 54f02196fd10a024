"""Rooms and their server are killed at random moments; nothing may be lost, doubled or reordered.

    python -m tests.storage.central.killed_either_side [--kills N] [--seed N]

A room is a process of its own, with its real store and its real thread for the database. It says
what it has kept as soon as that is kept; what the database has in the end is held against this.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.builders import answer
from tests.storage.central.postgres import PostgresServer, running_server
from tests.storage.central.rooms import arrived, prepare, settings_of
from tests.storage.kept import ABOUT
from voice_rom.storage.database import opened_for_a_moment
from voice_rom.storage.keeping import delivery_of, open_keeping_store

ROOT = Path(__file__).parents[3]

_THIS = "tests.storage.central.killed_either_side"

_ANSWERS = 12
"""In a session; then the next one begins."""


@dataclass
class Figures:
    """What was killed, what was told to be kept, and what became of it."""

    rooms_killed: int = 0
    servers_killed: int = 0
    sessions: int = 0
    told: int = 0
    lost: int = 0
    strange: int = 0
    """There, and not told: more than the one that a kill cut off before it could be told."""
    reordered: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not (self.lost or self.strange or self.reordered or self.faults)


def kill(server: PostgresServer, folder: Path, kills: int, seed: int) -> Figures:
    """Kill one or the other so many times, and compare."""
    prepare(server)
    chance = Random(seed)  # noqa: S311
    figures = Figures()
    told: dict[str, list[str]] = {}
    url = server.url("kiosk")
    while figures.rooms_killed + figures.servers_killed < kills:
        with _room(folder, url, told, figures) as room:
            # A room's process is slow to start, and a server is not: mostly that is killed.
            for _ in range(chance.randint(1, 3)):
                room.wait_for(chance.randint(2, 25))
                if figures.rooms_killed + figures.servers_killed < kills - 1:
                    server.kill()
                    figures.servers_killed += 1
                    room.wait_for(chance.randint(0, 20))
                    server.start()
            room.wait_for(chance.randint(0, 25))
            time.sleep(chance.random() * 0.01)  # anywhere within an answer
        figures.rooms_killed += 1
    _bring_the_rest(folder, url, figures)
    _compare(server, told, figures)
    return figures


class _RunningRoom:
    def __init__(self, process: "subprocess.Popen[str]", told: dict[str, list[str]]) -> None:
        self._process = process
        self._told = told
        self._lines = 0
        self._more = threading.Condition()
        self._ended = False
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def wait_for(self, answers: int) -> None:
        """Until it has kept so many more."""
        with self._more:
            wanted = self._lines + answers
            self._more.wait_for(lambda: self._lines >= wanted or self._ended, timeout=60.0)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if not line.endswith("\n"):
                break  # the kill has cut it off
            session, question = line.split()
            self._told.setdefault(session, []).append(question)
            with self._more:
                self._lines += 1
                self._more.notify_all()
        with self._more:
            self._ended = True
            self._more.notify_all()


@contextmanager
def _room(
    folder: Path, url: str, told: dict[str, list[str]], figures: Figures
) -> Iterator[_RunningRoom]:
    """A room's process, which is killed in the end. On its screen there is nothing to be seen."""
    command = [sys.executable, "-m", _THIS, "--room", str(folder), "--url", url]
    with (
        tempfile.TemporaryFile("w+") as shown,
        subprocess.Popen(
            command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=shown
        ) as process,
    ):
        room = _RunningRoom(process, told)
        try:
            yield room
        finally:
            process.kill()
            room.reader.join()
        shown.seek(0)
        figures.faults += shown.read().splitlines()


def be_a_room(folder: Path, url: str) -> None:
    """Keep answers without end, and say so of each."""
    settings = settings_of(folder, url, retry_most=0.05)
    while True:
        store = open_keeping_store(settings, ABOUT)
        store.begin()
        for number in range(_ANSWERS):
            store.record(answer(question_id=f"{number:04}"))
            sys.stdout.write(f"{store.session} {number:04}\n")
            sys.stdout.flush()
            time.sleep(random.random() * 0.004)  # noqa: S311 - nobody answers any faster
        store.close()  # broken off: the next one closes it


def _bring_the_rest(folder: Path, url: str, figures: Figures) -> None:
    settings = settings_of(folder, url)
    delivery = delivery_of(settings, lambda: opened_for_a_moment(settings))
    trouble = delivery.bring_all() and delivery.bring_all()
    delivery.taker.close()
    if trouble:
        figures.faults.append(trouble)


def _compare(server: PostgresServer, told: dict[str, list[str]], figures: Figures) -> None:
    for session, questions in told.items():
        there = arrived(server, session)
        figures.sessions += 1
        figures.told += len(questions)
        figures.lost += len(set(questions) - set(there))
        figures.strange += max(0, len(there) - len(questions) - 1)
        figures.reordered += there != sorted(there)
    ((doubled,),) = server.ask(
        "SELECT count(*) FROM (SELECT 1 FROM answer GROUP BY session_id, question_id"
        " HAVING count(*) > 1) AS doubled"
    )
    figures.strange += int(str(doubled))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", type=Path)
    parser.add_argument("--url", default="")
    asked = parser.parse_args()
    if asked.room is not None:
        be_a_room(asked.room, asked.url)
    with running_server() as server, tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        figures = kill(server, Path(folder), asked.kills, asked.seed)
        print(f"{figures}\n{time.monotonic() - begin:.0f} s")  # noqa: T201
    return 0 if figures.well else 1


if __name__ == "__main__":
    sys.exit(main())
