"""How a session is shown: the flags that choose it, and the display that they choose."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from voice_rom.errors import UsageMistake

if TYPE_CHECKING:  # nothing heavy, for the command line's sake
    from voice_rom.core.assessment.content import NamedAnswers
    from voice_rom.ports import Display

Command = TypeVar("Command", bound=Callable[..., None])


@dataclass(frozen=True)
class DisplayFlags:
    """The flags of the display, checked."""

    quiet: bool = False
    json_events: bool = False
    steady: bool = False

    @property
    def for_programs(self) -> bool:
        """Nothing but what the display itself shows may be printed."""
        return self.json_events

    @property
    def tells_little(self) -> bool:
        """Whoever asked for it wants to read no more than must be read."""
        return self.quiet or self.json_events


def display_flags(command: Command) -> Command:
    """The flags that choose a display."""
    for flag in (
        click.option(
            "--json-events",
            is_flag=True,
            help="Print everything that happens, one JSON object per line (docs/EVENTS.md).",
        ),
        click.option("--steady", is_flag=True, help="Never overwrite a line; for screen readers."),
        click.option("--quiet", is_flag=True, help="Show only faults and the report."),
    ):
        command = flag(command)
    return command


def read_display_flags(flags: Mapping[str, object]) -> DisplayFlags:
    """Raises UsageMistake when they exclude each other."""
    if flags.get("quiet") and flags.get("json_events"):
        raise UsageMistake("--quiet and --json-events cannot be combined.")
    return DisplayFlags(
        quiet=bool(flags.get("quiet")),
        json_events=bool(flags.get("json_events")),
        steady=bool(flags.get("steady")),
    )


def open_display(
    flags: DisplayFlags,
    *,
    language: str,
    keys: bool,
    prompts: Path | None,
    named: "NamedAnswers",
) -> "Display":
    """The display that the flags ask for. `keys`: there are keys that stand in for a voice.

    Its words are those of the folder `prompts` (None: the program's own); `named` are the
    answers that the assessment names.
    """
    from voice_rom.display.json_events import JsonEvents

    if flags.json_events:
        return JsonEvents(sys.stdout)
    from voice_rom.display.console import console_on
    from voice_rom.display.quiet import Quiet
    from voice_rom.display.transcript import Transcript

    console = console_on(sys.stdout)
    if flags.quiet:
        return Quiet(console, language=language, prompts=prompts, named=named)
    return Transcript(
        console, language=language, prompts=prompts, named=named, steady=flags.steady, keys=keys
    )
