"""What a process holds: memory, objects, threads, other processes, file handles."""

import gc
import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

MEGABYTE: Final = 1_000_000

_WITH_THE_PROCESS: Final = "multiprocessing.resource_tracker"
"""Python's own: it ends with the process that began it, and is nothing left over."""

_OWN_MODULES: Final = "voice_rom."

_AT_MOST: Final = 10.0
"""Seconds until a process that was told to end has ended, on a busy machine too."""


@dataclass(frozen=True)
class Census:
    memory: float
    """Resident, in MB, of this process alone."""
    threads: int
    processes: tuple[str, ...]
    """The names of all below this one."""
    handles: Counter[str]
    """What each open file handle is: a path, or a kind such as "pipe"."""
    objects: Counter[str]
    """How many objects there are of each class of this program's own."""


def take_census(*, ended: bool = True) -> Census:
    """Count. With `ended`, processes that are on their way out are waited for first."""
    this = psutil.Process()
    children = [
        child for child in this.children(recursive=True) if _WITH_THE_PROCESS not in _name(child)
    ]
    if ended and children:
        _, children = psutil.wait_procs(children, timeout=_AT_MOST)
    return Census(
        memory=this.memory_info().rss / MEGABYTE,
        threads=this.num_threads(),
        processes=tuple(sorted(_name(child) for child in children)),
        handles=_handles(this),
        objects=_objects(),
    )


def left_over(before: Census, after: Census) -> list[str]:
    """What there is after a while and was not before, each in words."""
    found = [f"process {name}" for name in (Counter(after.processes) - Counter(before.processes))]
    if after.threads > before.threads:
        found.append(f"{after.threads - before.threads} threads")
    handles = after.handles - before.handles
    if handles.total() > (before.handles - after.handles).total():
        found.extend(f"{count} handles of {what}" for what, count in handles.items())
    return found


def kept(before: Census, after: Census) -> list[str]:
    """Of which of this program's classes there are more objects than before, each in words.

    To be asked only after everything has been done once: what is loaded once stays loaded.
    """
    objects = after.objects - before.objects
    return [f"{count} more of {kind}" for kind, count in sorted(objects.items())]


def children_memory() -> float:
    """Resident, in MB, of all processes below this one; what two share counts twice."""
    return sum(_memory(child) for child in psutil.Process().children(recursive=True))


def _memory(process: psutil.Process) -> float:
    try:
        memory: float = process.memory_info().rss / MEGABYTE
    except psutil.Error:  # it has just ended
        return 0.0
    return memory


def _name(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline()[:4])
    except psutil.Error:
        return "one that has just ended"


def _objects() -> Counter[str]:
    """Those that can hold others: what a session leaves behind hangs on one of them."""
    gc.collect()
    kinds = (type(each) for each in gc.get_objects())
    return Counter(
        f"{kind.__module__}.{kind.__qualname__}"
        for kind in kinds
        if str(kind.__module__).startswith(_OWN_MODULES)
    )


def _handles(process: psutil.Process) -> Counter[str]:
    if sys.platform == "win32":
        return Counter({"handle": process.num_handles()})
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        return Counter({"handle": process.num_fds()})
    return Counter(what for handle in folder.iterdir() if (what := _what(handle)))


def _what(handle: Path) -> str | None:
    try:
        target = os.readlink(handle)  # noqa: PTH115 - "pipe:[123]" is no path
    except OSError:  # the one with which this folder was read
        return None
    return target.partition(":[")[0]
