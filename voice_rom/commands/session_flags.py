"""The flags that several commands share: of what is asked, how it is shown, and the devices."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from voice_rom.commands.display_flags import display_flags

Command = TypeVar("Command", bound=Callable[..., None])

settings_flag = click.option(
    "--settings",
    "settings_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Use this settings file instead of your own (see voice-rom settings).",
)

prompts_flag = click.option(
    "--prompts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Use the texts in FOLDER/CODE instead of the built-in ones, to try out a translation.",
)

assessment_flag = click.option(
    "--assessment",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Use the assessment in FILE instead of the built-in one (docs/AUTHORING.md).",
)

model_flag = click.option(
    "--model",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Use this speech model instead of the installed one.",
)

port_flag = click.option(
    "--port",
    type=click.IntRange(min=1, max=65535),
    metavar="N",
    help="Serve the page on this port. Default: any free port.",
)

no_browser_flag = click.option(
    "--no-browser", is_flag=True, help="Show the page's link, but don't open it."
)


def output_flags(command: Command) -> Command:
    """The flags of everything that plays a session: what is shown and written, and the model."""
    return _with_flags(
        command,
        click.option(
            "--report",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Write the report to FILE: .html or .pdf for people, .json for programs.",
        ),
        display_flags,
        model_flag,
    )


def session_flags(command: Command) -> Command:
    """The flags of a live session: whom it leads through what, and how the voice speaks."""
    return _with_flags(
        command,
        assessment_flag,
        click.option(
            "--test",
            "tests",
            multiple=True,
            metavar="ID",
            help="Only the test with this ID (voice-rom check lists them). Can be repeated.",
        ),
        click.option(
            "--automatic-wait/--wait-for-ready",
            default=None,
            help='Continue automatically after each movement, or wait until you say "ready".',
        ),
        click.option("--language", metavar="CODE", help="Language of the session, such as en."),
        click.option("--rate", type=int, metavar="WPM", help="Words per minute, such as 130."),
        click.option("--voice", metavar="ID", help='A voice listed by "voice-rom voices".'),
        click.option(
            "--keep/--no-keep",
            default=None,
            help="Save your answers on this computer, for voice-rom history. Sound is never saved.",
        ),
        click.option(
            "--data", metavar="FOLDER", help="Save sessions in FOLDER, not in your data folder."
        ),
        settings_flag,
    )


def _with_flags(command: Command, *flags: Callable[[Command], Command]) -> Command:
    for flag in reversed(flags):
        command = flag(command)
    return command


def device_flags(command: Command) -> Command:
    """The flags that choose the microphone and the loudspeaker."""
    part = "Part of the device's name (see voice-rom devices)."
    return _with_flags(
        command,
        click.option("--microphone", metavar="NAME", help=part),
        click.option("--loudspeaker", metavar="NAME", help=part),
    )


def page_flags(command: Command) -> Command:
    """The flags of the page that shows the session."""
    return _with_flags(
        command,
        click.option(
            "--page",
            is_flag=True,
            help="Also show the session on a page in your browser (docs/PAGE.md).",
        ),
        port_flag,
        no_browser_flag,
    )
