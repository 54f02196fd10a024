"""Where the threads of the sound system and of keys and pages leave what the session takes."""

import threading
from collections import deque
from typing import Generic, TypeVar

SIGNALS_KEPT = 100
"""More keys than that, untaken, are a cat on the keyboard; the newest say what is wanted."""

Sound = TypeVar("Sound")
Note = TypeVar("Note")


class SignalQueue(Generic[Sound, Note]):
    """Two bounded queues that one thread waits on. Both forget their oldest when they are full.

    Notes (keys, lost devices) go before sounds: when the program was busy, "stop" doesn't
    wait behind the seconds of sound that piled up.
    """

    def __init__(self, sounds_kept: int) -> None:
        self._sounds: deque[Sound] = deque(maxlen=sounds_kept)
        self._notes: deque[Note] = deque(maxlen=SIGNALS_KEPT)
        self._arrived = threading.Condition()

    def put_sound(self, sound: Sound) -> None:
        with self._arrived:
            self._sounds.append(sound)
            self._arrived.notify()

    def put_note(self, note: Note) -> None:
        with self._arrived:
            self._notes.append(note)
            self._arrived.notify()

    def wait(self, seconds: float) -> None:
        """Return as soon as there is anything, or after so many seconds."""
        with self._arrived:
            self._arrived.wait_for(lambda: bool(self._notes or self._sounds), max(seconds, 0.0))

    def take_note(self) -> Note | None:
        with self._arrived:
            return self._notes.popleft() if self._notes else None

    def take_sound(self) -> Sound | None:
        with self._arrived:
            return self._sounds.popleft() if self._sounds else None
