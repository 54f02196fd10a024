"""The kiosk's own process: starts one person's process after the other, and knows none of them.

It holds the address, the secrets of the page, and which of the two processes still run. All that
a person said or answered is in the memory of theirs alone, which the system takes back at its end.
"""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from voice_rom.child_process import command_of
from voice_rom.errors import EndedEarly
from voice_rom.kiosk.order import PIPE_VARIABLE, TRY_AGAIN, VisitOrder
from voice_rom.kiosk.printing import delete_what_is_left
from voice_rom.kiosk.watchdog import Watchdog

VISIT: Final = command_of("voice_rom.kiosk.visit")

_LOOK_SECONDS: Final = 0.1
_SOON_SECONDS: Final = 5.0
"""A process that ends sooner, by a fault, may do so again: it is started after a while only,"""
_LONGEST_PAUSE: Final = 30.0
"""twice as long each time, up to this."""
_BROWSER_PAUSE: Final = 2.0
"""A browser that ends by itself is started again after this: it may end at once each time."""


@dataclass(frozen=True)
class Wiped:
    """One person's process has ended, and everything of theirs with it."""

    number: int
    """How many there were so far."""
    code: int
    """Its exit code."""
    wipe_seconds: float
    """From its end until browser and profile were gone too."""


class ShownPage(Protocol):
    """A browser of the kiosk's own, wherever it runs."""

    @property
    def runs(self) -> bool: ...

    def open(self) -> None:
        """Show the page, knowing nothing of anybody."""

    def close(self) -> None:
        """Return when nothing of it is left. Safe to call twice."""


class KioskLoop:
    """One person after another, until somebody ends it."""

    def __init__(
        self,
        order: VisitOrder,
        *,
        browser: ShownPage | None = None,
        command: Sequence[str] = VISIT,
        tell: Callable[[Wiped], None] = lambda _wiped: None,
    ) -> None:
        """`tell` is told of each wipe."""
        self._watchdog = Watchdog.of()
        self._order = order
        self._browser = browser
        self._command = tuple(command)
        self._tell = tell
        self._ended = False
        self._visit: subprocess.Popen[bytes] | None = None

    def run(self, people: int | None = None) -> None:
        """Lead so many people, or all that come. Raises EndedEarly when it is asked to end."""
        done, quick_faults = 0, 0
        _leave_no_core()
        with self._ending_politely():
            try:
                while not self._ended and (people is None or done < people):
                    begin = time.monotonic()
                    code = self._lead_one()
                    if code == TRY_AGAIN:
                        continue
                    done += 1
                    self._wipe(done, code)
                    is_quick = code != 0 and time.monotonic() - begin < _SOON_SECONDS
                    quick_faults = quick_faults + 1 if is_quick else 0
                    if quick_faults:
                        self._pause(min(_LONGEST_PAUSE, 2.0 ** (quick_faults - 1)))
            finally:
                self._close()
        if self._ended:
            raise EndedEarly("Ended at your request.")

    def _lead_one(self) -> int:
        """Start a process for whoever comes next, and return its exit code when it is over."""
        reading, writing = os.pipe()
        try:
            self._visit = visit = subprocess.Popen(  # noqa: S603 - the command is ours
                self._command,
                pass_fds=(reading, self._order.listening),
                env={**os.environ, PIPE_VARIABLE: str(reading)},
            )
            os.close(reading)
            os.write(writing, self._order.as_line())
            return self._wait_for(visit)
        finally:
            os.close(writing)  # and one that still ran would end with it

    def _wait_for(self, visit: "subprocess.Popen[bytes]") -> int:
        not_before = 0.0
        while True:
            code = visit.poll()
            if code is not None:
                return code
            browser, now = self._browser, time.monotonic()
            if browser is not None and not browser.runs and not self._ended and now >= not_before:
                browser.open()
                not_before = now + _BROWSER_PAUSE
            time.sleep(_LOOK_SECONDS)

    def _wipe(self, number: int, code: int) -> None:
        begin = time.monotonic()
        if self._browser is not None:
            self._browser.close()
        delete_what_is_left(os.getpid())
        self._tell(Wiped(number, code, time.monotonic() - begin))

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._ended and time.monotonic() < end:
            self._watchdog.feed()  # whose loop would do it is not there
            time.sleep(_LOOK_SECONDS)

    def _close(self) -> None:
        if self._browser is not None:
            self._browser.close()
        visit = self._visit
        if visit is not None and visit.poll() is None:
            visit.kill()
            visit.wait()

    @contextmanager
    def _ending_politely(self) -> Iterator[None]:
        """Whoever asks for the end has the person told it, by their own process."""

        def ask(_number: int, _frame: object) -> None:
            self._ended = True
            self._watchdog.stopping()
            visit = self._visit
            if visit is not None and visit.poll() is None:
                visit.send_signal(signal.SIGTERM)

        before = {each: signal.signal(each, ask) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _leave_no_core() -> None:
    """No process from here on leaves its memory on disk when it crashes, the browser's neither."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))
