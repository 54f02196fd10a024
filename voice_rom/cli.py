"""The command `voice-rom`: flags in, one line and an exit code out when something is wrong.

Nothing heavy is imported here, so that `--help` answers at once; commands import what they need.
"""

from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from voice_rom import __version__
from voice_rom.commands.database import database
from voice_rom.commands.evaluate import evaluate
from voice_rom.commands.history import history
from voice_rom.commands.kiosk_command import kiosk
from voice_rom.commands.session_flags import (
    assessment_flag,
    device_flags,
    output_flags,
    page_flags,
    prompts_flag,
    session_flags,
    settings_flag,
)
from voice_rom.commands.staff_command import staff
from voice_rom.ending import run_to_its_end
from voice_rom.errors import UsageMistake

LONGEST_LEVEL = 3600.0
"""Seconds; to see the level for longer, start it again."""

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 88}


@click.group(context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="voice-rom")
def cli() -> None:
    """A voice that leads you through range-of-motion tests.

    You do the movements, and answer with words such as "yes", "no", "left" or "right". You don't
    have to touch anything, and nothing leaves this computer unless your settings say so.

    To begin, type:  voice-rom start
    """


@cli.command()
@session_flags
@device_flags
@output_flags
@page_flags
def start(**flags: object) -> None:
    """Lead you through the tests, live, by voice.

    Say "stop" at any time, or press Escape. Any key that has no other meaning also stops, but
    never ends the session. Ctrl-C ends at once, after a short closing message.
    """
    from voice_rom.commands.sessions import start_live

    start_live(flags)


@cli.command()
@session_flags
@device_flags
@output_flags
@click.option("--live", is_flag=True, help="Require a microphone and a loudspeaker.")
def run(*, live: bool, **flags: object) -> None:
    """Start live if there is a microphone and a loudspeaker; otherwise play a simulated session."""
    from voice_rom.commands.sessions import run_best

    run_best(flags, live=live)


@cli.command()
@click.argument("scenario", required=False)
@output_flags
@page_flags
@click.option(
    "--speed",
    type=float,
    metavar="N",
    help="Play it at N times real time. Default: as fast as possible; 1 with --page.",
)
@click.option(
    "--language",
    metavar="CODE",
    help="Play it in this language, such as de. For all but English, keys give the answers.",
)
@assessment_flag
@prompts_flag
@click.option("--list", "list_only", is_flag=True, help="List the scenarios.")
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Save the sound as a WAV file: loudspeaker on the left, microphone on the right.",
)
def simulate(
    scenario: str | None,
    *,
    list_only: bool,
    record: Path | None,
    prompts: Path | None,
    **flags: object,
) -> None:
    """Play a session in a simulated room, faster than real time.

    SCENARIO is a name from --list or a YAML file; if you leave it out, a short first look is
    played. The voice and the recogniser are real; only the room and the person are simulated.
    """
    from voice_rom.commands.sessions import list_scenarios, simulate_scenario

    if list_only:
        list_scenarios()
    else:
        simulate_scenario(scenario, flags, record, prompts)


@cli.command()
@device_flags
@click.option("--seconds", default=5.0, show_default=True, help="How long to show the level.")
@click.option("--list", "list_only", is_flag=True, help="Only list the devices.")
def devices(
    *, microphone: str | None, loudspeaker: str | None, seconds: float, list_only: bool
) -> None:
    """Show the sound devices, say a test sentence, and show the microphone's level."""
    if not 0 <= seconds <= LONGEST_LEVEL:  # nor what is no number
        raise UsageMistake(f"--seconds: {seconds:g} must be between 0 and {LONGEST_LEVEL:g}.")
    from voice_rom.commands.inspect import show_devices

    show_devices(microphone, loudspeaker, seconds, list_only=list_only)


@cli.group()
def model() -> None:
    """Find, fetch or verify the speech model."""


@model.command("where")
def model_where() -> None:
    """Show where the speech model is."""
    from voice_rom.commands.models import where

    where()


@model.command("get")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Use a model archive that you downloaded yourself.",
)
def model_get(source: Path | None) -> None:
    """Fetch the speech model (41 MB), check it, and unpack it."""
    from voice_rom.commands.models import get

    get(source)


@model.command("verify")
def model_verify() -> None:
    """Read each file of the speech model and check its checksum."""
    from voice_rom.commands.models import verify

    verify()


@cli.command()
@click.option("--language", metavar="CODE", help="Check only this language, such as en.")
@settings_flag
@prompts_flag
@assessment_flag
def check(
    *,
    language: str | None,
    settings_file: Path | None,
    prompts: Path | None,
    assessment: Path | None,
) -> None:
    """Check the texts, the vocabulary and the settings, and say what is wrong or missing."""
    from voice_rom.commands.checking import check_content
    from voice_rom.commands.checking_assessment import check_flag

    if assessment is None:
        check_content(language, settings_file, prompts)
    else:
        check_flag(assessment, language, settings_file, prompts)


@cli.command()
@click.argument("words", nargs=-1)
@click.option(
    "--asked",
    metavar="QUESTION",
    help="What was asked: a question such as leg-lift.higher, or a kind of question: difference, "
    "knee, pain, straight, lean, caution, side, step, confirm. Default: any, a command in a "
    "movement.",
)
@click.option(
    "--cases",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Try every line of FILE: kind or question, sentence and meaning, with tabs between them.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option("--language", default="en", metavar="CODE", help="Language, such as en.")
@prompts_flag
def understand(  # noqa: PLR0913 - one parameter for each flag
    *,
    words: tuple[str, ...],
    asked: str | None,
    cases: Path | None,
    as_json: bool,
    language: str,
    prompts: Path | None,
) -> None:
    """Say what a sentence means after a question, and why.

    For example:  voice-rom understand --asked difference yes, the left one
    """
    from voice_rom.commands.understanding import tell_what_is_understood

    tell_what_is_understood(
        words, asked=asked, cases=cases, language=language, prompts=prompts, as_json=as_json
    )


@cli.command()
@click.option("--try", "tried", metavar="ID", help="Say a sentence with this voice.")
@click.option("--language", metavar="CODE", help="List the voices for this language, such as de.")
@click.option("--all", "everything", is_flag=True, help="List the voices for every language.")
def voices(*, tried: str | None, language: str | None, everything: bool) -> None:
    """List this computer's voices for your language, or try one out.

    The first column is the ID for --voice and --try.
    """
    from voice_rom.commands.speaking import list_voices, try_voice

    if tried is None:
        list_voices(language, everything=everything)
    else:
        try_voice(tried)


@cli.command()
@click.option("--write", is_flag=True, help="Write a commented settings file there.")
def settings(*, write: bool) -> None:
    """Show where your settings file is, or would be."""
    from voice_rom.commands.inspect import show_settings

    show_settings(write=write)


cli.add_command(database)
cli.add_command(evaluate)
cli.add_command(history)
cli.add_command(kiosk)
cli.add_command(staff)


def main() -> NoReturn:
    """Run the command line; every error ends as one line and an exit code of its kind."""
    run_to_its_end(_command)


def _command() -> int:
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort as ended:  # Ctrl-C, to click
        raise KeyboardInterrupt from ended
    except click.ClickException as error:
        with suppress(OSError):  # there may be nobody left to read it
            error.show()
        return error.exit_code
    return 0
