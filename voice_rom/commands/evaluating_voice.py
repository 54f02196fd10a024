"""`evaluate --voice`: how many words of what the voice says are misheard, at every rate."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from voice_rom.commands.evaluating import progress, write_file

if TYPE_CHECKING:
    from voice_rom.evaluation.intelligibility import Intelligibility

SNR_DB: Final = 5.0
"""Where no other is asked for: a kitchen in which one has to listen."""


def evaluate_voice(voice_id: str, folder: Path | None, flags: Mapping[str, Any]) -> None:
    """Measure the voice (empty: that of the settings) and print a table.

    Of the other flags these count: snr, noise, stride, json_file, settings_file and model. The
    noise is that of `folder`, or one of the program's own. Raises UnknownVoice, SettingsError,
    FolderNotEvaluable, ReportNotWritable, ModelMissing and ModelDamaged.
    """
    from voice_rom import data_files, model_store
    from voice_rom.app import load_program, open_voice
    from voice_rom.content.settings_file import load_settings
    from voice_rom.evaluation.folder import find_noise, require_sound
    from voice_rom.evaluation.intelligibility import FreeListener, intelligibility, sentences_of
    from voice_rom.hearing.vosk_model import load_model

    settings = load_settings(flags["settings_file"], may_tune=True)
    if voice_id:
        settings = replace(settings, voice=replace(settings.voice, voice=voice_id))
    file = flags["noise"] or find_noise(folder or data_files.fixtures_folder())
    require_sound(file)
    program = load_program(settings, flags["model"])
    listener = FreeListener(load_model(model_store.find(flags["model"], settings.session.language)))
    sentences = sentences_of(program.content.texts.values())[:: flags["stride"]]
    noises = [None, (SNR_DB if flags["snr"] is None else flags["snr"], file)]
    voice = open_voice(settings)
    rows: list[Intelligibility] = []
    try:
        voice.require()
        with progress(len(settings.voice.rates)) as done:
            for rate in settings.voice.rates:
                rows += intelligibility(
                    sentences,
                    voice,
                    listener,
                    rate=rate,
                    gain_db=settings.voice.gain_db,
                    noises=noises,
                )
                done()
    finally:
        voice.close()
    if flags["json_file"] is not None:
        write_file(flags["json_file"], json.dumps([_fields(row) for row in rows], indent=2))
    _show(rows, voice_id or settings.voice.voice)


def _fields(row: "Intelligibility") -> dict[str, object]:
    return {**asdict(row), "misheard_of_100": round(row.misheard_of_100, 1)}


def _show(rows: Sequence["Intelligibility"], name: str) -> None:
    from rich.table import Table

    from voice_rom.display.console import console_on

    table = Table(title=f"Words misheard of 100 ({name or 'the default voice'})")
    for column in ("words a minute", "without noise", "in noise", "seconds", "words"):
        table.add_column(column, justify="right")
    for clean, noisy in zip(rows[::2], rows[1::2], strict=True):
        ratio = "" if noisy.snr_db is None else f" ({noisy.snr_db:g} dB)"
        table.add_row(
            str(clean.rate),
            f"{clean.misheard_of_100:.1f}",
            f"{noisy.misheard_of_100:.1f}{ratio}",
            f"{clean.seconds:.0f}",
            str(clean.words),
        )
    console_on(sys.stdout).print(table)
