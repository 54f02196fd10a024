"""A store whose file may be on a network share: when that hangs, the session does not."""

from contextlib import suppress
from typing import Final

from voice_rom.core.assessment.findings import Answer
from voice_rom.core.assessment.settings import StorageSettings
from voice_rom.core.outcome.report import Report
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.events import DeliveryCaughtUp, DeliveryDelayed
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.keeping import KeepingStore, open_keeping_store
from voice_rom.storage.kept_sessions import About
from voice_rom.storage.patience import Patience
from voice_rom.storage.private_files import history_file

OPENING_SECONDS: Final = 30.0
"""Before the first word: what is kept for too long is deleted then, and the file written anew."""


class TimedStore:
    """Implements `ports.Store`: each step of `inner` ends within the settings' `file_timeout`."""

    def __init__(self, inner: KeepingStore, settings: StorageSettings) -> None:
        self._inner = inner
        self._patience = Patience(settings.file_timeout, lambda: _hanging(settings))
        self._closing_seconds = settings.server_timeout if settings.url else 0.0

    @property
    def session(self) -> str | None:
        """The id under which answers are kept now."""
        return self._inner.session

    @property
    def notices(self) -> tuple[str, ...]:
        return self._inner.notices

    def begin(self) -> None:
        self._patience.take(self._inner.begin)

    def resume(self, *, accepted: bool) -> None:
        self._patience.take(lambda: self._inner.resume(accepted=accepted))

    def record(self, answer: Answer) -> None:
        self._patience.take(lambda: self._inner.record(answer))

    def finish(self, report: Report) -> None:
        self._patience.take(lambda: self._inner.finish(report))

    def news(self) -> DeliveryDelayed | DeliveryCaughtUp | None:
        return self._inner.news()

    def close(self) -> None:
        with suppress(StorageUnavailable):
            self._patience.take(self._inner.close, longer=self._closing_seconds)


def open_timed_store(
    settings: StorageSettings, about: About, *, patience: float = OPENING_SECONDS
) -> tuple[TimedStore, Earlier | None]:
    """Open the file, and say what is left in it of a session that broke off a short while ago.

    Raises StorageUnavailable, at the latest after `patience` seconds.
    """

    def opened() -> tuple[KeepingStore, Earlier | None]:
        store = open_keeping_store(settings, about)
        try:
            return store, store.offer()
        except BaseException:
            store.close()
            raise

    opening = Patience(patience, lambda: _hanging(settings))
    store, earlier = opening.take(opened, undo=lambda unwanted: unwanted[0].close())
    return TimedStore(store, settings), earlier


def _hanging(settings: StorageSettings) -> StorageUnavailable:
    return StorageUnavailable(
        f"{history_file(settings.folder)}: it does not answer. If it is on a network share, check "
        "that the share is still there."
    )
