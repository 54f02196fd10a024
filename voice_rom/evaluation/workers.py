"""Work in several processes at once; what comes out does not depend on how many."""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from voice_rom.errors import RecogniserFailed
from voice_rom.evaluation.candidate import Candidate, Entry
from voice_rom.evaluation.candidates import open_candidate

_BYTES_A_KILOBYTE: Final = 1024
_BYTES_A_MEGABYTE: Final = 1_000_000


Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Measured(Generic[Result]):
    """The results in the order of the tasks, and the most memory that a process took.

    `peak_memory_mb` is in megabytes of 10^6 bytes; None where the system does not tell.
    """

    results: tuple[Result, ...]
    peak_memory_mb: float | None


def measure(
    tasks: Sequence[Task],
    work: Callable[[Task, Candidate], Result],
    entry: Entry,
    *,
    jobs: int,
    done: Callable[[], None],
) -> Measured[Result]:
    """Do `work` on every task in one of `jobs` processes; `done` is called after each.

    `work`, tasks and results must be fit to be sent to another process. Raises what `work` and
    the loading of the listener raise, and KeyboardInterrupt; the processes are ended first.
    """
    with _processes(jobs) as executor:
        futures = _submit(executor, tasks, work, entry)
        for future in as_completed(futures):
            _raise_if_failed(future)
            done()
        results = [future.result() for future in futures]
    peaks = [peak for _, peak in results if peak is not None]
    return Measured(tuple(result for result, _ in results), max(peaks, default=None))


def _submit(
    executor: ProcessPoolExecutor,
    tasks: Sequence[Task],
    work: Callable[[Task, Candidate], Result],
    entry: Entry,
) -> list[Future[tuple[Result, float | None]]]:
    """Start the processes deaf to Ctrl-C: it is for this one to hear, and to end them quietly."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return [executor.submit(_do, work, task, entry) for task in tasks]
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    # Not forked: a recogniser's threads and locks do not survive that.
    executor = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    known = set(multiprocessing.active_children())
    try:
        yield executor
    except BaseException:
        for process in set(multiprocessing.active_children()) - known:
            process.terminate()
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    executor.shutdown(wait=True)


def _raise_if_failed(future: Future[tuple[Result, float | None]]) -> None:
    try:
        future.result()
    except BrokenProcessPool as error:
        raise RecogniserFailed(
            "A listening process ended unexpectedly, perhaps for lack of memory. Try fewer --jobs."
        ) from error


# In the process that works

_stack: Final = ExitStack()
_opened: dict[str, Candidate] = {}


def _do(
    work: Callable[[Task, Candidate], Result], task: Task, entry: Entry
) -> tuple[Result, float | None]:
    """One task; the first of a process loads the listener."""
    if entry.name not in _opened:
        _opened[entry.name] = _stack.enter_context(open_candidate(entry))
    return work(task, _opened[entry.name]), _peak_memory_mb()


def _peak_memory_mb() -> float | None:
    """The most memory that this process has taken since it began."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else _BYTES_A_KILOBYTE
    return round(peak * unit / _BYTES_A_MEGABYTE, 1)
