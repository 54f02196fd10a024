"""The sessions in the file: what is known of each, with its answers; and deleting them."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, select

from voice_rom.core.assessment.findings import Answer
from voice_rom.storage.answer_rows import answer_of
from voice_rom.storage.tables import ANSWERS, ROOMS, SESSIONS
from voice_rom.storage.times import moment_of, text_of


@dataclass(frozen=True, kw_only=True)
class About:
    """What a session is asked about: only one about the same can be gone on with."""

    language: str
    tests: tuple[str, ...]
    program_version: str


@dataclass(frozen=True, kw_only=True)
class KeptAnswer:
    answer: Answer
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class KeptSession:
    """One session. `unreadable` counts the answers that somebody, or a bad disk, has changed."""

    id: str
    about: About
    started_at: datetime
    last_at: datetime
    finished_at: datetime | None
    complete: bool
    answers: tuple[KeptAnswer, ...]
    report: str | None
    """As JSON; None when the session broke off."""
    unreadable: int = 0
    room: str | None = None
    """What staff call the room; None: it is this one. One without a name goes by its id."""

    @property
    def by_key(self) -> Mapping[tuple[str, str], Answer]:
        """The answers by test and question."""
        return {
            (kept.answer.test_id, kept.answer.question_id): kept.answer for kept in self.answers
        }


def sessions_in(connection: Connection, since: datetime | None = None) -> tuple[KeptSession, ...]:
    """Every session that can be read, the oldest first; `since`: that went on after it."""
    answers = defaultdict(list)
    in_order = select(ANSWERS).order_by(ANSWERS.c.session_id, ANSWERS.c.sequence)
    with_rooms = select(SESSIONS, ROOMS.c.name.label("room")).outerjoin(ROOMS)
    if since is not None:
        ids = select(SESSIONS.c.id).where(_goes_on(since))
        in_order = in_order.where(ANSWERS.c.session_id.in_(ids))
        with_rooms = with_rooms.where(_goes_on(since))
    for row in connection.execute(in_order).mappings():
        answers[row["session_id"]].append(row)
    rows = connection.execute(with_rooms.order_by(SESSIONS.c.started_at, SESSIONS.c.id))
    found = [_session(row, answers[row["id"]]) for row in rows.mappings()]
    return tuple(session for session in found if session is not None)


def count_sessions(connection: Connection, since: datetime | None = None) -> int:
    """How many there are, those that cannot be read included."""
    counted = select(func.count()).select_from(SESSIONS)
    return connection.execute(
        counted if since is None else counted.where(_goes_on(since))
    ).scalar_one()


def _goes_on(since: datetime) -> ColumnElement[bool]:
    return SESSIONS.c.last_at >= text_of(since)


def session_ids_before(connection: Connection, limit: str) -> list[str]:
    """The ids of the sessions whose last answer came before `limit`, those not readable too."""
    chosen = select(SESSIONS.c.id).where(SESSIONS.c.last_at < limit)
    return [str(each) for each in connection.execute(chosen).scalars()]


def delete_sessions(connection: Connection, ids: Sequence[str] | None) -> int:
    """Delete these sessions with their answers, or all for None; return how many there were."""
    what = delete(SESSIONS) if ids is None else delete(SESSIONS).where(SESSIONS.c.id.in_(ids))
    return connection.execute(what).rowcount


def _session(row: RowMapping, rows: Sequence[RowMapping]) -> KeptSession | None:
    answers = [answer for each in rows if (answer := _answer(each)) is not None]
    try:
        return KeptSession(
            id=str(row["id"]),
            about=About(
                language=str(row["language"]),
                tests=_tests(row["tests"]),
                program_version=str(row["program_version"]),
            ),
            started_at=moment_of(row["started_at"]),
            last_at=moment_of(row["last_at"]),
            finished_at=None if row["finished_at"] is None else moment_of(row["finished_at"]),
            complete=bool(row["complete"]),
            answers=tuple(answers),
            report=None if row["report"] is None else str(row["report"]),
            unreadable=len(rows) - len(answers),
            room=_room(row),
        )
    except (TypeError, ValueError, RecursionError):
        return None


def _room(row: RowMapping) -> str | None:
    return None if row["room_id"] is None else str(row["room"] or row["room_id"][:8])


def _answer(row: RowMapping) -> KeptAnswer | None:
    try:
        return KeptAnswer(answer=answer_of(dict(row)), recorded_at=moment_of(row["recorded_at"]))
    except (TypeError, ValueError):
        return None


def _tests(text: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever stands in the file
    return tuple(str(test) for test in json.loads(text))
