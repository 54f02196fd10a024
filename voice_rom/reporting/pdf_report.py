"""The report as PDF, printed by the Chromium that is installed, without a window.

It runs as a process of its own with a profile of its own, both gone afterwards, and loads nothing:
the page has all that it needs, and its policy allows nothing else.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from voice_rom import time_limit
from voice_rom.core.assessment.settings import Paper
from voice_rom.core.outcome.report import Report
from voice_rom.errors import PdfNotMade
from voice_rom.reporting.html_report import to_html

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs that can do it, by name, the first that is there."""

LIMIT_SECONDS: Final = 60.0
"""It takes 1 to 3 s; a small computer with a slow disk starts a browser in 20 s."""

_NO_SANDBOX: Final = ("--no-sandbox",)
_SANDBOXES: Final = (
    (_NO_SANDBOX,) if hasattr(os, "geteuid") and os.geteuid() == 0 else ((), _NO_SANDBOX)
)
"""What is tried, one after the other. Chromium's sandbox does not work for root, which is how
containers run, nor within a service that may not make namespaces (`kiosk/units.py`). The page is
our own, runs no script and loads nothing, so there is nothing to be locked up."""

_TOLD: Final = {
    time_limit.FAILED: "the browser could not print it",
    time_limit.TOO_SLOW: "the browser took too long to print it",
    time_limit.NOT_STARTED: "the browser could not be started",
}


def find_browser(browsers: Sequence[str] = BROWSERS) -> str:
    """The path of a program that prints PDF. Raises PdfNotMade when there is none."""
    found = next(filter(None, map(shutil.which, browsers)), None)
    if found is None:
        raise PdfNotMade(
            "A PDF needs Chromium, which is not installed; install it (on Debian type: sudo "
            "apt-get install chromium), or let the report's name end in .html and print that."
        )
    return found


def to_pdf(  # noqa: PLR0913 - the last two are a test's own
    report: Report,
    folder: Path,
    *,
    prompts: Path | None = None,
    paper: Paper = Paper.A4,
    browsers: Sequence[str] = BROWSERS,
    seconds: float = LIMIT_SECONDS,
) -> bytes:
    """`report` as a PDF on `paper`. Raises as `printed` does."""
    html = to_html(report, prompts, paper=paper)
    return printed(html, folder, browsers=browsers, seconds=seconds)


def printed(
    html: str,
    folder: Path,
    *,
    browsers: Sequence[str] = BROWSERS,
    seconds: float = LIMIT_SECONDS,
) -> bytes:
    """A page of our own as a PDF, on the paper that its style names. Raises PdfNotMade.

    What the browser needs meanwhile lies in a folder within `folder` that only its owner can open:
    a browser that is locked into the owner's files sees no other.
    """
    browser = find_browser(browsers)
    with tempfile.TemporaryDirectory(
        prefix="voice-rom-report-", dir=folder, ignore_cleanup_errors=True
    ) as made:
        page, pdf = Path(made) / "report.html", Path(made) / "report.pdf"
        page.write_text(html, encoding="utf-8")
        ended = time_limit.FAILED
        for sandbox in _SANDBOXES:
            if ended == time_limit.FAILED:
                ended = time_limit.run(seconds, _command(browser, page, pdf, sandbox))
        if ended != time_limit.DONE:
            raise PdfNotMade(_TOLD[ended])
        content = pdf.read_bytes() if pdf.is_file() else b""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise PdfNotMade(_TOLD[time_limit.FAILED])
    return content


def _command(browser: str, page: Path, pdf: Path, sandbox: Sequence[str]) -> list[str]:
    return [
        browser,
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-sync",
        *sandbox,
        f"--user-data-dir={page.parent / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={pdf}",
        page.as_uri(),
    ]
