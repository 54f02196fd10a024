"""`model where`, `model get` and `model verify`."""

import os
from pathlib import Path

import click

from voice_rom.app import model_folder
from voice_rom.content.settings_file import load_settings
from voice_rom.data_files import model_manifest
from voice_rom.errors import ModelDamaged
from voice_rom.model_store.checking import problems_in
from voice_rom.model_store.manifest import SpeechModel, read_manifest


def _model() -> SpeechModel:
    language = load_settings().session.language
    return read_manifest(model_manifest()).model_for(language)


def where() -> None:
    """Print where the model lies."""
    click.echo(model_folder(_model().language))


def get(source: Path | None) -> None:
    """Fetch the model, or take it from a file."""
    from voice_rom.model_store.__main__ import get_with_progress

    click.echo(f"The speech model is in {get_with_progress(_model(), os.environ, source)}.")


def verify() -> None:
    """Read every file of the model."""
    model = _model()
    folder = model_folder(model.language)
    problems = problems_in(folder, model)
    if problems:
        raise ModelDamaged(
            f"The speech model in {folder} is damaged: {'; '.join(problems)}. "
            "Type: voice-rom model get"
        )
    click.echo(f"The speech model in {folder} is whole: {len(model.files)} files.")
