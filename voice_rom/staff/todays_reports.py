"""The reports of sessions that finished today: listed without a word of what is in them.

What is kept is opened anew for each look, in a thread beside the server's loop, and closed at once:
no session waits for it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from markupsafe import Markup

from voice_rom.content.settings_file import LoadedSettings
from voice_rom.errors import NoSuchSession, StorageUnavailable
from voice_rom.history.as_fhir import as_fhir
from voice_rom.history.exporting import to_csv, to_json
from voice_rom.history.opening import Kept, Looking, opened_history
from voice_rom.history.reports import find_session
from voice_rom.reporting.pdf_report import to_pdf
from voice_rom.reporting.take_along import qr_code
from voice_rom.reporting.telling import tell
from voice_rom.storage.kept_sessions import KeptSession
from voice_rom.storage.patience import Patience

LOOK_SECONDS: Final = 30.0
"""So long a look may take, and what is handed over."""

DELETING_SECONDS: Final = 600.0
"""So much longer deleting may: the file, or the owner's tables, are written anew."""


class HandOver(StrEnum):
    """How a report leaves the desk."""

    PDF = "pdf"
    QR = "qr"
    FHIR = "fhir"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True)
class HandedFile:
    """A file for the browser to save."""

    name: str
    kind: str
    """Its media type."""
    content: bytes


_KINDS: Final = {
    HandOver.PDF: ("pdf", "application/pdf"),
    HandOver.FHIR: ("fhir.json", "application/fhir+json"),
    HandOver.JSON: ("json", "application/json"),
    HandOver.CSV: ("csv", "text/csv; charset=utf-8"),
}


@dataclass(frozen=True)
class ReportRow:
    """A finished session, as far as it is shown on the list."""

    session: str
    at: datetime
    room: str
    """Empty: it was on this computer."""
    complete: bool


class TodaysReports:
    """Blocks while it reads, writes or prints; not for several threads at once."""

    def __init__(
        self,
        loaded: LoadedSettings,
        now: Callable[[], datetime],
        folder: Path,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        """`folder`: where a browser that prints may put its files meanwhile."""
        self.patience = Patience(look_seconds, _hanging)
        """Whoever must not hang takes these steps in it: what is kept may be on a network share."""
        self._loaded = loaded
        self._now = now
        self._folder = folder

    @property
    def are_kept(self) -> bool:
        return self._loaded.settings.storage.keep

    def rows(self) -> list[ReportRow]:
        """The latest first. Raises StorageUnavailable."""
        with self._opened() as kept:
            finished = [
                ReportRow(session.id, session.finished_at, session.room or "", session.complete)
                for session in kept.sessions
                if session.finished_at is not None and self._is_todays(session.finished_at)
            ]
        return sorted(finished, key=lambda row: row.at, reverse=True)

    def file(self, session_id: str, how: HandOver) -> HandedFile:
        """The report as a file.

        Raises StorageUnavailable, NoSuchSession, PdfNotMade and UsageMistake.
        """
        ending, kind = _KINDS[how]
        with self._opened() as kept:
            session = self._find(kept, session_id)
            dated = kept.dated(session)
            paper = kept.settings.report.paper
            texts: dict[HandOver, Callable[[], str]] = {
                HandOver.FHIR: lambda: as_fhir(kept, [session]),
                HandOver.JSON: lambda: to_json([(session, dated)]),
                HandOver.CSV: lambda: to_csv([(session, dated)]),
            }
            text = texts[how]() if how in texts else ""
        # Printed when nothing is open any more: it takes a second or two.
        content = text.encode() if text else to_pdf(dated.report, self._folder, paper=paper)
        moment = (session.finished_at or session.last_at).astimezone()
        return HandedFile(f"report-{moment:%Y%m%d-%H%M}.{ending}", kind, content)

    def qr(self, session_id: str) -> Markup | None:
        """The summary as a QR code; None: it is too long. Raises as `file` does."""
        with self._opened() as kept:
            report = kept.dated(self._find(kept, session_id)).report
        return qr_code(tell(report))

    def delete(self, session_id: str) -> bool:
        """Delete it for good. False: the server still has it in its own files.

        Raises StorageUnavailable and NoSuchSession.
        """
        with self._opened() as kept:
            session = self._find(kept, session_id)
            if kept.delete is None:
                raise NoSuchSession("Nothing is saved.")
            return kept.delete([session.id])

    def _is_todays(self, at: datetime) -> bool:
        return at.astimezone().date() == self._now().astimezone().date()

    def _opened(self) -> AbstractContextManager[Kept]:
        # A session's last answer may be from before midnight, and its end from after it.
        since = self._now() - timedelta(days=2)
        return opened_history(self._loaded, Looking(tell=_untold, since=since))

    def _find(self, kept: Kept, session_id: str) -> KeptSession:
        """Only what stands on the list can be had here."""
        finished = [
            session
            for session in kept.sessions
            if session.finished_at is not None and self._is_todays(session.finished_at)
        ]
        return find_session(finished, session_id)


def _hanging() -> StorageUnavailable:
    return StorageUnavailable(
        "What is saved does not answer. If it is on a network share, check that the share is still "
        "there."
    )


def _untold(line: str) -> None:
    """What was deleted for its age is no news for this page."""
