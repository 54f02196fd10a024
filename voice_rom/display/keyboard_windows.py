"""Keys from a Windows console. Written with care, but untested."""

import sys
import threading
from collections.abc import Callable
from typing import Final

from voice_rom.display.keys import OTHER, KeyDecoder

if sys.platform == "win32":
    import msvcrt

    POLL_SECONDS: Final = 0.05
    """How often keys are looked for: waiting for one could not be ended by `close`."""

    _SPECIAL: Final = ("\x00", "\xe0")
    """What a console sends before the code of an arrow or a function key."""

    _ARROWS: Final = {"K": "left_arrow", "M": "right_arrow"}

    class WindowsKeyboard:
        """Calls `press` with each key's name, from a thread of its own."""

        def __init__(self, press: Callable[[str], None]) -> None:
            self._press = press
            self._ended = threading.Event()
            self._thread = threading.Thread(target=self._read, name="keyboard", daemon=True)
            self._thread.start()

        def close(self) -> None:
            """End the thread; `getwch` changes nothing that would have to be given back."""
            self._ended.set()
            if self._thread is not threading.current_thread():
                self._thread.join()

        def _read(self) -> None:
            while not self._ended.wait(POLL_SECONDS):
                while msvcrt.kbhit():
                    self._take(msvcrt.getwch())

        def _take(self, character: str) -> None:
            if character in _SPECIAL:
                self._press(_ARROWS.get(msvcrt.getwch(), OTHER))
                return
            decoder = KeyDecoder()
            for key in (*decoder.feed(character), *decoder.settle()):
                self._press(key)
