"""`evaluate`: the benchmark on a folder of recordings."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from voice_rom.errors import ReportNotWritable, UsageMistake

if TYPE_CHECKING:
    from voice_rom.app import Program
    from voice_rom.core.assessment.settings import Settings
    from voice_rom.evaluation.candidate import Candidate, Entry
    from voice_rom.evaluation.conditions import Conditions
    from voice_rom.evaluation.folder import Recording
    from voice_rom.evaluation.folds import Folds
    from voice_rom.evaluation.own_voice import SpokenText
    from voice_rom.evaluation.result import OwnVoiceFigures, Run
    from voice_rom.evaluation.trial import Outcome
    from voice_rom.evaluation.workers import Measured

_MOST_DB: Final = 120
"""From the least that 16 bits hold to far over full scale."""

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class EvaluateFlags:
    """What was typed after `voice-rom evaluate`."""

    folder: Path
    snr: float | None
    noise: Path | None
    gain: float
    room: str
    hiss: float | None
    stride: int
    jobs: int
    json_file: Path | None
    plot: Path | None
    misses: Path | None
    listeners: tuple[str, ...]
    own_voice: bool
    sessions: int | None
    echo: float | None
    folds: int | None
    choices: tuple[Path, ...]
    settings_file: Path | None
    model: Path | None


def evaluate(flags: EvaluateFlags) -> None:
    """Measure, print the table, write the files. What can be wrong is told before anything loads.

    Raises UsageMistake, FolderNotEvaluable, ReportNotWritable, SettingsError, ContentError,
    ModelMissing and ModelDamaged.
    """
    from voice_rom.app import load_program
    from voice_rom.content.asked_kinds import asked_kinds
    from voice_rom.content.load import load_content
    from voice_rom.content.settings_file import load_settings
    from voice_rom.evaluation.candidate import Entry
    from voice_rom.evaluation.candidates import require_listener
    from voice_rom.evaluation.folder import find_recordings, require_folder
    from voice_rom.evaluation.result import Run
    from voice_rom.evaluation.sentence_list import find_sentences
    from voice_rom.evaluation.trial import run_trial

    _refuse_bad_levels(flags)
    listeners = [require_listener(name) for name in dict.fromkeys(flags.listeners)]
    conditions = _conditions(flags)
    _refuse_bad_files(flags)
    settings = load_settings(flags.settings_file, may_tune=True)
    choices = {str(file): load_settings(file, may_tune=True) for file in flags.choices}
    require_folder(flags.folder)
    if flags.sessions is not None:
        from voice_rom.commands.evaluating_sessions import sessions_run

        _tell(sessions_run(flags, flags.sessions, conditions, settings), flags)
        return
    kinds = asked_kinds(load_content(settings.session.language))
    sentences = find_sentences(flags.folder, kinds, flags.stride)
    recordings = find_recordings(flags.folder, flags.stride, beside=sentences)
    program = load_program(settings, flags.model)
    entries = [Entry(name, settings, flags.model) for name in listeners]
    work = partial(run_trial, conditions)

    def hear(settings: "Settings") -> Sequence["Outcome"]:
        entry = replace(entries[0], settings=settings)
        return measured_by(recordings, work, [entry], flags.jobs)[entry.name].results

    measured = measured_by(recordings, work, entries, flags.jobs)
    run = Run(
        conditions=conditions,
        stride=flags.stride,
        settings=settings,
        model=program.model.name if program.model else "",
        measured=measured,
        folds=_folds(measured[listeners[0]].results, hear, choices, flags),
        own_voice=_own_voice(program, conditions, recordings, entries, flags)
        if flags.own_voice
        else None,
    )
    _tell(run, flags)


def _folds(
    first: Sequence["Outcome"],
    hear: Callable[["Settings"], Sequence["Outcome"]],
    choices: Mapping[str, "Settings"],
    flags: EvaluateFlags,
) -> "Folds | None":
    """Hear what there is to choose from, besides `first`, and choose on all folds but one."""
    from voice_rom.evaluation.folds import cross_validated

    if flags.folds is None:
        return None
    outcomes = {name: hear(settings) for name, settings in choices.items()}
    return cross_validated({_name_of(flags.settings_file): first, **outcomes}, flags.folds)


def _name_of(settings_file: Path | None) -> str:
    return "as given" if settings_file is None else str(settings_file)


def _refuse_bad_levels(flags: EvaluateFlags) -> None:
    """Not a number, or one under which nothing is left to hear, is a slip of the hand."""
    if flags.choices and flags.folds is None:
        raise UsageMistake("--choice only works together with --folds.")
    if flags.echo is not None and not flags.own_voice and flags.sessions is None:
        raise UsageMistake("--echo only works together with --own-voice or --sessions.")
    if flags.sessions is not None:
        _refuse_beside_sessions(flags)
    levels = {"--snr": flags.snr, "--gain": flags.gain, "--hiss": flags.hiss, "--echo": flags.echo}
    for option, level in levels.items():
        if level is not None and not abs(level) <= _MOST_DB:
            raise UsageMistake(
                f"{option}: {level:g} must be between -{_MOST_DB} and {_MOST_DB} decibels."
            )


def _refuse_beside_sessions(flags: EvaluateFlags) -> None:
    given = {
        "--own-voice": flags.own_voice,
        "--folds": flags.folds is not None,
        "--plot": flags.plot is not None,
        "--listener": set(flags.listeners) != {"voice-rom"},
    }
    for option, is_given in given.items():
        if is_given:
            raise UsageMistake(f"--sessions and {option} cannot be combined.")


def _conditions(flags: EvaluateFlags) -> "Conditions":
    from voice_rom.evaluation.conditions import Conditions, require_room
    from voice_rom.evaluation.folder import find_noise, require_sound
    from voice_rom.simulation.background import QUIET_ROOM_DBFS

    noise = None
    if flags.snr is not None:
        noise = flags.noise or find_noise(flags.folder)
        require_sound(noise)
    elif flags.noise is not None:
        raise UsageMistake("--noise needs --snr DB, which says how loud the noise should be.")
    return Conditions(
        snr_db=flags.snr,
        noise=noise,
        gain_db=flags.gain,
        room=require_room(flags.room),
        hiss_dbfs=QUIET_ROOM_DBFS if flags.hiss is None else flags.hiss,
    )


def _refuse_bad_files(flags: EvaluateFlags) -> None:
    """Nobody waits for figures that then cannot be written."""
    if flags.plot is not None:
        from voice_rom.plot_file import require_plot

        require_plot(flags.plot)
    for file in (flags.json_file, flags.misses, flags.plot):
        if file is not None and (file.is_dir() or not file.absolute().parent.is_dir()):
            raise ReportNotWritable(
                f"{file} cannot be written; choose a file in an existing folder."
            )


def measured_by(
    tasks: Sequence[Task],
    work: Callable[[Task, "Candidate"], Result],
    entries: Sequence["Entry"],
    jobs: int,
) -> dict[str, "Measured[Result]"]:
    """Do `work` on every task for each listener, by its name; see `workers.measure`."""
    from voice_rom.evaluation.workers import measure

    with progress(len(tasks) * len(entries)) as done:
        return {entry.name: measure(tasks, work, entry, jobs=jobs, done=done) for entry in entries}


def _own_voice(
    program: "Program",
    conditions: "Conditions",
    recordings: Sequence["Recording"],
    entries: Sequence["Entry"],
    flags: EvaluateFlags,
) -> "OwnVoiceFigures":
    """Render every text there is (a minute, the first time), and let each be heard."""
    from voice_rom.evaluation.own_voice import VoiceSetup, run_voice_task, voice_tasks
    from voice_rom.evaluation.result import OwnVoiceFigures

    setup = VoiceSetup(
        conditions=conditions,
        echo_db=flags.echo or 0.0,
        room_echo_seconds=program.settings.hearing.room_echo_seconds,
        voice_dbfs=program.settings.voice.level_dbfs,
        past_voice=program.settings.timing.early_answer_past_voice,
        confidence=program.settings.hearing.over_voice_confidence,
    )
    tasks = voice_tasks(_spoken(program, flags.stride), recordings)
    measured = measured_by(tasks, partial(run_voice_task, setup), entries, flags.jobs)
    return OwnVoiceFigures(setup.echo_db, measured)


def _spoken(program: "Program", stride: int) -> list["SpokenText"]:
    from voice_rom.app import open_voice
    from voice_rom.core.protocol.effects import Prosody
    from voice_rom.evaluation.own_voice import spoken_texts

    settings = program.settings.voice
    texts = dict(list(program.content.texts.items())[::stride])
    voice = open_voice(program.settings)
    try:
        with progress(len(texts)) as done:
            spoken = []
            for each in spoken_texts(texts, voice, Prosody(settings.rate, settings.gain_db)):
                spoken.append(each)
                done()
            return spoken
    finally:
        voice.close()


@contextmanager
def progress(trials: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error, but only where somebody watches."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    bar = Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)
    )
    with bar:
        trial = bar.add_task("", total=trials)
        yield lambda: bar.advance(trial)


def _tell(run: "Run", flags: EvaluateFlags) -> None:
    from voice_rom.display.console import console_on
    from voice_rom.evaluation.misses import misses_text
    from voice_rom.evaluation.result import to_json
    from voice_rom.evaluation.table import print_result

    if flags.json_file is not None:
        write_file(flags.json_file, to_json(run))
    if flags.misses is not None:
        write_file(flags.misses, misses_text(run))
    if flags.plot is not None:
        from voice_rom.evaluation.plotting import plot

        plot(run, flags.plot)
    print_result(console_on(sys.stdout), run)


def write_file(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReportNotWritable(
            f"{file} cannot be written ({error.strerror}); choose another file."
        ) from error
    click.echo(f"Wrote {file}.", err=True)
