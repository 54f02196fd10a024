"""What `voice-rom history` looks at: what is kept, opened as the flags say."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from voice_rom.commands.flags import FLAGS
from voice_rom.content.settings_file import load_with_sources
from voice_rom.history.opening import Kept, Looking, opened_history


@contextmanager
def opened(data: str | None, settings_file: Path | None, *, mend: bool = False) -> Iterator[Kept]:
    """Open what the settings name, or the file in `data`.

    With `mend`, a damaged file is put aside.
    """
    loaded = load_with_sources(settings_file, {"storage.folder": data}, FLAGS)
    looking = Looking(tell=lambda line: click.echo(line, err=True), mend=mend)
    with opened_history(
        loaded, looking, data=data, usual=lambda: load_with_sources(settings_file).settings
    ) as kept:
        yield kept
