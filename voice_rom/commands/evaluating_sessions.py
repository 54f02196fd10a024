"""`evaluate --sessions`: whole sessions, answered by people who were recorded."""

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_rom.errors import FolderNotEvaluable

if TYPE_CHECKING:
    from voice_rom.commands.evaluating import EvaluateFlags
    from voice_rom.core.assessment.settings import Settings
    from voice_rom.evaluation.conditions import Conditions
    from voice_rom.evaluation.result import Run
    from voice_rom.evaluation.speakers import RecordedSpeaker


def sessions_run(
    flags: "EvaluateFlags", number: int, conditions: "Conditions", settings: "Settings"
) -> "Run":
    """Play a session of each of `number` speakers, or of as many as there are.

    Raises FolderNotEvaluable where there is nobody, or a recording cannot be read; ModelMissing,
    ModelDamaged, ContentError, SettingsError, UnknownVoice and VoiceUnavailable.
    """
    from voice_rom.app import load_program, open_voice
    from voice_rom.commands.evaluating import measured_by
    from voice_rom.content.load import assessment_file, load_content
    from voice_rom.evaluation.candidate import Entry
    from voice_rom.evaluation.candidates import VOICE_ROM
    from voice_rom.evaluation.folder import find_recordings
    from voice_rom.evaluation.result import Run, Sessions
    from voice_rom.evaluation.session_plan import ECHO_DB, SessionSetup
    from voice_rom.evaluation.speakers import drawn, speakers_in
    from voice_rom.evaluation.whole_session import run_whole_session
    from voice_rom.evaluation.workers import Measured

    recordings = find_recordings(flags.folder, flags.stride)
    content = load_content(settings.session.language, None, assessment_file(settings))
    speakers = drawn(speakers_in(recordings, content.vocabulary.phrases), number)
    _tell_if_fewer(speakers, number, flags.folder)
    program = load_program(settings, flags.model)
    with closing(open_voice(settings)) as voice:
        voice.require()
    setup = SessionSetup(
        conditions, settings, flags.model, ECHO_DB if flags.echo is None else flags.echo
    )
    entry = Entry(VOICE_ROM, settings, flags.model)
    played = measured_by(speakers, partial(run_whole_session, setup), [entry], flags.jobs)[
        VOICE_ROM
    ]
    return Run(
        conditions=conditions,
        stride=flags.stride,
        settings=settings,
        model=program.model.name if program.model else "",
        measured={VOICE_ROM: Measured((), played.peak_memory_mb)},
        sessions=Sessions(setup.echo_db, played.results),
    )


def _tell_if_fewer(speakers: Sequence["RecordedSpeaker"], number: int, folder: Path) -> None:
    from voice_rom.evaluation.speakers import NEEDED

    words = f"{', '.join(NEEDED[:-1])} and {NEEDED[-1]}"
    if not speakers:
        raise FolderNotEvaluable(
            f"Nobody in {folder} has recorded all of {words}; "
            "the files of one speaker begin with the same name, as in anna_1.wav."
        )
    if len(speakers) < number:
        click.echo(
            f"Only {len(speakers)} of the {number} speakers asked for: "
            f"no more in {folder} have recorded all of {words}.",
            err=True,
        )
