"""The thread that brings what is kept elsewhere, beside the session: the dialogue never waits."""

from contextlib import suppress
from threading import Event, Thread

from voice_rom.core.protocol.events import DeliveryCaughtUp, DeliveryDelayed
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.delivery import Delivery


class Courier:
    def __init__(self, delivery: Delivery, *, in_session: bool = True) -> None:
        """In a session, what has arrived is forgotten at its end: that takes the file a while.

        Without one, it is forgotten at once, and the end waits for nothing.
        """
        self._delivery = delivery
        self._in_session = in_session
        self._woken = Event()
        self._closing = Event()
        # As a daemon: a network that swallows everything keeps no program from ending.
        self._thread = Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is something new. Never waits."""
        self._woken.set()

    def news(self) -> DeliveryDelayed | DeliveryCaughtUp | None:
        """The next thing to be told, if there is one. Never waits."""
        with suppress(IndexError):
            return self._delivery.news.popleft()
        return None

    def close(self, patience: float) -> None:
        """Wait for what is under way for `patience` seconds at most; what is left stays kept.

        A server that did not answer before is not waited for again.
        """
        self._closing.set()
        self._woken.set()
        if self._delivery.failures == 0:
            self._thread.join(patience)

    def _run(self) -> None:
        while True:
            last = self._closing.is_set()  # before the step: it brings all that was kept by then
            wait = self._delivery.step()
            if last or (wait is not None and self._closing.wait(wait)):
                break
            if wait is None:
                if not self._in_session:
                    self._forget()
                self._woken.wait()
            self._woken.clear()
            if self._closing.is_set() and not self._in_session:
                break
        if self._in_session and self._delivery.failures == 0:
            self._forget()
        self._delivery.taker.close()

    def _forget(self) -> None:
        with suppress(StorageUnavailable):
            self._delivery.outbox.forget_delivered()
