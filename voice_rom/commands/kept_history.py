"""What `voice-rom history` does."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from voice_rom.commands.flags import FLAGS
from voice_rom.content.settings_file import load_with_sources
from voice_rom.errors import (
    ContentError,
    NoSuchSession,
    ReportNotWritable,
    StorageUnavailable,
    UsageMistake,
)

if TYPE_CHECKING:
    from voice_rom.core.assessment.content import Content
    from voice_rom.core.assessment.settings import Settings
    from voice_rom.history.question_outcome import Dated
    from voice_rom.history.wording import HistoryWording
    from voice_rom.storage.database import Database, DatabaseLocation
    from voice_rom.storage.kept_sessions import KeptSession

_EXPORTS: Final = (".json", ".csv")


@dataclass(frozen=True)
class Kept:
    """The file of answers, open, with what is in it."""

    settings: "Settings"
    place: "DatabaseLocation"
    database: "Database | None"
    """None: there is no file yet, and none is made only to look at it."""
    sessions: "tuple[KeptSession, ...]"
    contents: "dict[tuple[str, Path | None], Content]"
    """By language, and the file of an assessment that is not the built-in one."""
    unreadable: int = 0
    """So many more sessions are there that somebody, or a bad disk, has changed."""

    @property
    def wording(self) -> "HistoryWording":
        from voice_rom.history.wording import history_wording

        return history_wording(self.settings.session.language)

    def find(self, beginning: str) -> "KeptSession":
        from voice_rom.history.reports import find_session

        return find_session(self.sessions, beginning)

    def dated(self, session: "KeptSession") -> "Dated":
        from voice_rom.history.question_outcome import Dated
        from voice_rom.history.reports import report_of

        return Dated(
            id=session.id,
            started_at=session.started_at,
            report=report_of(session, self.content_of(session), self.settings),
        )

    def content_of(self, session: "KeptSession") -> "Content":
        """What `session` was asked about, as far as that is still here.

        The settings' assessment, if it has the session's tests; else the built-in one.
        """
        from voice_rom.content.load import assessment_file

        language, file = session.about.language, assessment_file(self.settings)
        with suppress(ContentError):  # nobody is kept from what is saved by a file that is gone
            if file is not None and has_tests_of(own := self._content(language, file), session):
                return own
        return self._content(language, None)

    def _content(self, language: str, assessment: Path | None) -> "Content":
        from voice_rom.content.load import load_content

        key = (language, assessment)
        if key not in self.contents:
            usual = self.settings.session.language
            try:
                self.contents[key] = load_content(language, None, assessment)
            except ContentError:  # a language that was here then, and is not any more
                self.contents[key] = load_content(usual, None, assessment)
        return self.contents[key]


def list_sessions(data: str | None, settings_file: Path | None) -> None:
    """Print a line a session."""
    from voice_rom.history.telling import list_line

    with _opened(data, settings_file) as kept:
        for session in kept.sessions:
            click.echo(list_line(session, kept.dated(session), kept.wording))
        _tell_where(kept)


def show_session(beginning: str, data: str | None, settings_file: Path | None) -> None:
    """Print the report of a session."""
    from voice_rom.display.console import console_on
    from voice_rom.history.telling import list_line
    from voice_rom.reporting.screen import show_report

    with _opened(data, settings_file) as kept:
        session = kept.find(beginning)
        dated = kept.dated(session)
        click.echo(list_line(session, dated, kept.wording))
        show_report(dated.report, console_on(sys.stdout))


def compare_sessions(then: str, now: str, data: str | None, settings_file: Path | None) -> None:
    """Print what changed from the earlier to the later of two sessions."""
    from voice_rom.history.comparing import compare
    from voice_rom.history.telling import comparison_lines

    with _opened(data, settings_file) as kept:
        sessions = [kept.find(then), kept.find(now)]
        if sessions[0].id == sessions[1].id:
            raise UsageMistake(
                f"{then} and {now} are the same session; choose two. Type: voice-rom history list"
            )
        before, after = map(kept.dated, sorted(sessions, key=lambda each: each.started_at))
        compared = compare(before.report, after.report)
        for line in comparison_lines(before, after, compared, kept.wording):
            click.echo(line)


def show_trend(
    tests: Sequence[str], plot_file: Path | None, data: str | None, settings_file: Path | None
) -> None:
    """Print, and draw, how the answer to each question went."""
    from voice_rom.history.plotting import plot
    from voice_rom.history.telling import trend_lines
    from voice_rom.history.trend import courses
    from voice_rom.plot_file import require_plot

    if plot_file is not None:
        require_plot(plot_file)
    with _opened(data, settings_file) as kept:
        found = courses([kept.dated(session) for session in kept.sessions])
        _refuse_unknown(tests, {course.key[0] for course in found})
        chosen = [course for course in found if not tests or course.key[0] in tests]
        for line in trend_lines(chosen, kept.wording):
            click.echo(line)
        if plot_file is not None:
            plot(chosen, plot_file, kept.wording)
            click.echo(kept.wording.chart_written.format(file=plot_file), err=True)
        if not kept.sessions:
            _tell_where(kept)


def export_sessions(
    file: Path,
    beginnings: Sequence[str],
    data: str | None,
    settings_file: Path | None,
    *,
    fhir: bool,
) -> None:
    """Write sessions to a file that only the owner may read."""
    from voice_rom.history.notices import not_readable, written
    from voice_rom.storage.private_files import write_private

    endings = _EXPORTS[:1] if fhir else _EXPORTS
    if file.suffix.lower() not in endings:
        raise UsageMistake(f"{file}: the name must end in {' or '.join(endings)}.")
    with _opened(data, settings_file) as kept:
        sessions = [kept.find(each) for each in beginnings] if beginnings else kept.sessions
        exported = _as_fhir(kept, sessions) if fhir else _as_told(kept, sessions, file)
        unreadable, wording = kept.unreadable, kept.wording
    try:
        write_private(file, exported)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable name"
        raise ReportNotWritable(
            f"{file} cannot be written ({reason}); choose another file."
        ) from error
    click.echo(written(len(sessions), file, wording), err=True)
    if unreadable and not beginnings:
        click.echo(not_readable(unreadable, wording), err=True)


def _as_told(kept: Kept, sessions: "Sequence[KeptSession]", file: Path) -> str:
    """As JSON or CSV, as the file's name says."""
    from voice_rom.history.exporting import to_csv, to_json

    chosen = [(session, kept.dated(session)) for session in sessions]
    return to_json(chosen) if file.suffix.lower() == ".json" else to_csv(chosen)


