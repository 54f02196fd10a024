"""Runs a target on many spoiled files, in processes that may die of them."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LIMIT: Final = 30.0
"""Seconds for one small file, on a busy machine too: whatever takes longer hangs."""

_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Fault:
    """An input that was neither accepted nor refused in one line."""

    number: int
    what: str
    told: str
    """The traceback."""


@dataclass(frozen=True)
class Result:
    read: int
    accepted: int
    refused: int
    faults: tuple[Fault, ...]


def run(
    target: str,
    *,
    inputs: int,
    first: int = 0,
    seconds: float = float("inf"),
    limit: float = LIMIT,
) -> Result:
    """Read `inputs` spoiled files from number `first` on, for `seconds` at most.

    `target` is "module:name". After an input that a process died of, another goes on.
    """
    counts = {"begin": 0, "accepted": 0, "refused": 0}
    faults: list[Fault] = []
    until = time.monotonic() + seconds
    number, last = first, first + inputs
    while number < last and time.monotonic() < until:
        left = f"{until - time.monotonic():.1f}"
        options = [f"--first={number}", f"--inputs={last - number}"]
        lines = tuple(_child(target, *options, f"--seconds={left}", f"--limit={limit}"))
        for name, *rest in lines:
            counts[name] = counts.get(name, 0) + 1
            if name == "begin":
                number = int(rest[0])
            elif name == "fault":
                faults.append(Fault(number, *rest))
        if lines[-1][0] == "end":
            break
        number += 1
    return Result(counts["begin"], counts["accepted"], counts["refused"], tuple(faults))


def _child(target: str, *options: str) -> Iterator[Sequence[str]]:
    """What a child tells; its death is told as a fault of the input that it began last."""
    command = [sys.executable, "-m", "tests.fuzzing.child", target, *options]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as errors:
        with subprocess.Popen(
            command,
            cwd=_ROOT,
            env={**os.environ, "TMPDIR": folder},  # what it leaves behind when it dies
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as child:
            assert child.stdout is not None
            ended = False
            begun = False
            for line in child.stdout:
                told = json.loads(line)
                begun, ended = begun or told[0] == "begin", told[0] == "end"
                yield told
        if not ended:
            errors.seek(0)
            text = errors.read().decode(errors="replace")
            if not begun:  # it is the fuzzing itself that does not work
                raise RuntimeError(text)
            yield ("fault", _cause(child.returncode, text), text)


def _cause(code: int, errors: str) -> str:
    return "hangs" if "Timeout (" in errors else f"ends the process with {code}"
