"""The store that keeps the answers of one session in the file: implements `ports.Store`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from voice_rom.core.assessment.findings import Answer
from voice_rom.core.assessment.settings import StorageSettings
from voice_rom.core.outcome.report import Report
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.events import DeliveryCaughtUp, DeliveryDelayed
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.answer_rows import KEY, row_of
from voice_rom.storage.courier import Courier
from voice_rom.storage.database import (
    Clock,
    Database,
    open_database,
    opened_for_a_moment,
    place_in,
    utc_now,
)
from voice_rom.storage.delivery import Delivery
from voice_rom.storage.kept_sessions import About, KeptSession, sessions_in
from voice_rom.storage.outbox import OpenFile, Outbox, delete_delivered
from voice_rom.storage.retention import delete_expired
from voice_rom.storage.tables import ANSWERS, SESSIONS
from voice_rom.storage.times import text_of


class Carrier(Protocol):
    """As `Courier` does it; the time at which things happen is the carrier's affair."""

    def wake(self) -> None: ...

    def news(self) -> DeliveryDelayed | DeliveryCaughtUp | None: ...

    def close(self, patience: float) -> None: ...


@dataclass(frozen=True)
class Bringing:
    """Who brings what is kept elsewhere, and for how many seconds the end of a session waits."""

    courier: Carrier
    patience: float


