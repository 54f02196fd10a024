"""`simulate`: a scenario with its transcript, then how it went, in figures."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from voice_rom import model_store
from voice_rom.app import RECORDED, Performance, open_voice, perform, read_scenario
from voice_rom.commands.flags import open_session_display, read_flags
from voice_rom.commands.page import PageFlags, SessionPage, read_page_flags, session_page
from voice_rom.content.load import assessment_file
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.meanings import Meant
from voice_rom.core.protocol.events import Commanded
from voice_rom.display.displays import Displays
from voice_rom.errors import UsageMistake
from voice_rom.ports import Display
from voice_rom.reporting.write import write_report
from voice_rom.simulation.loudspeaker import Cut
from voice_rom.simulation.pacing import ViewingPace
from voice_rom.simulation.plan import Plan
from voice_rom.simulation.scenario_library import find_scenario
from voice_rom.simulation.verdict import require_met
from voice_rom.speaking.voices import driver_name, list_voices, speaks

SLOWEST: Final = 0.1
FASTEST: Final = 100.0
"""Times real time; without a pace it is as fast as it goes."""


def play(
    name: str, flags: Mapping[str, object], record: Path | None, prompts: Path | None = None
) -> None:
    """Play the scenario `name`. Raises ScenarioError, and ScenarioNotMet after the figures."""
    chosen, page_flags = read_flags(flags), read_page_flags(flags)
    pace = pace_of(flags.get("speed"), page_flags)
    with chosen.sources.named():
        assessment = assessment_file(chosen.settings)
        language = chosen.settings.session.language
        plan = read_scenario(find_scenario(name), language, prompts, assessment)
        if not chosen.display.tells_little:
            click.echo(plan.title, err=True)
        speaking = _tell_what_is_missing(plan) if plan.by_keys else plan.settings
        with ExitStack() as stack:
            voice = open_voice(speaking)
            stack.callback(voice.close)
            voice.require()
            page = stack.enter_context(_page(page_flags, plan, pace, prompts))
            performance = perform(
                plan,
                voice=voice,
                model=chosen.model,
                display=_beside(
                    open_session_display(chosen, prompts=prompts, named=plan.named), page
                ),
                record=record,
                prompts=prompts,
                pace=pace,
            )
            if page is not None:
                page.display.close()
                page.linger()
    if chosen.report is not None:
        write_report(
            performance.outcome.report, chosen.report, prompts, paper=chosen.settings.report.paper
        )
    if not chosen.display.for_programs:
        for line in figures(performance):
            click.echo(line, err=True)
    took_part = pace is not None and pace.was_posted
    # What a scenario expects was written for somebody who speaks, and whom nobody helps.
    if not (plan.by_keys or took_part):
        require_met(plan, performance.outcome)


def pace_of(speed: object, page: PageFlags) -> ViewingPace | None:
    """None: as fast as it goes. Raises UsageMistake."""
    checked = checked_speed(speed)
    if checked is not None:
        return ViewingPace(checked)
    return ViewingPace(1.0) if page.wanted else None


def checked_speed(speed: object) -> float | None:
    """None: none was given. Raises UsageMistake."""
    if not isinstance(speed, float):
        return None
    if not SLOWEST <= speed <= FASTEST:  # nor what is no number
        raise UsageMistake(f"--speed: {speed:g} must be between {SLOWEST:g} and {FASTEST:g}.")
    return speed


@contextmanager
def _page(
    flags: PageFlags, plan: Plan, pace: ViewingPace | None, prompts: Path | None
) -> Iterator[SessionPage | None]:
    if pace is None:
        yield None
        return

    def post(meaning: Meant | None) -> None:
        pace.post(Commanded(meaning))

    with session_page(flags, plan.settings, post, prompts=prompts, pace=pace.speed) as page:
        yield page


def _beside(display: Display, page: SessionPage | None) -> Display:
    return display if page is None else Displays([display, page.display])


def _tell_what_is_missing(plan: Plan) -> Settings:
    """Say what a language has not got, and how it is played all the same.

    Returns the settings of the voice that speaks: that of the language, where there is one.
    """
    settings, language = plan.settings, plan.settings.session.language
    _tell(f'There are no recordings in "{language}": the simulated person answers with keys.')
    if not model_store.is_known(language):
        _tell(f'There is no speech model for "{language}" yet: speech is not understood.')
    if plan.left_out:
        words = ", ".join(f'"{words}"' for words in plan.left_out)
        _tell(f"Left out of the scenario, because there is no key for it: {words}.")
    if settings.voice.voice or any(
        speaks(voice, language) for voice in list_voices(driver_name(settings.voice.driver))
    ):
        return settings
    _tell(f'No voice on this computer speaks "{language}": the voice for "{RECORDED}" is used.')
    return replace(settings, session=replace(settings.session, language=RECORDED))


def _tell(line: str) -> None:
    click.echo(line, err=True)


def figures(performance: Performance) -> list[str]:
    """What was measured while it was played, a line each. Latencies are counted in samples."""
    outcome, simulation = performance.outcome, performance.simulation
    lines = [
        (
            f"{outcome.seconds:.0f} s of session in {performance.wall_seconds:.1f} s: "
            f"{performance.times_real:.0f} times faster than real time."
        ),
        _spread(
            "End of word to answer",
            outcome.recorder.answer_delays(simulation.participant.spoken),
        ),
        _spread("End of voice to listening", outcome.recorder.until_listening),
        _spread("Stop to silence", [_until_silence(cut) for cut in simulation.room.cuts]),
    ]
    return [line for line in lines if line]


def _until_silence(cut: Cut) -> float:
    return 0.0 if cut.last_sound is None else max(0.0, cut.last_sound - cut.asked)


def _spread(what: str, seconds: Sequence[float]) -> str:
    if not seconds:
        return ""
    if len(seconds) == 1:
        return f"{what}: {seconds[0]:.2f} s."
    middle = statistics.median(seconds)
    late = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    return f"{what}: median {middle:.2f} s, 95th percentile {late:.2f} s, of {len(seconds)}."
