"""How long a wipe takes, and how much memory the kiosk has: `script/kiosk_figures`.

It runs `voice-rom kiosk --simulate`, and asks for its page as a browser does: the time of a wipe is
that from the end of one person's process to the next start screen. Memory is that of all its
processes, with what they share counted once (PSS).
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import click
import psutil

from tests.page.serving import Client

ROOT: Final = Path(__file__).parents[2]
SCENARIO: Final = "quit-in-the-middle"
PEOPLE: Final = 4
_LOOK_SECONDS: Final = 0.02
_MEMORY_SECONDS: Final = 0.5
_MEGABYTE: Final = 1_000_000

Watched = tuple[list[tuple[float, float]], dict[str, list[float]]]
"""Each wipe with the processor time until the next start screen, and the memory by what goes on."""


def main() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "voice_rom", "kiosk", "--simulate", SCENARIO]
    command += ["--people", str(PEOPLE), "--no-browser", "--speed", "20"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as kiosk:
        assert kiosk.stderr is not None
        link = next(line for line in kiosk.stderr if "http://" in line).split()[-1]
        wipes, memory = _watch(kiosk, link)
    seconds, processor = zip(*wipes, strict=True)
    click.echo(f"wipe: {_spread(seconds)} s, of {len(wipes)}")
    click.echo(f"of it, processor time of the next person's process: {_spread(processor)} s")
    for what, figures in memory.items():
        click.echo(f"memory {what}: {max(figures):.0f} MB at most, of {len(figures)} looks")


def _watch(kiosk: "subprocess.Popen[str]", link: str) -> Watched:
    client: Client | None = None
    wipes: list[tuple[float, float]] = []
    memory: dict[str, list[float]] = {"while waiting": [], "in a session": [], "of the kiosk": []}
    counted: set[int] = set()
    looked = 0.0
    while kiosk.poll() is None:
        time.sleep(_LOOK_SECONDS)
        with suppress(OSError, psutil.Error):
            client = client or Client.with_link(link)
            waits = b"is-start" in client.ask("/")[2]
            visit = _visit_of(kiosk.pid)
            if waits and visit is not None and visit not in counted:
                # One begins as soon as the one before it has ended: a tenth of a second later.
                began = psutil.Process(visit).create_time()
                wipes.append((time.time() - began, _processor_time(visit)))
                counted.add(visit)
            if time.monotonic() < looked + _MEMORY_SECONDS:
                continue  # to look at all of it takes time
            looked = time.monotonic()
            memory["while waiting" if waits else "in a session"].append(_memory(kiosk.pid))
            memory["of the kiosk"].append(_own(psutil.Process(kiosk.pid)))
    return wipes, memory


def _visit_of(pid: int) -> int | None:
    with suppress(psutil.Error):
        return next((each.pid for each in psutil.Process(pid).children()), None)
    return None


def _memory(pid: int) -> float:
    return sum(map(_own, _family(pid)))


def _family(pid: int) -> Iterator[psutil.Process]:
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        yield process
        yield from process.children(recursive=True)


def _processor_time(pid: int) -> float:
    with suppress(psutil.Error):
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)
    return 0.0


def _own(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        memory: float = process.memory_full_info().pss / _MEGABYTE
        return memory
    return 0.0


def _spread(seconds: Sequence[float]) -> str:
    return f"median {statistics.median(seconds):.1f}, longest {max(seconds):.1f}"


if __name__ == "__main__":
    main()
