"""`simulate`: a scenario with its transcript, then how it went, in figures."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from voice_rom import model_store
from voice_rom.app import RECORDED, Performance, open_voice, perform, read_scenario
from voice_rom.commands.flags import open_display, read_flags
from voice_rom.core.assessment.settings import Settings
from voice_rom.reporting.write import write_report
from voice_rom.simulation.loudspeaker import Cut
from voice_rom.simulation.plan import Plan
from voice_rom.simulation.scenario_library import find_scenario
from voice_rom.simulation.verdict import require_met
from voice_rom.speaking.voices import list_voices, speaks


def play(
    name: str, flags: Mapping[str, object], record: Path | None, prompts: Path | None = None
) -> None:
    """Play the scenario `name`. Raises ScenarioError, and ScenarioNotMet after the figures."""
    chosen = read_flags(flags)
    with chosen.sources.named():
        plan = read_scenario(find_scenario(name), chosen.settings.session.language, prompts)
        if not (chosen.quiet or chosen.json_events):
            click.echo(plan.title, err=True)
        speaking = _tell_what_is_missing(plan) if plan.by_keys else plan.settings
        voice = open_voice(speaking)
        try:
            voice.require()
            performance = perform(
                plan,
                voice=voice,
                model=chosen.model,
                display=open_display(chosen),
                record=record,
                prompts=prompts,
            )
        finally:
            voice.close()
    if chosen.report is not None:
        write_report(performance.outcome.report, chosen.report)
    if not chosen.json_events:
        for line in figures(performance):
            click.echo(line, err=True)
    if not plan.by_keys:  # what a scenario expects was written for somebody who speaks
        require_met(plan, performance.outcome)


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
        speaks(voice, language) for voice in list_voices(settings.voice.driver)
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
