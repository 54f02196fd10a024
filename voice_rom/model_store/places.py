"""The folders in which a speech model may lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voice_rom.data_files import checkout

ENVIRONMENT_VARIABLE = "VOICE_ROM_MODEL"
"""The folder of a model; it comes before the folders below."""


@dataclass(frozen=True)
class Places:
    """`named` is a model's own folder that somebody asked for; `shelves` hold models by name."""

    named: Path | None
    named_by: str
    shelves: tuple[Path, ...]

    @property
    def shelf_to_fill(self) -> Path:
        """Where a fetched model goes."""
        return self.shelves[0]


def usual_places(environment: Mapping[str, str], explicit: Path | None = None) -> Places:
    """What was asked for, then the checkout's own folder, then the user's data folder."""
    top = checkout()
    shelves = (_users_shelf(),) if top is None else (top / "models", _users_shelf())
    if explicit is not None:
        return Places(explicit, "--model", shelves)
    if named := environment.get(ENVIRONMENT_VARIABLE):
        return Places(Path(named), ENVIRONMENT_VARIABLE, shelves)
    return Places(None, "", shelves)


def _users_shelf() -> Path:
    # Imported here: a start from a checkout has no need of it but for this.
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_data_dir("voice_rom", appauthor=False)) / "models"
