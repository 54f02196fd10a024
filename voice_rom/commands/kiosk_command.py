"""`voice-rom kiosk`: one person after another, and the service that keeps it running."""

from pathlib import Path

import click
from click.core import ParameterSource

from voice_rom.commands.session_flags import (
    device_flags,
    model_flag,
    no_browser_flag,
    port_flag,
    session_flags,
)
from voice_rom.errors import UsageMistake


@click.group(invoke_without_command=True)
@session_flags
@device_flags
@model_flag
@port_flag
@no_browser_flag
@click.option(
    "--browser",
    metavar="PROGRAM",
    help="Show the page with this Chromium. Default: the one that is installed.",
)
@click.option(
    "--simulate",
    metavar="SCENARIO",
    help="Play simulated people in a simulated room (voice-rom simulate --list).",
)
@click.option(
    "--speed",
    type=float,
    metavar="N",
    help="Play them at N times real time. Default: as fast as possible.",
)
@click.option(
    "--people",
    type=click.IntRange(min=1),
    metavar="N",
    help="End after N people. Default: go on until you end it.",
)
@click.option(
    "--screen",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Show the page in the browser of the screen's own service, which reads this folder.",
)
@click.pass_context
def kiosk(context: click.Context, /, **flags: object) -> None:
    """Lead one person after another, on a computer that anybody may use (docs/KIOSK.md).

    A start screen waits until somebody says "start", presses a key, or touches it. After each
    person everything of theirs is wiped. A clinic's settings stand in one file: --settings.
    """
    if context.invoked_subcommand is not None:
        _hand_on(context, context.invoked_subcommand)
        return
    from voice_rom.commands.kiosk import run_kiosk

    run_kiosk(flags)


def _hand_on(context: click.Context, subcommand: str) -> None:
    """What was typed before `subcommand` is as if typed after it. Raises UsageMistake."""
    takes = {each.name for each in kiosk.commands[subcommand].params}
    typed = {
        each.name: each
        for each in kiosk.params
        if each.name and context.get_parameter_source(each.name) is ParameterSource.COMMANDLINE
    }
    for name, flag in typed.items():
        if name not in takes:
            raise UsageMistake(
                f"{flag.opts[0]}: voice-rom kiosk {subcommand} has no use for it; leave it out."
            )
    context.default_map = {subcommand: {name: context.params[name] for name in typed}}


_units_flag = click.option(
    "--units",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write the services there instead of /etc/systemd/system, to look at them.",
)


@kiosk.command("install")
@click.option(
    "--settings",
    "settings_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The clinic's settings. Default: /etc/voice-rom/kiosk.toml; one that exists is kept.",
)
@click.option("--user", metavar="NAME", help="Run as this user. Default: whoever types sudo.")
@click.option("--no-screen", is_flag=True, help="Only the program, without cage and a browser.")
@_units_flag
def kiosk_install(**flags: object) -> None:
    """Have systemd start the kiosk with the computer, and keep it running."""
    from voice_rom.commands.kiosk_service import install

    install(flags)


@kiosk.command("remove")
@_units_flag
def kiosk_remove(**flags: object) -> None:
    """Stop the installed kiosk. Its settings and saved answers are left as they are."""
    from voice_rom.commands.kiosk_service import remove

    remove(flags)


@kiosk.command("status")
@_units_flag
def kiosk_status(**flags: object) -> None:
    """Show whether the kiosk is installed, and whether it runs."""
    from voice_rom.commands.kiosk_service import status

    status(flags)
