"""A lock with two doors: what somebody waits for goes before what is done ahead of time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PriorityLock:
    """One at a time; `ahead` lets in nobody while somebody stands at `now`."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken = False
        self._waiting = 0

    @property
    def awaited(self) -> bool:
        """Whether somebody stands at `now`."""
        with self._changed:
            return self._waiting > 0

    @contextmanager
    def now(self) -> Iterator[None]:
        with self._changed:
            self._waiting += 1
            try:
                self._changed.wait_for(lambda: not self._taken)
                self._taken = True
            finally:
                self._waiting -= 1
        yield from self._inside()

    @contextmanager
    def ahead(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._taken and not self._waiting)
            self._taken = True
        yield from self._inside()

    def _inside(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()