def _as_fhir(kept: Kept, sessions: "Sequence[KeptSession]") -> str:
    from voice_rom.fhir.bundle import FinishedSession, to_fhir
    from voice_rom.fhir.questionnaire import asks_all_of
    from voice_rom.history.telling import short_id

    finished = []
    for session in sessions:
        content, report = kept.content_of(session), kept.dated(session).report
        if not (has_tests_of(content, session) and asks_all_of(content, report)):
            raise UsageMistake(
                f"{short_id(session.id)} was asked other questions than there are now, those of "
                "another assessment: name its file in your settings ([session] assessment)."
            )
        at = session.finished_at or session.last_at
        finished.append(FinishedSession(id=session.id, at=at, report=report, content=content))
    return to_fhir(finished)


def has_tests_of(content: "Content", session: "KeptSession") -> bool:
    """Whether `content` has all tests that `session` was about."""
    return {test.id for test in content.assessment.tests}.issuperset(session.about.tests)


def delete_chosen(
    beginnings: Sequence[str],
    data: str | None,
    settings_file: Path | None,
    *,
    everything: bool,
    yes: bool,
) -> None:
    """Delete sessions, or all, after asking."""
    if everything == bool(beginnings):
        raise UsageMistake("Give the ids of the sessions to delete, or --all.")
    from voice_rom.history.notices import counted
    from voice_rom.history.telling import list_line
    from voice_rom.storage.deleting import delete_for_good, delete_set_aside
    from voice_rom.storage.setting_aside import all_set_aside

    with _opened(data, settings_file, mend=everything) as kept:
        aside = all_set_aside(kept.place.file) if everything else []
        chosen = kept.sessions if everything else [kept.find(each) for each in beginnings]
        ids = list(dict.fromkeys(session.id for session in chosen))
        for session in kept.sessions:
            if session.id in ids and not everything:
                click.echo(list_line(session, kept.dated(session), kept.wording))
        if kept.database is None and not aside:
            _tell_where(kept)
            return
        count = len(ids) + (kept.unreadable if everything else 0)
        wording = kept.wording
        what = counted(count, wording, damaged=len(aside))
        _confirm(what, wording, yes=yes)
        if kept.database is not None:
            delete_for_good(kept.database, None if everything else ids)
        if everything:
            delete_set_aside(kept.place.file)
    click.echo(wording.deleted.format(what=what), err=True)


