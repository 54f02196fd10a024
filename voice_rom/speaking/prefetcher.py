"""Rendering ahead of time, in a thread of its own."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from voice_rom.errors import VoiceRomError


@dataclass(frozen=True)
class Text:
    text: str
    rate: int


class Prefetcher:
    """A queue of texts, and a thread that does them one by one; it starts with the first text.

    `render` may raise a VoiceRomError: then all that is queued is dropped, as a voice that fails
    fails for all. Whoever asks for a text to be spoken is told why.
    """

    def __init__(self, render: Callable[[Text], None]) -> None:
        self._render = render
        self._changed = threading.Condition()
        self._texts: deque[Text] = deque()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def add(self, texts: Iterable[Text]) -> None:
        """Queue texts, in this order, before all that is queued: they are needed sooner."""
        with self._changed:
            if self._stopped:
                return
            fresh = dict.fromkeys(texts)
            self._texts = deque([*fresh, *(text for text in self._texts if text not in fresh)])
            if self._thread is None and self._texts:
                self._thread = threading.Thread(target=self._work, name="voice-ahead", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def wait_until_done(self, seconds: float) -> bool:
        """Wait until nothing is queued or under way, `seconds` at most; whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._texts or self._stopped, timeout=seconds)

    def stop(self) -> None:
        """Begin nothing more. What is under way ends by itself, or is ended by who renders."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def join(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while (text := self._first()) is not None:
            try:
                self._render(text)
            except VoiceRomError:
                self._drop_all()
            else:
                self._drop(text)

    def _first(self) -> Text | None:
        with self._changed:
            self._changed.wait_for(lambda: self._texts or self._stopped)
            return None if self._stopped else self._texts[0]

    def _drop(self, done: Text) -> None:
        with self._changed:
            if done in self._texts:
                self._texts.remove(done)
            self._changed.notify_all()

    def _drop_all(self) -> None:
        with self._changed:
            self._texts.clear()
            self._changed.notify_all()
