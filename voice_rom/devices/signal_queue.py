"""Where the threads of the sound system and of keys and pages leave what the session takes."""

import queue
import time
from collections import deque
from contextlib import suppress
from typing import Generic, TypeVar

SIGNALS_KEPT = 100
"""More keys than that, untaken, are a cat on the keyboard; the newest say what is wanted."""

Sound = TypeVar("Sound")
Note = TypeVar("Note")


class SignalQueue(Generic[Sound, Note]):
    """Two bounded queues that one thread waits on. Both forget their oldest when they are full.

    Notes (keys, lost devices) go before sounds: when the program was busy, "stop" doesn't
    wait behind the seconds of sound that piled up.

    It has no lock: a request to end may break off the thread that takes, anywhere, and a lock that
    it held then would halt the sound system's thread for ever. Only one thread may take.
    """

    def __init__(self, sounds_kept: int) -> None:
        self._sounds: deque[Sound] = deque(maxlen=sounds_kept)
        self._notes: deque[Note] = deque(maxlen=SIGNALS_KEPT)
        self._arrived: queue.SimpleQueue[None] = queue.SimpleQueue()
        """Holds something after each arrival; it may still do so when all is taken."""

    def put_sound(self, sound: Sound) -> None:
        self._sounds.append(sound)
        self._wake()

    def put_note(self, note: Note) -> None:
        self._notes.append(note)
        self._wake()

    def wait(self, seconds: float) -> None:
        """Return as soon as there is anything, or after so many seconds."""
        until = time.monotonic() + seconds
        while not (self._notes or self._sounds):
            left = until - time.monotonic()
            if left <= 0:
                return
            with suppress(queue.Empty):
                self._arrived.get(timeout=left)

    def take_note(self) -> Note | None:
        return self._notes.popleft() if self._notes else None

    def take_sound(self) -> Sound | None:
        return self._sounds.popleft() if self._sounds else None

    def _wake(self) -> None:
        if self._arrived.empty():
            self._arrived.put(None)
