"""Prints a report on the system's printer: as a PDF, given to CUPS's `lp`."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from voice_rom import time_limit
from voice_rom.core.assessment.settings import Paper
from voice_rom.core.outcome.report import Report
from voice_rom.errors import ReportNotPrinted
from voice_rom.reporting.pdf_report import BROWSERS, LIMIT_SECONDS, to_pdf

PROGRAM: Final = "lp"

_TOLD: Final = {
    time_limit.FAILED: "the printer did not take the report",
    time_limit.TOO_SLOW: "the printer took too long to take the report",
    time_limit.NOT_STARTED: "lp could not be started",
}


def require_printer(program: str = PROGRAM) -> str:
    """The path of `lp`. Raises ReportNotPrinted when there is none."""
    found = shutil.which(program)
    if found is None:
        raise ReportNotPrinted(
            "Printing needs lp, which is not installed; on Debian type: "
            "sudo apt-get install cups-client."
        )
    return found


def print_report(  # noqa: PLR0913 - the last three are a test's own
    report: Report,
    folder: Path,
    *,
    paper: Paper,
    printer: str = "",
    program: str = PROGRAM,
    browsers: Sequence[str] = BROWSERS,
    seconds: float = LIMIT_SECONDS,
) -> None:
    """Print one copy on `paper`. `printer`: its name; empty: the system's default.

    `folder` is where the PDF lies until `lp` has taken it, best in memory; it is left as it was.
    Raises ReportNotPrinted and PdfNotMade.
    """
    lp = require_printer(program)
    content = to_pdf(report, folder, paper=paper, browsers=browsers, seconds=seconds)
    with tempfile.TemporaryDirectory(prefix="voice-rom-report-", dir=folder) as made:
        file = Path(made) / "report.pdf"
        file.write_bytes(content)
        # "-c": lp has a copy of its own when it ends. The title says nothing of the person: other
        # users can read it in the queue.
        command = [lp, "-c", "-t", "report", "-o", f"media={paper}"]
        command += ["-d", printer] if printer else []
        ended = time_limit.run(seconds, [*command, "--", str(file)])
    if ended != time_limit.DONE:
        raise ReportNotPrinted(f"{_TOLD[ended]}.")
