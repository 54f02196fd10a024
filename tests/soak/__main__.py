"""Leads sessions for hours of virtual time in one process, and tells what that leaves behind."""

import argparse
import itertools
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from tests.soak.census import Census, left_over
from tests.soak.curve import chart, growth
from tests.soak.soaking import Soaked, every_scenario, soak

FLAT: Final = 5.0
"""MB in a hundred sessions. A kiosk leads as many in a week, and is started anew more often."""

_WARM_UP: Final = 0.25
"""Of all sessions: until then libraries fill what they keep for themselves."""

_HOUR: Final = 3600.0


def main() -> int:
    arguments = _arguments()
    done: list[Soaked] = []
    begin = time.monotonic()
    click.echo(
        f"{'':4} {'scenario':34}{'hours':>6}{'MB':>7}{'others MB':>10}{'threads':>8}{'files':>6}"
    )
    for soaked in soak(itertools.cycle(every_scenario()), arguments.model):
        done.append(soaked)
        _tell(done)
        hours = sum(each.seconds for each in done) / _HOUR
        enough = len(done) >= arguments.sessions and hours >= arguments.hours
        if enough or time.monotonic() - begin > arguments.minutes * 60.0:
            break
    return _judge(done)


def _tell(done: Sequence[Soaked]) -> None:
    last, hours = done[-1], sum(each.seconds for each in done) / _HOUR
    census = last.census
    figures = f"{hours:6.2f}{census.memory:7.1f}{last.others_memory:10.1f}{census.threads:8}"
    note = "" if last.as_planned else "  (not as its scenario says)"
    click.echo(f"{len(done):4} {last.scenario:34}{figures}{census.handles.total():6}{note}")


def _judge(done: Sequence[Soaked]) -> int:
    memory = [each.census.memory for each in done]
    grown = growth(memory, round(len(done) * _WARM_UP))
    left = left_over(_settled(done), done[-1].census)
    click.echo("\n".join(("", "Memory of the process after each session:", *chart(memory))))
    click.echo(f"Growth after the first quarter: {grown:+.2f} MB in 100 sessions (bound {FLAT:g}).")
    click.echo(
        f"The other processes had {max(each.others_memory for each in done):.1f} MB at most."
    )
    click.echo(f"Left over since the first session: {', '.join(left) or 'nothing'}.")
    hours = sum(each.seconds for each in done) / _HOUR
    wall = sum(each.wall_seconds for each in done)
    click.echo(f"{len(done)} sessions, {hours:.2f} h of virtual time in {wall / 60.0:.1f} min.")
    return 0 if grown <= FLAT and not left else 1


def _settled(done: Sequence[Soaked]) -> Census:
    """What the process held after its first session: what it opens once, it keeps."""
    return done[0].census


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=8.0, help="of virtual time, at least (8)")
    parser.add_argument("--sessions", type=int, default=100, help="at least so many (100)")
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="of real time, at most (no limit)"
    )
    parser.add_argument("--model", type=Path, help="a speech model other than the installed one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
