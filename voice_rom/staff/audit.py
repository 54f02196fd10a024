"""The log of what staff did: who, when, what, and about which room or report; never an answer.

A file a day, a JSON object a line, on the disk before what it tells of takes effect.
"""

import errno
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from voice_rom.staff.folder import faults_told
from voice_rom.storage.private_files import make_private_file

_PREFIX: Final = "log-"
_LONGEST: Final = 200
"""Signs of a value: what strangers type as a name is kept, but not a book of it."""


_AS_IT_IS: Final = getattr(os, "O_BINARY", 0)
"""Windows would put other ends to the lines."""


class Deed(StrEnum):
    """What was done. These names are kept in files for years: none changes its meaning."""

    SIGNED_IN = "signed in"
    SIGN_IN_REFUSED = "sign-in refused"
    SIGNED_OUT = "signed out"
    CALL_ACKNOWLEDGED = "call acknowledged"
    ORDERED = "ordered"
    REPORT_HANDED_OVER = "report handed over"
    REPORT_DELETED = "report deleted"
    STAFF_ADDED = "staff added"
    STAFF_REMOVED = "staff removed"


@dataclass(frozen=True)
class LoggedDeed:
    at: str
    """UTC, to the second: 2026-11-29T15:04:05Z."""
    who: str
    what: str
    about: str


class AuditLog:
    def __init__(self, folder: Path, now: Callable[[], datetime], keep_days: int) -> None:
        """`keep_days`: 0 for ever."""
        self._folder = folder
        self._now = now
        self._keep_days = keep_days
        self._tidied: date | None = None

    def write(self, who: str, what: Deed, about: str = "") -> None:
        """Have it on the disk. From any thread. Raises StaffFolderUnusable."""
        now = self._now().astimezone(UTC)
        line = {
            "at": now.isoformat("T", "seconds").replace("+00:00", "Z"),
            "who": who[:_LONGEST],
            "what": what.value,
            "about": about[:_LONGEST],
        }
        file = self._folder / f"{_PREFIX}{now:%Y-%m-%d}.jsonl"
        with faults_told(file):
            _append(file, json.dumps(line))
            if self._tidied != now.date():
                self._tidied = now.date()
                self._forget_old(now.date())

    def read(self) -> Iterator[LoggedDeed]:
        """The oldest first; a line that a power cut tore is passed over.

        Raises StaffFolderUnusable.
        """
        for file in self._files():
            with faults_told(file):
                content = file.read_text(encoding="utf-8", errors="replace")
            for line in content.splitlines():
                deed = _deed(line)
                if deed is not None:
                    yield deed

    def _files(self) -> list[Path]:
        with faults_told(self._folder):
            return sorted(self._folder.glob(f"{_PREFIX}*.jsonl"))

    def _forget_old(self, today: date) -> None:
        if not self._keep_days:
            return
        oldest = f"{_PREFIX}{today - timedelta(days=self._keep_days):%Y-%m-%d}.jsonl"
        for file in self._files():
            if file.name < oldest:
                file.unlink()


def _append(file: Path, line: str) -> None:
    """In one piece: others may write to it at the same moment."""
    if not file.exists():
        make_private_file(file)  # with its name on the disk, too
    descriptor = os.open(file, os.O_APPEND | os.O_RDWR | _AS_IT_IS)
    try:
        end = os.lseek(descriptor, 0, os.SEEK_END)
        os.lseek(descriptor, max(0, end - 1), os.SEEK_SET)
        torn = os.read(descriptor, 1) not in (b"", b"\n")
        content = ("\n" if torn else "").encode() + f"{line}\n".encode()
        if os.write(descriptor, content) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _deed(line: str) -> LoggedDeed | None:
    try:
        read = json.loads(line)
        return LoggedDeed(*(str(read[name]) for name in ("at", "who", "what", "about")))
    except (ValueError, TypeError, KeyError):
        return None
