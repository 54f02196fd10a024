"""What processes have in their memory, read from outside: all that the system lets them map."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import psutil

_MAP: Final = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (r\S+) \S+ \S+ \S+ *(.*)")
_NOT_READABLE: Final = ("[vvar]", "[vsyscall]", "[vdso]")
_AT_ONCE: Final = 1 << 22
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_PAGES_AT_ONCE: Final = 1 << 20


def family(pid: int) -> list[psutil.Process]:
    """The process with this number, and all below it."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


def holders(processes: Iterable[psutil.Process], phrase: str) -> list[str]:
    """The command lines of those that have the phrase anywhere in memory, in bytes or UTF-16."""
    return [_named(process) for process in processes if holds(process.pid, phrase)]


def holds(pid: int, phrase: str) -> bool:
    """Whether a process has the phrase in its memory. One that has ended has nothing."""
    wanted = (phrase.encode(), phrase.encode("utf-16-le"))
    longest = max(map(len, wanted))
    kept = b""
    for piece in _memory(pid):
        text = kept + piece
        if any(each in text for each in wanted):
            return True
        kept = text[-longest:]
    return False


def _memory(pid: int) -> Iterator[bytes]:
    """Every run of pages that really has something in it: browsers reserve terabytes."""
    folder = Path("/proc") / str(pid)
    try:
        maps = (folder / "maps").read_text()
        memory = (folder / "mem").open("rb", buffering=0)
        pages = (folder / "pagemap").open("rb", buffering=0)
    except (FileNotFoundError, ProcessLookupError):
        return
    with memory, pages:
        for begin, end in _mapped(maps):
            with suppress(OSError, ValueError, OverflowError):  # a device's, or gone meanwhile
                for first, last in _used(pages, begin, end):
                    memory.seek(first)
                    for at in range(first, last, _AT_ONCE):
                        yield memory.read(min(_AT_ONCE, last - at))


def _used(pages: BinaryIO, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of this range that are in memory, or swapped out of it."""
    for start in range(begin, end, _PAGES_AT_ONCE * _PAGE):
        stop = min(end, start + _PAGES_AT_ONCE * _PAGE)
        pages.seek(start // _PAGE * 8)
        entries = np.frombuffer(pages.read((stop - start) // _PAGE * 8), dtype=np.uint64)
        used = np.concatenate([[False], (entries >> np.uint64(62)) != 0, [False]])
        edges = np.flatnonzero(used[1:] != used[:-1])
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            yield start + int(first) * _PAGE, start + int(last) * _PAGE


def _mapped(maps: str) -> Iterator[tuple[int, int]]:
    for line in maps.splitlines():
        found = _MAP.match(line)
        if found and found[4] not in _NOT_READABLE:
            yield int(found[1], 16), int(found[2], 16)


def _named(process: psutil.Process) -> str:
    with suppress(psutil.NoSuchProcess):
        return f"{process.pid} {' '.join(process.cmdline())[:120]}"
    return f"{process.pid}"
