"""Where scenarios and their recordings are kept, and what there is."""

from pathlib import Path
from typing import Final

from voice_rom.content.yaml_file import read_yaml
from voice_rom.data_files import fixtures_folder
from voice_rom.errors import ScenarioError
from voice_rom.simulation.moments import nearest_to
from voice_rom.simulation.scenario import Scenario

SCENARIOS: Final = "scenarios"
_ENDINGS: Final = (".yaml", ".yml")


def scenario_titles(folder: Path | None = None) -> tuple[tuple[str, str], ...]:
    """The name and title of every scenario in `folder` (default: the program's own), by name."""
    return tuple(
        (path.stem, read_yaml(path, Scenario, ScenarioError).title) for path in _files(folder)
    )


def find_scenario(name: str, folder: Path | None = None) -> Path:
    """The file of the scenario `name`, which may be a path too.

    Raises ScenarioError with the nearest name there is.
    """
    if name.endswith(_ENDINGS):
        return Path(name)
    files = {path.stem: path for path in _files(folder)}
    if name not in files:
        hint = nearest_to(name, files) or '; "voice-rom simulate --list" lists them'
        raise ScenarioError(f"There is no scenario {name}{hint}")
    return files[name]


def _files(folder: Path | None) -> list[Path]:
    return sorted((folder or fixtures_folder() / SCENARIOS).glob("*.yaml"))
