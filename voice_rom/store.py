"""Stores that keep nothing on disk: the answers live as long as the session."""

from voice_rom.core.assessment.findings import Answer
from voice_rom.core.outcome.report import Report
from voice_rom.errors import StorageUnavailable


class MemoryStore:
    """Implements `ports.Store`. Nothing of anybody is written unless the owner asks for it."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], Answer] = {}

    notices = ()

    def begin(self) -> None:
        """There is nothing to open."""

    def resume(self, *, accepted: bool) -> None:
        """No session broke off here."""

    def record(self, answer: Answer) -> None:
        self.answers[answer.test_id, answer.question_id] = answer

    def finish(self, report: Report) -> None:
        """The report goes to whoever runs the session."""

    def news(self) -> None:
        """Nothing is brought anywhere."""


class LostStore:
    """Stands for a file that could not be opened: `begin` says why, so that it is said aloud."""

    notices = ()

    def __init__(self, fault: StorageUnavailable) -> None:
        self._fault = fault

    def begin(self) -> None:
        raise self._fault

    def resume(self, *, accepted: bool) -> None:  # noqa: ARG002 - the same whatever it is
        raise self._fault

    def record(self, answer: Answer) -> None:  # noqa: ARG002
        raise self._fault

    def finish(self, report: Report) -> None:  # noqa: ARG002
        raise self._fault

    def news(self) -> None:
        """Nothing is kept that could be brought anywhere."""