@contextmanager
def _opened(data: str | None, settings_file: Path | None, *, mend: bool = False) -> Iterator[Kept]:
    """Open the file that the settings name, or `data`. With `mend`, a damaged one is put aside."""
    from voice_rom.storage.database import open_database, place_in
    from voice_rom.storage.faults import faults_told
    from voice_rom.storage.kept_sessions import count_sessions, sessions_in
    from voice_rom.storage.private_files import is_there
    from voice_rom.storage.setting_aside import all_set_aside

    settings = load_with_sources(settings_file, {"storage.folder": data}, FLAGS).settings
    if data is not None and Path(data).is_file():
        raise StorageUnavailable(f"--data: {data!r} is a file; give the folder that contains it.")
    place = place_in(settings.storage.folder, settings.storage.busy_timeout)
    with faults_told(place.file):
        there = is_there(place.file)
    if not there:
        if data is not None and not all_set_aside(place.file):
            raise _wrong_folder(data, place.file, load_with_sources(settings_file).settings)
        yield Kept(settings, place, None, (), {})
        return
    database = open_database(place, mend=mend)
    try:
        for notice in database.notices:
            click.echo(notice, err=True)
        if data is None:  # another folder is nobody's whose settings these are
            _delete_expired(database, settings)
        with database.read() as connection:
            sessions = sessions_in(connection)
            unreadable = count_sessions(connection) - len(sessions)
        # One without any answer was cut off before its first; the next session forgets it.
        answered = tuple(each for each in sessions if each.answers or each.unreadable)
        yield Kept(settings, place, database, answered, {}, unreadable)
    finally:
        database.close()


def _delete_expired(database: "Database", settings: "Settings") -> None:
    """As the settings have it; one line says so."""
    from voice_rom.history.notices import expired
    from voice_rom.history.wording import history_wording
    from voice_rom.storage.database import utc_now
    from voice_rom.storage.retention import delete_expired

    days = settings.storage.keep_days
    deleted = delete_expired(database, days, utc_now())
    if deleted:
        wording = history_wording(settings.session.language)
        click.echo(expired(deleted, days, wording), err=True)


def _wrong_folder(data: str, file: Path, usual: "Settings") -> NoSuchSession:
    """Somebody looks in another folder than the one in which the sessions are."""
    from voice_rom.storage.database import place_in
    from voice_rom.storage.private_files import is_there

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


def _tell_where(kept: Kept) -> None:
    """On standard error: it is no session."""
    from voice_rom.history.notices import not_readable, where_saved

    if kept.unreadable:
        click.echo(not_readable(kept.unreadable, kept.wording), err=True)
    any_saved = bool(kept.sessions or kept.unreadable)
    click.echo(where_saved(kept.place.file, kept.wording, any_saved=any_saved), err=True)


def _refuse_unknown(tests: Sequence[str], known: set[str]) -> None:
    for test in tests:
        if test not in known:
            choice = f"choose from: {', '.join(sorted(known))}" if known else "none is saved"
            raise NoSuchSession(f"--test: no saved session has the test {test!r}; {choice}")


def _confirm(what: str, wording: "HistoryWording", *, yes: bool) -> None:
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageMistake(
            f"Nothing was deleted: to delete {what} without confirmation, add --yes."
        )
    if not click.confirm(wording.delete.format(what=what)):
        raise click.Abort
