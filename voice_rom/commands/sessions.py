"""`start`, `run` and `simulate`."""

import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_rom.commands.flags import SessionFlags, open_live_display, read_flags
from voice_rom.commands.microphone_recorder import MicrophoneRecorder
from voice_rom.commands.page import PageFlags, read_page_flags, session_page
from voice_rom.commands.page_trend import offer_trend
from voice_rom.commands.spoken_errors import said_aloud
from voice_rom.commands.written_reports import write_reports
from voice_rom.content.settings_file import LoadedSettings
from voice_rom.core.assessment.content import NamedAnswers
from voice_rom.core.protocol.events import Commanded, QuitAsked
from voice_rom.display.displays import Displays
from voice_rom.errors import EndedEarly, NoLoudspeaker, NoMicrophone, SoundSystemMissing
from voice_rom.handover.folder import require_reports_folder

if TYPE_CHECKING:
    from voice_rom.app import Program

Flags = Mapping[str, object]

DEMONSTRATION = "first-look"
"""The scenario that is played where there are no sound devices."""

ANY_ASSESSMENT = "whole-session"
"""The one that is played with an assessment that is not the program's own."""


def start_live(flags: Flags) -> None:
    """Lead a person through the tests."""
    from voice_rom.devices.portaudio import preloading

    with preloading():
        chosen, page_flags = read_flags(flags), read_page_flags(flags)
        # All parts of the program (0.2 s): who mistyped a flag need not wait for them.
        from voice_rom.app import load_program

        with chosen.sources.named(), said_aloud(chosen.settings):
            require_reports_folder(chosen.settings.storage)
            _live(load_program(chosen.settings, chosen.model), chosen, page_flags)


def run_best(flags: Flags, *, live: bool) -> None:
    """Start live where that can be; else say why not, and show a simulated session."""
    if live:
        start_live(flags)
        return
    try:
        start_live(flags)
    except (NoMicrophone, NoLoudspeaker, SoundSystemMissing) as missing:
        click.echo(str(missing), err=True)
        click.echo(
            "So here is a simulated session instead: the real voice and the real recogniser, "
            "in a simulated room, with a recorded person. No answers or report are saved.\n",
            err=True,
        )
        simulate_scenario(None, {**flags, "report": None}, None)


def _live(program: "Program", flags: SessionFlags, page_flags: PageFlags) -> None:
    from voice_rom.app import open_alarm, open_store, open_voice, run_session
    from voice_rom.devices.live_room import LiveRoom
    from voice_rom.display.keyboard import open_keyboard

    microphone, alarm = MicrophoneRecorder(), open_alarm(program.settings)
    with ExitStack() as stack:
        voice = open_voice(program.settings)
        stack.callback(voice.close)
        voice.require()
        room = LiveRoom(program.settings.devices)
        stack.callback(room.close)
        interrupts = stack.enter_context(_interrupts(room.post))
        keyboard = open_keyboard(
            lambda meaning: room.post(Commanded(meaning)),
            language=program.content.assessment.language,
            named=program.content.named,
        )
        if keyboard is not None:
            stack.callback(keyboard.close)
            _tell_keys(flags, program.content.named)
        page = stack.enter_context(
            session_page(
                page_flags, program.settings, lambda meaning: room.post(Commanded(meaning))
            )
        )
        shown = stack.enter_context(
            open_live_display(flags, keys=keyboard is not None, named=program.content.named)
        )
        display = Displays([shown, microphone, *([] if page is None else [page.display])])
        stack.callback(display.close)
        with open_store(program) as keeping:
            report = run_session(program, room, voice, display, alarm=alarm, keeping=keeping)
            # While a second request to end cannot break it off, and whatever the screen does.
            fault = write_reports(
                report,
                program.content,
                flags.settings,
                file=flags.report,
                session_id=keeping.session_id(),
            )
        ended_early = bool(interrupts)
        if page is not None and not ended_early:
            offer_trend(page, LoadedSettings(flags.settings, flags.sources))
            display.close()
            page.linger(until=lambda: bool(interrupts))
    _tell_where(flags)
    if fault is not None:
        raise fault
    if ended_early:
        raise EndedEarly("Ended at your request.")
    microphone.raise_if_silent()


def _tell_keys(flags: SessionFlags, named: NamedAnswers) -> None:
    from voice_rom.display.keys import key_help

    if not flags.display.tells_little:
        click.echo(f"{key_help(flags.settings.session.language, named=named)}\n")


@contextmanager
def _interrupts(post: Callable[[QuitAsked], None]) -> Iterator[Sequence[int]]:
    """Ctrl-C, a closed window, or a polite request end the session aloud; a second Ctrl-C at once.

    Gives the signals that came.
    """
    came: list[int] = []

    def ask_to_quit(number: int, _frame: object) -> None:
        if came and number not in (signal.SIGINT, signal.SIGTERM):
            return  # a shell passes on that its window was closed, which the system tells as well
        came.append(number)
        signal.signal(signal.SIGINT, before[signal.SIGINT])
        post(QuitAsked())

    numbers = [signal.SIGINT, signal.SIGTERM]
    # "nohup" has it ignored: then the window may close.
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, ask_to_quit) for number in numbers}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell_where(flags: SessionFlags) -> None:
    if flags.report is not None:
        with suppress(OSError):  # where the window was closed, nothing can be shown
            click.echo(f"The report is in {flags.report}.", err=True)


def list_scenarios() -> None:
    """Print each scenario's name and title."""
    from voice_rom.simulation.scenario_library import scenario_titles

    for name, title in scenario_titles():
        click.echo(f"{name:32} {title}")


def simulate_scenario(
    name: str | None, flags: Flags, record: Path | None, prompts: Path | None = None
) -> None:
    """Play one scenario; raise ScenarioNotMet with what did not go as it says."""
    from voice_rom.commands.simulating import play

    usual = DEMONSTRATION if flags.get("assessment") is None else ANY_ASSESSMENT
    play(name or usual, flags, record, prompts)
