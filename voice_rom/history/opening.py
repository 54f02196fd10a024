"""What is kept, opened: the file of this computer, or the database of all rooms."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from voice_rom.content.load import assessment_file, load_content
from voice_rom.content.settings_file import LoadedSettings
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.settings import Settings
from voice_rom.errors import ContentError, NoSuchSession, StorageUnavailable
from voice_rom.history.notices import expired
from voice_rom.history.question_outcome import Dated
from voice_rom.history.reports import find_session, report_of
from voice_rom.history.wording import HistoryWording, history_wording
from voice_rom.storage.database import open_database, place_in, utc_now
from voice_rom.storage.deleting import delete_for_good
from voice_rom.storage.faults import faults_told
from voice_rom.storage.kept_sessions import KeptSession, count_sessions, sessions_in
from voice_rom.storage.private_files import is_there
from voice_rom.storage.retention import delete_expired
from voice_rom.storage.setting_aside import all_set_aside


@dataclass(frozen=True)
class Kept:
    """The file of answers, or the database of all rooms, open, with what is in it."""

    settings: Settings
    where: str
    """The file or the database, as it is told."""
    file: Path | None
    """None: it is the database."""
    delete: Callable[[Sequence[str] | None], bool] | None
    """Deletes the sessions with these ids (None: all); False: the server still has them in its own
    files. None: there is no file yet, and none is made only to look at it."""
    sessions: tuple[KeptSession, ...]
    unreadable: int = 0
    """So many more sessions are there that somebody, or a bad disk, has changed."""
    contents: dict[tuple[str, Path | None], Content] = field(default_factory=dict)
    """By language, and the file of an assessment that is not the built-in one."""

    @property
    def wording(self) -> HistoryWording:
        return history_wording(self.settings.session.language)

    def find(self, beginning: str) -> KeptSession:
        return find_session(self.sessions, beginning)

    def dated(self, session: KeptSession) -> Dated:
        return Dated(
            id=session.id,
            started_at=session.started_at,
            report=report_of(session, self.content_of(session), self.settings),
        )

    def content_of(self, session: KeptSession) -> Content:
        """What `session` was asked about, as far as that is still here.

        The settings' assessment, if it has the session's tests; else the built-in one.
        """
        language, file = session.about.language, assessment_file(self.settings)
        with suppress(ContentError):  # nobody is kept from what is saved by a file that is gone
            if file is not None and has_tests_of(own := self._content(language, file), session):
                return own
        return self._content(language, None)

    def _content(self, language: str, assessment: Path | None) -> Content:
        key = (language, assessment)
        if key not in self.contents:
            usual = self.settings.session.language
            try:
                self.contents[key] = load_content(language, None, assessment)
            except ContentError:  # a language that was here then, and is not any more
                self.contents[key] = load_content(usual, None, assessment)
        return self.contents[key]


def has_tests_of(content: Content, session: KeptSession) -> bool:
    """Whether `content` has all tests that `session` was about."""
    return {test.id for test in content.assessment.tests}.issuperset(session.about.tests)


@dataclass(frozen=True)
class Looking:
    """How what is kept is looked at."""

    tell: Callable[[str], None]
    """Gets a line each about what was deleted or mended on the way."""
    since: datetime | None = None
    """Only sessions that went on after that; None: all."""
    mend: bool = False
    """A damaged file is put aside."""


@contextmanager
def opened_history(
    loaded: LoadedSettings,
    looking: Looking,
    *,
    data: str | None = None,
    usual: Callable[[], Settings] | None = None,
) -> Iterator[Kept]:
    """Open what the settings name, or the file in `data`; `usual` are the settings without it.

    Raises StorageUnavailable and NoSuchSession.
    """
    if data is None and loaded.settings.storage.url:
        with _opened_database(loaded, looking) as kept:
            yield kept
    else:
        with _opened_file(data, loaded.settings, usual, looking) as kept:
            yield kept


@contextmanager
def _opened_database(loaded: LoadedSettings, looking: Looking) -> Iterator[Kept]:
    from voice_rom.storage.central_driver import require_driver  # noqa: PLC0415 - few have one

    with loaded.sources.named():
        require_driver()
    from voice_rom.storage.central_database import CentralDatabase  # noqa: PLC0415
    from voice_rom.storage.central_deleting import (  # noqa: PLC0415
        delete_centrally,
        delete_expired_centrally,
    )

    settings = loaded.settings
    storage = settings.storage
    database = CentralDatabase(storage.url, timeout=storage.server_timeout)
    try:
        deleted = delete_expired_centrally(database, storage.keep_days)
        _tell_expired(deleted, settings, looking)
        with database.read() as connection:
            sessions, unreadable = _read(connection, looking.since)
        yield Kept(
            settings=settings,
            where=database.shown,
            file=None,
            delete=lambda ids: delete_centrally(database, ids),
            sessions=sessions,
            unreadable=unreadable,
        )
    finally:
        database.close()


@contextmanager
def _opened_file(
    data: str | None,
    settings: Settings,
    usual: Callable[[], Settings] | None,
    looking: Looking,
) -> Iterator[Kept]:
    if data is not None and Path(data).is_file():
        raise StorageUnavailable(f"--data: {data!r} is a file; give the folder that contains it.")
    place = place_in(settings.storage.folder, settings.storage.busy_timeout)
    with faults_told(place.file):
        there = is_there(place.file)
    if not there:
        if data is not None and not all_set_aside(place.file):
            raise _wrong_folder(data, place.file, settings if usual is None else usual())
        yield Kept(settings, str(place.file), place.file, None, ())
        return
    database = open_database(place, mend=looking.mend)

    def delete(ids: Sequence[str] | None) -> bool:
        delete_for_good(database, ids)
        return True

    try:
        for notice in database.notices:
            looking.tell(notice)
        if data is None:  # another folder is nobody's whose settings these are
            deleted = delete_expired(database, settings.storage.keep_days, utc_now())
            _tell_expired(deleted, settings, looking)
        with database.read() as connection:
            sessions, unreadable = _read(connection, looking.since)
        yield Kept(settings, str(place.file), place.file, delete, sessions, unreadable)
    finally:
        database.close()


def _read(connection: Connection, since: datetime | None) -> tuple[tuple[KeptSession, ...], int]:
    """The sessions, and how many more are there that cannot be read."""
    sessions = sessions_in(connection, since)
    unreadable = count_sessions(connection, since) - len(sessions)
    # One without any answer was cut off before its first; the next session forgets it.
    answered = tuple(each for each in sessions if each.answers or each.unreadable)
    return answered, unreadable


def _tell_expired(deleted: int, settings: Settings, looking: Looking) -> None:
    """One line says so, if there were any."""
    if deleted:
        wording = history_wording(settings.session.language)
        looking.tell(expired(deleted, settings.storage.keep_days, wording))


def _wrong_folder(data: str, file: Path, usual: Settings) -> NoSuchSession:
    """Somebody looks in another folder than the one in which the sessions are."""
    folder = Path(data)
    what = f"there is no folder {data!r}"
    if folder.is_dir():
        what = f"no sessions are saved in {data!r}: it contains no {file.name}"
    place = place_in(usual.storage.folder, usual.storage.busy_timeout)
    if not is_there(place.file):
        return NoSuchSession(f"--data: {what}.")
    return NoSuchSession(
        f"--data: {what}. Nothing is lost: your sessions are in {place.file.parent}; "
        "leave out --data to see them."
    )
