"""The long run: every kind of file in turn, always other inputs, until the time is over."""

import argparse
import importlib
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import click

from tests.fuzzing.every_target import EVERY_TARGET
from tests.fuzzing.run import Fault, Result, run
from tests.fuzzing.target import Target, spoiled

_TURN: Final = 20.0
"""Seconds for one kind of file, then the next one: all get their share of a short run too."""

_PLENTY: Final = 1_000_000


class LongRun:
    """Counts what was read, and saves what should not have happened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.faults = 0

    def take_in(self, name: str, result: Result) -> None:
        self.counts[name].update(
            read=result.read,
            accepted=result.accepted,
            refused=result.refused,
            faults=len(result.faults),
        )
        for fault in result.faults:
            self.faults += 1
            self._save(name, fault)

    def _save(self, name: str, fault: Fault) -> None:
        seed = spoiled(target_named(name), fault.number)
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"{name}-{fault.number}-{Path(seed.place).name}"
        file.write_bytes(seed.content)
        file.with_name(f"{file.name}.why").write_text(fault.told, encoding="utf-8")
        click.echo(f"FAULT in {name}: {fault.what}\n  input: {file}\n  why: {file}.why")
        click.echo(f"  again: script/fuzz --only {name} --first {fault.number} --inputs 1")

    def table(self) -> str:
        lines = [f"{'files':18}{'read':>9}{'accepted':>10}{'refused':>9}{'faults':>8}"]
        for name, count in sorted(self.counts.items()):
            figures = f"{count['read']:9}{count['accepted']:10}{count['refused']:9}"
            lines.append(f"{name:18}{figures}{count['faults']:8}")
        return "\n".join(lines)


def target_named(name: str) -> Target:
    module = importlib.import_module(EVERY_TARGET[name].partition(":")[0])
    targets: tuple[Target, ...] = module.TARGETS
    return next(target for target in targets if target.name == name)


def main() -> int:
    arguments = _arguments()
    names = arguments.only or list(EVERY_TARGET)
    until = time.monotonic() + arguments.minutes * 60.0
    long_run, first, read = LongRun(arguments.save), dict.fromkeys(names, arguments.first), 0
    while time.monotonic() < until and read < arguments.inputs:
        for name in names:
            left = until - time.monotonic()
            if left <= 0.0:
                break
            result = run(
                EVERY_TARGET[name],
                first=first[name],
                inputs=arguments.inputs,
                seconds=min(left, _TURN),
            )
            first[name] += max(result.read, 1)
            read += result.read
            long_run.take_in(name, result)
    click.echo(long_run.table())
    click.echo(
        f"{long_run.faults} faults" + (f", saved in {arguments.save}" * bool(long_run.faults))
    )
    return 1 if long_run.faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long it takes (10)")
    parser.add_argument("--only", action="append", choices=EVERY_TARGET, help="only these files")
    parser.add_argument(
        "--first", type=int, default=int(time.time()), help="number of the first input (the time)"
    )
    parser.add_argument("--inputs", type=int, default=_PLENTY, help="how many in all")
    saved = Path(tempfile.gettempdir()) / "voice-rom-fuzzing"
    parser.add_argument("--save", type=Path, default=saved, help=f"for what it finds ({saved})")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
