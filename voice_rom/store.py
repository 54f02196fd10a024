"""A store that keeps nothing on disk: the answers live as long as the session."""

from voice_rom.core.findings import Answer


class MemoryStore:
    """Implements `ports.Store`. Nothing of anybody is written unless the owner asks for it."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], Answer] = {}

    def record(self, answer: Answer) -> None:
        self.answers[answer.test_id, answer.question_id] = answer
