"""Steps that may hang, as on a network share that is gone: waited for so long, and no longer."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Patience:
    """Takes one step after another, each in a thread of its own.

    A system's call that hangs can be ended by nobody. Whoever waits for it can stop waiting.
    """

    def __init__(self, seconds: float, late: Callable[[], Exception]) -> None:
        """`late` gives what is raised when a step has not come back within `seconds`."""
        self._seconds = seconds
        self._late = late
        self._hanging: threading.Thread | None = None

    def take(
        self,
        step: Callable[[], T],
        *,
        undo: Callable[[T], None] = lambda _: None,
        longer: float = 0.0,
    ) -> T:
        """What `step` gives, or raises. It may take `longer`, in seconds.

        Raises what `late` gives, and then `undo` gets what comes of it after all. While an earlier
        step hangs, that is raised at once, and none is begun.
        """
        if self._hanging is not None and self._hanging.is_alive():
            raise self._late()
        taken = _Step(step, undo)
        if not taken.is_over_within(self._seconds + longer):
            self._hanging = taken.thread
            raise self._late()
        return taken.result()


class _Step(Generic[T]):
    def __init__(self, step: Callable[[], T], undo: Callable[[T], None]) -> None:
        self._step = step
        self._undo = undo
        self._results: list[T] = []
        self._fault: BaseException | None = None
        self._is_over = False
        self._is_given_up = False
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._run, name="a step that may hang", daemon=True)
        self.thread.start()

    def is_over_within(self, seconds: float) -> bool:
        """False: it is given up."""
        self.thread.join(seconds)
        with self._lock:
            self._is_given_up = not self._is_over
            return self._is_over

    def result(self) -> T:
        if self._fault is not None:
            raise self._fault
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._step())
        except BaseException as fault:  # noqa: BLE001 - raised where it is waited for
            self._fault = fault
        with self._lock:
            self._is_over = True
        if self._is_given_up and self._results:
            self._undo(self._results[0])
