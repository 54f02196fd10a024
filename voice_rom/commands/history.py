"""`voice-rom history`: the flags; what they do, `kept_history.py` does."""

from pathlib import Path

import click

from voice_rom.commands.session_flags import Command, settings_flag


def _place_flags(command: Command) -> Command:
    """Which file: that of the settings, unless told otherwise."""
    return click.option(
        "--data", metavar="FOLDER", help="Look in FOLDER, not in the one named in your settings."
    )(settings_flag(command))


@click.group()
def history() -> None:
    """Show, compare, export and delete saved sessions.

    Sessions are saved only if you ask for it: voice-rom start --keep, or keep = true under
    [storage] in your settings. Sound is never saved.
    """


@history.command("list")
@_place_flags
def list_command(*, data: str | None, settings_file: Path | None) -> None:
    """List the saved sessions, oldest first, one per line."""
    from voice_rom.commands.kept_history import list_sessions

    list_sessions(data, settings_file)


@history.command()
@click.argument("session", metavar="ID")
@_place_flags
def show(*, session: str, data: str | None, settings_file: Path | None) -> None:
    """Show a session's report as it was at the end.

    ID is an id from "voice-rom history list", or the beginning of one.
    """
    from voice_rom.commands.kept_history import show_session

    show_session(session, data, settings_file)


@history.command()
@click.argument("then", metavar="ID")
@click.argument("now", metavar="ID")
@_place_flags
def compare(*, then: str, now: str, data: str | None, settings_file: Path | None) -> None:
    """Compare two sessions, question by question: what changed since the earlier one."""
    from voice_rom.commands.kept_history import compare_sessions

    compare_sessions(then, now, data, settings_file)


@history.command()
@click.option("--test", "tests", multiple=True, metavar="ID", help="Only this test.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also draw a chart: .png or .svg. Needs matplotlib.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write a page to print, with a picture for each question: .html or .pdf.",
)
@_place_flags
def trend(
    *,
    tests: tuple[str, ...],
    plot: Path | None,
    report: Path | None,
    data: str | None,
    settings_file: Path | None,
) -> None:
    """Show how the answer to each question, and its side, changed over time."""
    from voice_rom.commands.kept_history import show_trend

    show_trend(tests, plot, report, data, settings_file)


@history.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("sessions", metavar="[ID]...", nargs=-1)
@click.option(
    "--fhir", is_flag=True, help="Write FHIR, for a clinic's records: .json (docs/FHIR.md)."
)
@_place_flags
def export(
    *,
    file: Path,
    sessions: tuple[str, ...],
    fhir: bool,
    data: str | None,
    settings_file: Path | None,
) -> None:
    """Write all sessions, or only those with the given ids, to FILE: .json or .csv.

    Only you will be able to read the file.
    """
    from voice_rom.commands.kept_history import export_sessions

    export_sessions(file, sessions, data, settings_file, fhir=fhir)


@history.command()
@click.argument("sessions", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Delete everything.")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation.")
@_place_flags
def delete(
    *,
    sessions: tuple[str, ...],
    everything: bool,
    yes: bool,
    data: str | None,
    settings_file: Path | None,
) -> None:
    """Delete sessions for good: no trace of them is left in the file."""
    from voice_rom.commands.kept_history import delete_chosen

    delete_chosen(sessions, data, settings_file, everything=everything, yes=yes)
