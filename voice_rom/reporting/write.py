"""Writing the report to a file that the owner named: checked early, written whole or not at all."""

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from voice_rom.core.assessment.settings import Paper
from voice_rom.core.outcome.report import Report
from voice_rom.errors import PdfNotMade, ReportNotWritable, UsageMistake

FORMATS: Final = (".json", ".html", ".pdf")
"""The endings a report's name may have; they choose its form."""

PAGE_FORMATS: Final = (".html", ".pdf")
"""Those of a page that has no JSON of its own."""

_TEMPORARY: Final = ".voice-rom-report-"

_TOLD: Final = {
    errno.EACCES: "no permission to write there; choose a file in a folder of your own",
    errno.EPERM: "no permission to write there; choose a file in a folder of your own",
    errno.EROFS: "the disk there is read-only; choose a file elsewhere",
    errno.ENOSPC: "the disk there is full; free some space, or choose a file elsewhere",
    errno.EDQUOT: "your disk quota there is used up; choose a file elsewhere",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}


class PrintPdf(Protocol):
    """See `pdf_report.to_pdf`."""

    def __call__(
        self, report: Report, folder: Path, *, prompts: Path | None, paper: Paper
    ) -> bytes: ...


class RenderPage(Protocol):
    """A whole HTML page, to be printed on `paper`; None: on whatever the printer has."""

    def __call__(self, *, paper: Paper | None) -> str: ...


def check_writable(path: Path, formats: Sequence[str] = FORMATS) -> None:
    """Find out, before a session begins, whether a report can be written to `path` after it.

    Leaves nothing behind, and does not touch a file that is there already. Raises UsageMistake for
    a name with another ending, ReportNotWritable, and PdfNotMade where no PDF can be made.
    """
    if _format_of(path, formats) == ".pdf":
        from voice_rom.reporting.pdf_report import find_browser  # noqa: PLC0415

        find_browser()
    with _mistakes_told(path):
        target = _target_of(path)
        descriptor, probe = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
        os.close(descriptor)
        Path(probe).unlink()


def write_report(
    report: Report,
    path: Path,
    prompts: Path | None = None,
    *,
    paper: Paper = Paper.A4,
    print_pdf: PrintPdf | None = None,
) -> None:
    """Write `report` to `path` as its ending says, in place of a file that is there already.

    Only its owner may read the file (0600). Whatever goes wrong, there is the old file or the
    new one, never half of one. `paper` is that of a PDF, and `print_pdf` makes it (None: the
    browser that is there). Raises UsageMistake, ReportNotWritable and PdfNotMade; when a PDF
    cannot be made, the report is written as HTML beside where it would be.
    """
    ending = _format_of(path)
    with _mistakes_told(path):
        if ending == ".pdf":
            from voice_rom.reporting.pdf_report import to_pdf  # noqa: PLC0415

            pdf = partial(print_pdf or to_pdf, report, prompts=prompts, paper=paper)
            _write_pdf(path, pdf, partial(_rendered, report, ".html", prompts))
        else:
            _replace(_target_of(path), _rendered(report, ending, prompts))


def write_page(render: RenderPage, path: Path, *, paper: Paper = Paper.A4) -> None:
    """Write a page to `path`, as HTML or PDF, in the same way and with the same errors."""
    ending = _format_of(path, PAGE_FORMATS)
    with _mistakes_told(path):
        if ending == ".pdf":
            from voice_rom.reporting.pdf_report import printed  # noqa: PLC0415

            pdf = partial(printed, render(paper=paper))
            _write_pdf(path, pdf, lambda: render(paper=None).encode("utf-8"))
        else:
            _replace(_target_of(path), render(paper=None).encode("utf-8"))


def _write_pdf(path: Path, pdf: Callable[[Path], bytes], html: Callable[[], bytes]) -> None:
    """Write what `pdf` makes, with the folder that it may use, or else what `html` makes."""
    target = _target_of(path)
    try:
        content = pdf(target.parent)
    except PdfNotMade as wrong:
        instead = target.with_name(f"{target.name}.html")
        _replace(instead, html())
        raise PdfNotMade(
            f"{_name(path)}: {str(wrong).rstrip('.')}. The report is in {_name(instead)} instead; "
            "open that in a browser and print it."
        ) from wrong
    _replace(target, content)


def _format_of(path: Path, formats: Sequence[str] = FORMATS) -> str:
    ending = path.suffix.lower()
    if ending not in formats:
        kinds = [each.removeprefix(".").upper() for each in formats]
        raise UsageMistake(
            f"{_name(path)}: a report is written as {_either(kinds)}; "
            f"the name must end in {_either(formats)}."
        )
    return ending


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _rendered(report: Report, ending: str, prompts: Path | None) -> bytes:
    # Imported here: checking a path must not cost the time that pydantic and Jinja take to load.
    if ending == ".json":
        from voice_rom.reporting.json_report import to_json  # noqa: PLC0415

        return to_json(report).encode("utf-8")
    from voice_rom.reporting.html_report import to_html  # noqa: PLC0415

    return to_html(report, prompts).encode("utf-8")


def _target_of(path: Path) -> Path:
    """Return the file that `path` leads to, through links, when a report may take its place."""
    target = Path(os.path.realpath(path.expanduser()))
    folder = target.parent
    if not folder.exists():
        raise ReportNotWritable(
            f"{_name(path)}: there is no folder {_name(folder)}; create it, or choose another."
        )
    if not folder.is_dir():
        raise ReportNotWritable(
            f"{_name(path)}: {_name(folder)} is a file, not a folder; choose another folder."
        )
    _check_existing(path, target)
    return target


def _check_existing(path: Path, target: Path) -> None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise ReportNotWritable(f"{_name(path)} is a folder; choose a file in it.")
    if not stat.S_ISREG(mode):
        raise ReportNotWritable(f"{_name(path)} is not an ordinary file; choose another.")
    if not os.access(target, os.W_OK):
        raise ReportNotWritable(
            f"{_name(path)} already exists and is write-protected; choose another file."
        )


def _replace(target: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def _mistakes_told(path: Path) -> Iterator[None]:
    """Turn what the system says into a line that a person can act on."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: "~" without a home. ValueError: a zero byte in the name.
        code = error.errno if isinstance(error, OSError) else None
        told = _TOLD.get(code or 0, "it cannot be written there; choose another file")
        raise ReportNotWritable(f"{_name(path)}: {told}.") from error


def _name(path: Path) -> str:
    """Return `path` on one line, whatever it is made of."""
    name = str(path)
    return name if name.isprintable() else ascii(name)
