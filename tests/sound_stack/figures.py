# ruff: noqa: T201 - it prints: that is what it is for
"""Measures a live session on a sound stack of its own, and prints each figure as it has it.

Not a test: machines are shared, and no figure of time is a reason to fail. script/figures runs it.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.sound_stack.hurried import HURRIED_VOICE, written
from tests.sound_stack.participant import Ear, Participant
from tests.sound_stack.pulse import SoundStack, running_sound_stack
from tests.sound_stack.test_whole_session import RECORDINGS, VOICE, answer
from voice_rom import model_store

MEGABYTE = 1e6

LIMIT_SECONDS = 210
"""After this it gives up: with a simulated session it is over within five minutes."""

SETTINGS = f"[session]\nshort_welcome = true\n{HURRIED_VOICE}"
"""The questions about safety are asked, as they are of everybody."""


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    warm_starts: int
    """How many more first words, after the one with nothing rendered."""
    waiting_seconds: float
    """How long the processor is watched while the program waits for "ready"."""


WHOLE = Extent(warm_starts=3, waiting_seconds=20.0)
SHORT = Extent(warm_starts=0, waiting_seconds=1.0)
"""Enough to see that each figure can still be had."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/figures", description=__doc__)
    parser.add_argument("--short", action="store_true", help="less of it, in less than a minute")
    with _time_limit(), running_sound_stack() as stack:
        measure(stack, SHORT if parser.parse_args().short else WHOLE)


def measure(stack: SoundStack, extent: Extent) -> None:
    written(stack, SETTINGS)
    tell("first word after the command, nothing rendered yet", f"{first_word(stack):.2f} s")
    for _ in range(extent.warm_starts):
        tell("first word after the command, from then on", f"{first_word(stack):.2f} s")
    watch_waiting(stack, extent.waiting_seconds)


def tell(what: str, figure: str) -> None:
    print(f"{what}: {figure}", flush=True)


@contextmanager
def _time_limit() -> Iterator[None]:
    def give_up(_number: int, _frame: object) -> None:
        raise TimeoutError(f"not all was measured within {LIMIT_SECONDS} s")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT_SECONDS)
    try:
        yield
    except TimeoutError as late:
        sys.exit(f"figures: {late}")
    finally:
        signal.alarm(0)


@contextmanager
def started(
    stack: SoundStack, *arguments: str, stdout: int = subprocess.PIPE
) -> Iterator["subprocess.Popen[str]"]:
    """`voice-rom start`, which is ended whatever happens."""
    command = [sys.executable, "-m", "voice_rom", "start", "--test", "trunk-rotation"]
    command += ["--settings", str(stack.home / "settings.toml"), "--json-events"]
    program = subprocess.Popen(
        [*command, "--model", str(model_store.find()), *arguments],
        env={
            **stack.environment,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "XDG_CACHE_HOME": str(stack.home / "cache"),
        },
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield program
    finally:
        for process in _family(program.pid):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        program.communicate()


def first_word(stack: SoundStack) -> float:
    """Seconds from the command to the first sound; then the session is ended."""
    with Ear(stack.environment) as ear:
        begin = time.monotonic()
        # Nobody reads: a pipe would fill, and what is shown would wait.
        with started(stack, stdout=subprocess.DEVNULL):
            ear.wait_for(lambda: ear.first_sound is not None)
    assert ear.first_sound is not None
    return ear.first_sound - begin


def watch_waiting(stack: SoundStack, seconds: float) -> None:
    """Lead to the first movement, then watch the processor while nothing happens."""
    participant = Participant(stack.environment, answer_until_moving)
    with started(stack) as program:
        participant.take_part(_until_moving(program, seconds))


def answer_until_moving(text_id: str) -> Path | None:
    if text_id.startswith("safety.screening.questions."):
        return RECORDINGS / "no" / f"{VOICE}.flac"
    return answer(text_id)


def _until_moving(program: "subprocess.Popen[str]", seconds: float) -> Iterator[str]:
    assert program.stdout is not None
    peak = 0.0
    for line in program.stdout:
        peak = max(peak, _megabytes(program.pid))
        message = json.loads(line)
        if message.get("effect") == "StartTimer" and message.get("timer") == "movement":
            tell("memory of all processes together, peak", f"{peak:.0f} MB")
            share = _processor_share(program.pid, seconds)
            tell("processor while waiting for ready, of one core", f"{100 * share:.1f} %")
            return
        yield line
    raise RuntimeError("the session ended before the first movement")


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _megabytes(pid: int) -> float:
    return _summed(pid, lambda process: process.memory_info().rss) / MEGABYTE


def _summed(pid: int, figure: Callable[[psutil.Process], float]) -> float:
    """The sum over all its processes; one that ends meanwhile counts nothing."""
    total = 0.0
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            total += figure(process)
    return total


def _processor_share(pid: int, seconds: float) -> float:
    before, begin = _processor(pid), time.monotonic()
    time.sleep(seconds)
    return (_processor(pid) - before) / (time.monotonic() - begin)


def _processor(pid: int) -> float:
    return _summed(pid, lambda process: sum(process.cpu_times()[:2]))


if __name__ == "__main__":
    main()