class KeepingStore:
    """Keeps one session. Every method raises StorageUnavailable when it could not."""

    def __init__(
        self,
        database: Database,
        about: About,
        *,
        resume_within: float,
        clock: Clock = utc_now,
        bringing: Bringing | None = None,
    ) -> None:
        """A session that broke off more than `resume_within` seconds ago is over.

        `bringing`: what is kept is brought elsewhere, too.
        """
        self.database = database
        self._bringing = bringing
        self._about = about
        self._resume_within = resume_within
        self._clock = clock
        self._offered: str | None = None
        self._session: str | None = None
        """The id; None as long as it is not known whether an earlier one is gone on with."""

    @property
    def session(self) -> str | None:
        """The id under which answers are kept now."""
        return self._session

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should read before the session."""
        return self.database.notices

    def offer(self) -> Earlier | None:
        """What is left of the latest session, if it broke off a short while ago.

        One from the future, as the clock was set back since, counts when its time has come. After
        that `begin` begins nothing yet, as `resume` follows.
        """
        now = self._clock()
        with self.database.read() as connection:
            sessions = [each for each in sessions_in(connection) if each.last_at <= now]
        answered = (session for session in sessions if session.answers or session.unreadable)
        latest = max(answered, key=lambda session: session.last_at, default=None)
        if latest is None or not self._can_go_on(latest):
            return None
        self._offered = latest.id
        return Earlier(answers=tuple(kept.answer for kept in latest.answers))

    def begin(self) -> None:
        """Begin a session, unless the person is to be asked about an earlier one first."""
        if self._offered is None:
            self._begin_afresh()

    def resume(self, *, accepted: bool) -> None:
        """Go on with the session that was offered; or begin one, and close that as it is."""
        if accepted and self._offered is not None:
            self._session = self._offered
            with self.database.change() as connection:  # it was closed if they said no before
                _change(connection, self._offered, finished_at=None)
        else:
            self._begin_afresh()

    def record(self, answer: Answer) -> None:
        """Keep `answer`, in place of one to the same question; on the disk when this returns."""
        session = self._session or self._begin_afresh()
        now = text_of(self._clock())
        with self.database.change() as connection:
            sequence = _change(connection, session, last_at=now)
            place = {"session_id": session, "recorded_at": now, "sequence": sequence}
            row = {**row_of(answer), **place}
            statement = insert_or_update(ANSWERS).values(row)
            changed = {name: value for name, value in row.items() if name not in KEY}
            connection.execute(statement.on_conflict_do_update(index_elements=KEY, set_=changed))
        self._bring()

    def finish(self, report: Report) -> None:
        """Keep that it ended, which a full disk has room for too, and then the report.

        A session without any answer is not worth keeping. One that ended before it was known
        whether it goes on with another leaves that as it is.
        """
        if self._session is None:
            return
        with self.database.change() as connection:
            ended = text_of(self._clock())
            _change(connection, self._session, finished_at=ended, complete=report.complete)
            _forget_empty(connection)
        with self.database.change() as connection:
            _change(connection, self._session, report=_report_text(report))
        self._bring()

    def news(self) -> DeliveryDelayed | DeliveryCaughtUp | None:
        return None if self._bringing is None else self._bringing.courier.news()

    def close(self) -> None:
        if self._bringing is not None:
            self._bringing.courier.close(self._bringing.patience)
        with suppress(StorageUnavailable):
            self.database.close()

    def _bring(self) -> None:
        if self._bringing is not None:
            self._bringing.courier.wake()

    def _begin_afresh(self) -> str:
        session, now = uuid4().hex, text_of(self._clock())
        with self.database.change() as connection:
            _close_broken_off(connection, now)
            connection.execute(
                insert(SESSIONS).values(
                    id=session,
                    started_at=now,
                    last_at=now,
                    language=self._about.language,
                    tests=json.dumps(self._about.tests),
                    program_version=self._about.program_version,
                    sequence=1,
                )
            )
        self._session = session
        return session

    def _can_go_on(self, session: KeptSession) -> bool:
        age = self._clock() - session.last_at
        return (
            session.finished_at is None
            and session.about == self._about
            and session.unreadable == 0
            and age < timedelta(seconds=self._resume_within)
        )


def open_keeping_store(
    settings: StorageSettings, about: About, clock: Clock = utc_now
) -> KeepingStore:
    """Open the file that the settings name, ready for a session. Raises StorageUnavailable.

    What is older than the settings say is deleted first.
    """
    place = place_in(settings.folder, settings.busy_timeout)
    database = open_database(place, clock)
    try:
        if settings.url:
            delete_delivered(database)
        delete_expired(database, settings.keep_days, clock(), unless_waiting=bool(settings.url))
    except BaseException:
        database.close()
        raise
    bringing = None
    if settings.url:
        courier = Courier(delivery_of(settings, lambda: nullcontext(database)))
        bringing = Bringing(courier, settings.server_timeout)
    resume_within = settings.resume_within
    return KeepingStore(
        database, about, resume_within=resume_within, clock=clock, bringing=bringing
    )


@contextmanager
def delivering_meanwhile(settings: StorageSettings) -> Iterator[None]:
    """Bring what is in the file to the database while no session holds it, as far as it goes."""
    courier = Courier(
        delivery_of(settings, lambda: opened_for_a_moment(settings)), in_session=False
    )
    try:
        yield
    finally:
        courier.close(0.0)


def delivery_of(settings: StorageSettings, open_file: OpenFile) -> Delivery:
    """Brings what is in the file to the database that the settings name."""
    # Imported here: who keeps answers on this computer alone need not have the driver.
    from voice_rom.storage.arrivals import Arrivals  # noqa: PLC0415
    from voice_rom.storage.central_database import CentralDatabase  # noqa: PLC0415

    database = CentralDatabase(settings.url, timeout=settings.server_timeout)
    return Delivery(Outbox(open_file, settings.room), Arrivals(database), settings.retry_most)


def _close_broken_off(connection: Connection, now: str) -> None:
    """Nobody goes on with them any more; but whether with one from the future, the clock hides."""
    _forget_empty(connection)
    connection.execute(
        update(SESSIONS)
        .where(SESSIONS.c.finished_at.is_(None), SESSIONS.c.last_at <= now)
        .values(finished_at=SESSIONS.c.last_at, complete=False, sequence=SESSIONS.c.sequence + 1)
    )


def _change(connection: Connection, session: str, **columns: object) -> int:
    """Set these columns of `session`; return the number of this change (0: it is not there)."""
    numbered = update(SESSIONS).values(**columns, sequence=SESSIONS.c.sequence + 1)
    changed = numbered.where(SESSIONS.c.id == session).returning(SESSIONS.c.sequence)
    return connection.execute(changed).scalar_one_or_none() or 0


def _forget_empty(connection: Connection) -> None:
    answers = select(func.count()).where(ANSWERS.c.session_id == SESSIONS.c.id).scalar_subquery()
    connection.execute(delete(SESSIONS).where(answers == 0))


def _report_text(report: Report) -> str:
    return json.dumps(TypeAdapter(Report).dump_python(report, mode="json"))
