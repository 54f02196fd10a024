"""Reads spoiled files, one after the other, and tells of each: in a process that may die of it.

Each line on stdout is a JSON list: `["begin", number]`, then `["accepted"]`, `["refused"]` or
`["fault", what, traceback]`. When a line is missing, the process has died of that input.
"""

import argparse
import faulthandler
import importlib
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.fuzzing.target import Seed, Target, spoiled
from voice_rom.errors import VoiceRomError

MEMORY: Final = 3 << 30
"""Bytes of address space: a small file that asks for more is a fault, not a slow machine."""

_LONGEST_LINE: Final = 5_000
"""Characters; nobody reads more to the end."""


def main() -> None:
    arguments = _arguments()
    module, _, name = arguments.target.partition(":")
    targets: tuple[Target, ...] = importlib.import_module(module).TARGETS
    (target,) = (each for each in targets if each.name == name)
    _limit_memory()
    until = time.monotonic() + arguments.seconds
    with _workspaces(target) as folders:
        for number in range(arguments.first, arguments.first + arguments.inputs):
            if time.monotonic() > until:
                break
            _tell("begin", number)
            # Kills this process, in whatever it hangs, with a traceback on stderr.
            faulthandler.dump_traceback_later(arguments.limit, exit=True)
            _tell(*_read(target, spoiled(target, number), next(folders)))
            faulthandler.cancel_dump_traceback_later()
    _tell("end")


def _read(target: Target, seed: Seed, folder: Path) -> tuple[str, ...]:
    _lay_out(target, seed, folder)
    try:
        target.read(folder)
    except VoiceRomError as refusal:
        return _judged(str(refusal))
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is looked for
        return ("fault", type(fault).__name__, traceback.format_exc())
    return ("accepted",)


def _judged(line: str) -> tuple[str, ...]:
    if not line.strip():
        return ("fault", "an empty line", line)
    if not line.isprintable():
        return ("fault", "more than one line, or signs that move the cursor", ascii(line))
    if len(line) > _LONGEST_LINE:
        return ("fault", "a line that is too long", line[:_LONGEST_LINE])
    return ("refused",)


def _lay_out(target: Target, seed: Seed, folder: Path) -> None:
    for good in target.seeds():
        if target.alone:
            (folder / good.place).unlink(missing_ok=True)
        else:
            good.write(folder)
    seed.write(folder)


@contextmanager
def _workspaces(target: Target) -> Iterator[Iterator[Path]]:
    """Folders to read from: always the same one, or always another."""
    with tempfile.TemporaryDirectory(prefix="fuzzing-") as name:

        def folders() -> Iterator[Path]:
            number = 0
            while True:
                with tempfile.TemporaryDirectory(dir=name) if target.afresh else _same(name) as one:
                    yield Path(one)
                number += 1

        yield folders()


@contextmanager
def _same(name: str) -> Iterator[str]:
    yield name


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _tell(*words: str | int) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", help="module:name")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--inputs", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--limit", type=float, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
