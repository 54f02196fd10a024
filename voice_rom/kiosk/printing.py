"""Prints the summary of the person who is there, once, when they ask for it.

What the printing needs lies in a folder in memory that bears the kiosk's number, so the kiosk can
delete it when the person's process has ended in the middle of it.
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Final, Protocol

from voice_rom.core.assessment.settings import Paper, ReportSettings
from voice_rom.core.language.meanings import NamedChoice
from voice_rom.core.outcome.report import Report
from voice_rom.errors import VoiceRomError
from voice_rom.kiosk.browser import memory_folder
from voice_rom.reporting.printing import print_report

PRINT: Final = NamedChoice("print-report")
"""What the button asks for."""

_PREFIX: Final = "kiosk-print-"


class Printing(Enum):
    """How far it is."""

    STARTED = auto()
    DONE = auto()
    FAILED = auto()


class PrintReport(Protocol):
    """See `reporting.printing.print_report`."""

    def __call__(self, report: Report, folder: Path, *, paper: Paper, printer: str) -> None: ...


class SummaryPrinter:
    """Asked from any thread, it prints in one of its own; `look` tells the loop how far it is."""

    def __init__(
        self,
        settings: ReportSettings,
        report: Report,
        show: Callable[[Printing], None],
        print_one: PrintReport = print_report,
    ) -> None:
        """`show` is told each time that something has changed, by whoever calls `look`."""
        self._settings = settings
        self._show = show
        self._print = print_one
        self._asked = threading.Event()
        self._report = report
        self._working: threading.Thread | None = None
        self._ended: Printing | None = None
        self._shown: Printing | None = None

    def ask(self) -> None:
        """Print it with the next look; once, however often it is asked for."""
        self._asked.set()

    def look(self) -> None:
        """Begin what was asked for, and tell what has become of it."""
        if self._asked.is_set() and self._working is None:
            self._working = threading.Thread(target=self._run, name="printing", daemon=True)
            self._working.start()
        if self._working is not None:
            now = self._ended or Printing.STARTED
            if now is not self._shown:
                self._shown = now
                self._show(now)

    def finish(self, on_turn: Callable[[], None]) -> None:
        """Wait until what was begun is over: the printer has it, and nothing of it lies about.

        It has a time limit of its own. `on_turn` is called once a second.
        """
        while self._working is not None and self._working.is_alive():
            self._working.join(1.0)
            on_turn()

    def _run(self) -> None:
        settings = self._settings
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getppid()}-", dir=memory_folder()))
        try:
            self._print(self._report, folder, paper=settings.paper, printer=settings.printer)
        except VoiceRomError:
            self._ended = Printing.FAILED
        else:
            self._ended = Printing.DONE
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def delete_what_is_left(kiosk: int) -> None:
    """Delete what people's processes of the kiosk with this number have left of their printing."""
    folder = Path(memory_folder() or tempfile.gettempdir())
    for left in folder.glob(f"{_PREFIX}{kiosk}-*"):
        shutil.rmtree(left, ignore_errors=True)
