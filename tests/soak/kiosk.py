"""Leads one person after another through the kiosk's own loop, and tells what that leaves behind.

    python -m tests.soak.kiosk [--people N] [--minutes M] [--sound [SCENARIO]]

Without `--sound`, people walk away in every state in turn: processes, page, dialogue and idle
clock are real, room, ear and voice are not (tests/kiosk/silent_visit.py). With it, simulated people
speak, to the real recogniser, as in `voice-rom kiosk --simulate`.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click

from tests.kiosk.silent_visit import SILENT_VISIT
from tests.soak.census import Census, left_over, take_census
from tests.soak.curve import chart, growth
from tests.soak.soaking import scenario
from voice_rom.kiosk.loop import VISIT, KioskLoop, Wiped
from voice_rom.kiosk.order import VisitOrder
from voice_rom.page.access import new_secrets
from voice_rom.page.listening import listen_at

FLAT: Final = 1.0
"""MB in a hundred people: the kiosk's own process does nothing with any of them."""

_HOUR: Final = 3600.0


@dataclass
class KioskSoak:
    """What was counted. Of the census after each person only two are kept, as they grow large."""

    codes: list[int] = field(default_factory=list)
    """The exit code of each person's process."""
    memory: list[float] = field(default_factory=list)
    """What the kiosk's own process held after each, in MB."""
    counted: list[Census] = field(default_factory=list)
    """After the first person, and after the last."""
    log: list[tuple[str, float]] = field(default_factory=list)
    """Without sound: in which state each walked away, and the seconds of virtual time."""

    def note(self, wiped: Wiped) -> None:
        census = take_census(ended=False)
        self.codes.append(wiped.code)
        self.memory.append(census.memory)
        self.counted = [*self.counted[:1], census]

    @property
    def hours(self) -> float:
        return sum(seconds for _, seconds in self.log) / _HOUR

    @property
    def left(self) -> list[str]:
        return left_over(self.counted[0], self.counted[-1])


class _EnoughTimeError(Exception):
    """The time is over."""


def soak_kiosk(people: int, *, minutes: float = float("inf"), sound: str = "") -> KioskSoak:
    """Lead so many people, or as many as there is time for; `sound`: the scenario that they play.

    It must be called in the main thread.
    """
    end = time.monotonic() + minutes * 60.0
    soak = KioskSoak()

    def note(wiped: Wiped) -> None:
        soak.note(wiped)
        if time.monotonic() > end:
            raise _EnoughTimeError

    with tempfile.TemporaryDirectory() as folder, listen_at("127.0.0.1", 0) as listening:
        log = Path(folder) / "log"
        settings = Path(folder) / "settings.toml"
        settings.write_text("[kiosk]\nreading_seconds = 1\n")
        order = VisitOrder(
            listening=listening.fileno(),
            secrets=new_secrets(many=True),
            settings_file=str(settings if sound else log),
            overrides={},
            flags={},
            scenario=str(scenario(sound)) if sound else "",
        )
        loop = KioskLoop(order, command=VISIT if sound else SILENT_VISIT, tell=note)
        with suppress(_EnoughTimeError):
            loop.run(people)
        lines = log.read_text().splitlines() if log.exists() else []
    words = [line.split() for line in lines]
    soak.log = [(state, float(seconds)) for state, seconds in words]
    return soak


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/soak_kiosk", description=__doc__)
    parser.add_argument("--people", type=int, default=200, help="so many (200)")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="of real time, at most")
    parser.add_argument("--sound", nargs="?", const="quit-in-the-middle", default="")
    arguments = parser.parse_args()
    begin = time.monotonic()
    soak = soak_kiosk(arguments.people, minutes=arguments.minutes, sound=arguments.sound)
    return _judge(soak, time.monotonic() - begin)


def _judge(soak: KioskSoak, wall_seconds: float) -> int:
    memory = soak.memory
    grown = growth(memory, len(memory) // 4)
    codes = sorted(set(soak.codes))
    for line in ("Memory of the kiosk's own process after each person:", *chart(memory)):
        click.echo(line)
    click.echo(f"Growth after the first quarter: {grown:+.2f} MB in 100 people (bound {FLAT:g}).")
    click.echo(f"Left over since the first person: {', '.join(soak.left) or 'nothing'}.")
    click.echo(f"Exit codes of their processes: {', '.join(map(str, codes))}.")
    states = _states(soak.log)
    if states:
        click.echo(f"{soak.hours:.1f} h of virtual time without sound; left in {states} states.")
    click.echo(f"{len(memory)} people in {wall_seconds / 60.0:.1f} min.")
    return 0 if grown <= FLAT and not soak.left and codes == [0] else 1


def _states(log: Sequence[tuple[str, float]]) -> int:
    return len({state for state, _ in log})


if __name__ == "__main__":
    sys.exit(main())
