"""The folder: checked before a session, written to after it, a file there whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.settings import StorageSettings
from voice_rom.core.outcome.report import Report
from voice_rom.errors import ReportsNotWritable
from voice_rom.storage.patience import Patience

_SETTING: Final = "storage.reports"

_TOLD: Final = {
    errno.ENOENT: "there is no such folder; create it (or mount it), or name another one",
    errno.ENOTDIR: "it is not a folder; name another one",
    errno.EACCES: "no permission to write there; allow it, or name another folder",
    errno.EPERM: "no permission to write there; allow it, or name another folder",
    errno.EROFS: "the disk there is read-only, or closed to the kiosk's service (docs/KIOSK.md)",
    errno.ENOSPC: "the disk there is full; free some space",
    errno.EDQUOT: "the disk quota there is used up; free some space",
}

_UNTOLD: Final = (Status.NOT_ASKED, Status.NOT_HEARD)
"""Nobody said anything to the question."""


def require_reports_folder(storage: StorageSettings) -> None:
    """Find out, before a session begins, whether its report can be written after it.

    Leaves nothing behind. A folder that is missing is not made: it may be a share that is not
    mounted, and nobody would look for reports in what is made in its place. Raises
    ReportsNotWritable.
    """
    if not storage.reports:
        return

    def try_it() -> None:
        descriptor, probe = tempfile.mkstemp(prefix=".voice-rom-", dir=_folder(storage))
        os.close(descriptor)
        Path(probe).unlink()

    _written(storage, "no report can be written to", try_it)


def hand_over(
    report: Report,
    content: Content,
    storage: StorageSettings,
    *,
    session_id: str | None = None,
    now: datetime | None = None,
) -> None:
    """Write `report`, of a session about `content` that has just ended, if there is a folder.

    `session_id` is the one under which it is kept as well, so that both are known as the same;
    None: it gets one of its own. A session in which nobody said anything has nothing to tell.
    Only the owner may read the files. Raises ReportsNotWritable.
    """
    if not storage.reports or not _tells_anything(report):
        return
    # Imported here: who hands nothing over need not wait for what writes it.
    from voice_rom.fhir.bundle import FinishedSession, to_fhir  # noqa: PLC0415
    from voice_rom.handover.table import to_csv  # noqa: PLC0415
    from voice_rom.reporting.json_report import to_json  # noqa: PLC0415
    from voice_rom.storage.private_files import write_private  # noqa: PLC0415

    ended = now or datetime.now(UTC)
    known_as = session_id or str(uuid4())
    session = FinishedSession(id=known_as, at=ended, report=report, content=content)
    name = f"{ended.astimezone(UTC):%Y%m%dT%H%M%SZ}-{known_as}"
    files = {
        ".csv": to_csv(report, known_as, storage.room),
        ".json": to_json(report),
        ".fhir.json": to_fhir([session]),  # the last: whoever waits for it finds the others
    }

    def write() -> None:
        for ending, text in files.items():
            write_private(_folder(storage) / f"{name}{ending}", text)

    _written(storage, "the report of this session could not be written to", write)


def _folder(storage: StorageSettings) -> Path:
    return Path(storage.reports).expanduser().absolute()


def _tells_anything(report: Report) -> bool:
    screened = () if report.screening is None else report.screening.questions
    questions = [*screened, *(question for test in report.tests for question in test.questions)]
    return bool(report.complaints) or any(each.status not in _UNTOLD for each in questions)


def _written(storage: StorageSettings, what: str, write: Callable[[], None]) -> None:
    """Have it written within the settings' `file_timeout`; `what` could not be done, if not."""
    hangs = "it does not answer; if it is a network share, check that it is still there"
    patience = Patience(storage.file_timeout, lambda: _fault(storage, what, hangs))
    try:
        patience.take(write)
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: "~" without a home. ValueError: a zero byte in the name.
        code = error.errno if isinstance(error, OSError) else None
        reason = getattr(error, "strerror", None) or "not a usable name"
        told = _TOLD.get(code or 0, f"{reason}; name another folder")
        raise _fault(storage, what, told) from error


def _fault(storage: StorageSettings, what: str, told: str) -> ReportsNotWritable:
    return ReportsNotWritable(_SETTING, f"{what} {storage.reports!r}: {told}.")
