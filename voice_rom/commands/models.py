"""`model where`, `model get` and `model verify`."""

from pathlib import Path

import click

from voice_rom import model_store
from voice_rom.content.settings_file import load_settings
from voice_rom.errors import ModelDamaged


def _language() -> str:
    return load_settings().session.language


def where() -> None:
    """Print where the model lies."""
    click.echo(model_store.find(language=_language()))


def get(source: Path | None) -> None:
    """Fetch the model, or take it from a file."""
    from voice_rom.model_store.progress_bar import ProgressBar

    with ProgressBar() as watcher:
        folder = model_store.get(watcher, language=_language(), archive=source)
        watcher.say(f"The speech model is in {folder}.")


def verify() -> None:
    """Read every file of the model."""
    language = _language()
    folder = model_store.find(language=language)
    problems = model_store.verify(folder, language)
    if problems:
        raise ModelDamaged(
            f"The speech model in {folder} is damaged: {'; '.join(problems)}. "
            "Type: voice-rom model get"
        )
    click.echo(f"The speech model in {folder} is intact.")
