"""What is written when a live session has ended: for the person, and for a clinic's own system."""

from pathlib import Path

import click

from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.outcome.report import Report
from voice_rom.errors import ReportsNotWritable, VoiceRomError
from voice_rom.handover.folder import hand_over
from voice_rom.reporting.write import write_report


def write_reports(
    report: Report,
    content: Content,
    settings: Settings,
    *,
    file: Path | None,
    session_id: str | None,
) -> ReportsNotWritable | None:
    """Write `report` wherever it is wanted: to `file`, and to the folder of the settings.

    A fault of the folder is given back, to be raised when all else is done: it keeps nobody from
    their own report. Raises as `write_report` does; then a fault of the folder has its line, too.
    """
    fault = None
    try:
        hand_over(report, content, settings.storage, session_id=session_id)
    except ReportsNotWritable as wrong:
        fault = wrong
    if file is None:
        return fault
    try:
        write_report(report, file, paper=settings.report.paper)
    except VoiceRomError:
        if fault is not None:
            click.echo(str(fault), err=True)
        raise
    return fault
