# ruff: noqa: T201 - it prints: that is what it is for
"""Measures a live session on a sound stack of its own, and prints what it measured.

Not a test: machines are shared, and no figure of time is a reason to fail. script/figures runs it.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.sound_stack.participant import Participant
from tests.sound_stack.pulse import SoundStack, running_sound_stack
from tests.sound_stack.test_whole_session import answer
from voice_rom import model_store

WAITING_SECONDS = 20.0
"""How long the processor is watched while the program waits for "ready"."""

MEGABYTE = 1e6


@dataclass
class Measured:
    first_word: list[float] = field(default_factory=list)
    peak_megabytes: float = 0.0
    processor: float = 0.0
    """Share of one core while it waits for "ready"."""


def main() -> None:
    measured = Measured()
    with running_sound_stack() as stack:
        cache = Path(stack.environment["HOME"]) / "cache"
        for _ in range(4):  # the first with an empty cache
            measured.first_word.append(first_word(stack, cache))
        until_waiting(stack, cache, measured)
    cold, *warm = measured.first_word
    print(f"first word after the command, nothing rendered yet: {cold:.2f} s")
    print(f"first word after the command, from then on: {', '.join(f'{s:.2f}' for s in warm)} s")
    print(f"memory of all processes together, peak: {measured.peak_megabytes:.0f} MB")
    print(f"processor while waiting for ready, of one core: {100 * measured.processor:.1f} %")


def started(stack: SoundStack, cache: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "voice_rom", "start", "--test", "trunk-rotation"]
    return subprocess.Popen(
        [*command, "--model", str(model_store.find()), "--json-events"],
        env={
            **stack.environment,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "XDG_CACHE_HOME": str(cache),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def first_word(stack: SoundStack, cache: Path) -> float:
    """Seconds from the command to the first sound; then the session is ended."""
    begin = time.monotonic()
    participant = Participant(stack.environment, lambda _text: None)
    with started(stack, cache) as program:
        assert program.stdout is not None
        participant.take_part(_until_first_word(program, participant))
        program.wait()
    assert participant.first_word is not None
    return participant.first_word - begin


def _until_first_word(program: "subprocess.Popen[str]", participant: Participant) -> Iterator[str]:
    assert program.stdout is not None
    for line in program.stdout:
        yield line
        if participant.first_word is not None and program.poll() is None:
            program.send_signal(signal.SIGINT)


def until_waiting(stack: SoundStack, cache: Path, measured: Measured) -> None:
    """Lead to the first movement, then watch the processor while nothing happens."""
    participant = Participant(
        stack.environment, lambda text: None if ".steps." in text else answer(text)
    )
    with started(stack, cache) as program:
        watched = psutil.Process(program.pid)
        assert program.stdout is not None
        participant.take_part(_watching(program, watched, measured))
        program.wait()


def _watching(
    program: "subprocess.Popen[str]", watched: psutil.Process, measured: Measured
) -> Iterator[str]:
    assert program.stdout is not None
    for line in program.stdout:
        yield line
        measured.peak_megabytes = max(measured.peak_megabytes, _megabytes(watched))
        message = json.loads(line)
        if message.get("effect") == "StartTimer" and message.get("timer") == "movement":
            before, begin = _processor(watched), time.monotonic()
            time.sleep(WAITING_SECONDS)
            measured.processor = (_processor(watched) - before) / (time.monotonic() - begin)
            program.send_signal(signal.SIGINT)


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _megabytes(process: psutil.Process) -> float:
    try:
        return sum(one.memory_info().rss for one in _family(process)) / MEGABYTE
    except psutil.NoSuchProcess:
        return 0.0


def _processor(process: psutil.Process) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in _family(process))


if __name__ == "__main__":
    main()
