"""Keys from a POSIX terminal, one by one and unseen, with the terminal given back afterwards."""

import atexit
import codecs
import os
import select
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from voice_rom.display.keys import KeyDecoder

if sys.platform != "win32":
    import termios

    ESCAPE_SECONDS: Final = 0.05
    """How long the rest of an arrow key's characters may take; longer than a terminal over a
    network needs, and far shorter than a person."""

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
        """Calls `press` with each key's name, from a thread of its own."""

        def __init__(self, press: Callable[[str], None], descriptor: int) -> None:
            self._press = press
            self._descriptor = descriptor
            self._before = termios.tcgetattr(descriptor)
            self._wake_reader, self._wake_writer = os.pipe()
            self._closing = threading.Lock()
            self._closed = False
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
            self._restore()
            atexit.unregister(self.close)
            os.write(self._wake_writer, b"\n")
            if self._thread is not threading.current_thread():
                self._thread.join()
            os.close(self._wake_writer)
            os.close(self._wake_reader)

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
            # A terminal whose window was closed has nothing to be given back.
            with suppress(termios.error, OSError):
                termios.tcsetattr(self._descriptor, termios.TCSANOW, self._before)

        def _read(self) -> None:
            decoder = KeyDecoder()
            characters = codecs.getincrementaldecoder("utf-8")(errors="ignore")
            while True:
                typed = self._next(ESCAPE_SECONDS if decoder.pending else None)
                if typed is None:
                    return
                keys = decoder.feed(characters.decode(typed)) if typed else decoder.settle()
                for key in keys:
                    self._press(key)

        def _next(self, seconds: float | None) -> bytes | None:
            """Return what is typed within `seconds`, b"" for nothing, None at the end of it all."""
            # A terminal whose window was closed can be neither waited for nor read.
            with suppress(OSError, ValueError):
                sources = [self._descriptor, self._wake_reader]
                ready, _, _ = select.select(sources, [], [], seconds)
                if self._wake_reader in ready:
                    return None
                if self._descriptor not in ready:
                    return b""
                return os.read(self._descriptor, 1024) or None
            return None
