"""One session after the other in this process, in the simulated room, as in a kiosk."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.soak.census import Census, children_memory, take_census
from voice_rom.app import open_voice, perform, read_scenario
from voice_rom.core.protocol.effects import Effect
from voice_rom.core.protocol.events import Event
from voice_rom.data_files import fixtures_folder
from voice_rom.ports import RoomLevel
from voice_rom.simulation.verdict import differences

_BETWEEN_LOOKS: Final = 20
"""Levels come once a second while it listens; the other processes are looked at this rarely."""


@dataclass(frozen=True)
class Soaked:
    """One session, and what the process held after it."""

    scenario: str
    seconds: float
    """Of virtual time."""
    wall_seconds: float
    as_planned: bool
    others_memory: float
    """MB of the recogniser's and the voice's processes, the most that they had meanwhile."""
    census: Census


class MemoryWatch:
    """A display that shows nothing: it looks at the memory of the other processes meanwhile."""

    def __init__(self) -> None:
        self.most = 0.0
        self._levels = 0

    def event(self, at: float, event: Event) -> None:
        """Nothing to look at."""

    def effect(self, at: float, effect: Effect) -> None:
        """Nothing to look at."""

    def level(self, at: float, level: RoomLevel) -> None:  # noqa: ARG002 - any will do
        if self._levels % _BETWEEN_LOOKS == 0:
            self.most = max(self.most, children_memory())
        self._levels += 1

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""

    def close(self) -> None:
        """Nothing is held."""


def every_scenario() -> tuple[Path, ...]:
    return tuple(sorted((fixtures_folder() / "scenarios").glob("*.yaml")))


def scenario(name: str) -> Path:
    return fixtures_folder() / "scenarios" / f"{name}.yaml"


def soak(scenarios: Iterable[Path], model: Path | None = None) -> Iterator[Soaked]:
    """Lead a session of each scenario, with everything opened for it and closed after it."""
    for path in scenarios:
        yield _session(path, model)


def _session(path: Path, model: Path | None) -> Soaked:
    begin = time.perf_counter()
    seconds, as_planned, others = _lead(path, model)
    return Soaked(
        scenario=path.stem,
        seconds=seconds,
        wall_seconds=time.perf_counter() - begin,
        as_planned=as_planned,
        others_memory=others,
        census=take_census(),
    )


def _lead(path: Path, model: Path | None) -> tuple[float, bool, float]:
    """Nothing of the session lives on when this returns."""
    plan, watch = read_scenario(path, "en"), MemoryWatch()
    voice = open_voice(plan.settings)
    try:
        performance = perform(plan, voice=voice, model=model, display=watch)
    finally:
        voice.close()
    outcome = performance.outcome
    return outcome.seconds, not differences(plan, outcome), watch.most
