"""Keys from a POSIX terminal, one by one and unseen, with the terminal given back afterwards."""

import atexit
import codecs
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from voice_rom.display.keys import KeyDecoder

if sys.platform != "win32":
    import termios

    ESCAPE_SECONDS: Final = 0.05
    """How long the rest of an arrow key's characters may take; longer than a terminal over a
    network needs, and far shorter than a person."""

    AWAY_SECONDS: Final = 0.25
    """How often it is looked whether a terminal that somebody else has is ours again."""

    LOOK_SECONDS: Final = 0.25
    """How long a key is waited for at once."""

    LATE_SECONDS: Final = 0.25
    """A look that takes so much longer than it should: the program may have been halted."""

    GRACE_SECONDS: Final = 0.03
    """So long after a key it is waited for the signal that the program goes on after a halt: then
    the key was typed before, for somebody else. Nobody notices so short a delay."""

    LONG_GRACE_SECONDS: Final = 0.3
    """The same where it may have been halted: a busy machine takes its time."""

    _CLOSED, _CONTINUED = b"q", b"c"

    _IFLAG: Final = 0
    _LFLAG: Final = 3
    _CC: Final = 6

    def in_foreground(descriptor: int) -> bool:
        """Whether the terminal is ours: one that is not would halt the program for touching it."""
        try:
            return os.tcgetpgrp(descriptor) == os.getpgrp()
        except OSError:
            # A terminal that controls nothing, and so halts nobody.
            return True

    class PosixKeyboard:
        """Calls `press` with each key's name, from a thread of its own.

        A shell that halts the program and lets it go on changes the terminal's mode; so do others
        that have the terminal meanwhile. It is set anew then, and what was typed is thrown away:
        it was not typed for this program.
        """

        def __init__(self, press: Callable[[str], None], descriptor: int) -> None:
            self._press = press
            self._descriptor = descriptor
            self._before = termios.tcgetattr(descriptor)
            self._wake_reader, self._wake_writer = os.pipe()
            self._closing = threading.Lock()
            self._closed = False
            self._continued = ContinuedSignal(self._go_on)
            # Registered before the terminal is changed: there is no moment in between.
            atexit.register(self.close)
            self._hide_keys()
            self._thread = threading.Thread(target=self._read, name="keyboard", daemon=True)
            self._thread.start()

        def close(self) -> None:
            with self._closing:
                if self._closed:
                    return
                self._closed = True
            self._continued.ignore()
            self._restore()
            atexit.unregister(self.close)
            os.write(self._wake_writer, _CLOSED)
            if self._thread is not threading.current_thread():
                self._thread.join()
            os.close(self._wake_writer)
            os.close(self._wake_reader)

        def _go_on(self) -> None:
            if not self._closed:
                os.write(self._wake_writer, _CONTINUED)

        def _hide_keys(self) -> None:
            """Take keys at once and do not print them. Ctrl-C stays what it is.

            Ctrl-Z is a key like others: it would halt the program with the microphone open. So is
            Ctrl-S, which would halt it at the next line that it shows.
            """
            mode = termios.tcgetattr(self._descriptor)
            mode[_IFLAG] &= ~termios.IXON
            mode[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
            mode[_CC][termios.VSUSP] = bytes([os.fpathconf(self._descriptor, "PC_VDISABLE")])
            mode[_CC][termios.VMIN] = 1
            mode[_CC][termios.VTIME] = 0
            # What was typed before anything was asked is thrown away: it answers nothing.
            termios.tcsetattr(self._descriptor, termios.TCSAFLUSH, mode)

        def _restore(self) -> None:
            # A terminal whose window was closed has nothing to be given back; one that somebody
            # else has would halt the program for it.
            with suppress(termios.error, OSError):
                if in_foreground(self._descriptor):
                    termios.tcsetattr(self._descriptor, termios.TCSANOW, self._before)

        def _read(self) -> None:
            # A terminal whose window was closed can be neither waited for nor read.
            with suppress(termios.error, OSError, ValueError):
                while self._read_keys() and self._is_ours():
                    self._hide_keys()

        def _is_ours(self) -> bool:
            """Wait until the terminal is this program's; False: it is closed meanwhile."""
            while not in_foreground(self._descriptor):
                select.select([self._wake_reader], [], [], AWAY_SECONDS)
                if self._take_wakes():
                    return False
            return True

        def _read_keys(self) -> bool:
            """Read keys as long as nobody halts the program; False at the end of it all."""
            decoder = KeyDecoder()
            characters = codecs.getincrementaldecoder("utf-8")(errors="ignore")
            while True:
                seconds = ESCAPE_SECONDS if decoder.pending else LOOK_SECONDS
                ready = self._ready(seconds)
                if self._wake_reader in ready:
                    return not self._take_wakes()
                if not in_foreground(self._descriptor):
                    return True
                if self._descriptor in ready:
                    typed = os.read(self._descriptor, 1024)
                    if not typed:
                        return False
                    keys = decoder.feed(characters.decode(typed))
                else:
                    keys = decoder.settle()
                for key in keys:
                    self._press(key)

        def _ready(self, seconds: float) -> list[int]:
            """What can be read within `seconds`: keys, or that the program goes on."""
            began = time.monotonic()
            ready, _, _ = select.select([self._descriptor, self._wake_reader], [], [], seconds)
            if self._descriptor not in ready or self._wake_reader in ready:
                return ready
            late = time.monotonic() - began > seconds + LATE_SECONDS
            grace = LONG_GRACE_SECONDS if late else GRACE_SECONDS
            woken, _, _ = select.select([self._wake_reader], [], [], grace)
            return [*ready, *woken]

        def _take_wakes(self) -> bool:
            """Whether it was closed."""
            ready, _, _ = select.select([self._wake_reader], [], [], 0)
            return bool(ready) and _CLOSED in os.read(self._wake_reader, 1024)

    class ContinuedSignal:
        """Tells when the program goes on after it was halted. Signals are for the main thread."""

        def __init__(self, tell: Callable[[], None]) -> None:
            """`tell` is called between any two steps of the main thread."""
            self._give_back: Callable[[], object] | None = None
            if threading.current_thread() is threading.main_thread():
                before = signal.signal(signal.SIGCONT, lambda *_: tell())
                self._give_back = lambda: signal.signal(signal.SIGCONT, before)

        def ignore(self) -> None:
            """Tell nothing any more."""
            if self._give_back and threading.current_thread() is threading.main_thread():
                self._give_back()
