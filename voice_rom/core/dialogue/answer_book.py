"""The answers of a session, each kept as soon as it is given or changed."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict, Unpack

from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, AnswerKey, Source, Status
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.protocol.effects import Record


class AnswerChanges(TypedDict, total=False):
    """What may be said about an answer after it was given."""

    confirmed: bool
    side: Side | None
    side_evidence: Understanding | None


class AnswerBook:
    """The last answer to each question. Every change goes out, before anything else is said."""

    def __init__(self, out: EffectBuffer) -> None:
        self._out = out
        self.answers: dict[AnswerKey, Answer] = {}

    def get(self, key: AnswerKey) -> Answer | None:
        return self.answers.get(key)

    def __getitem__(self, key: AnswerKey) -> Answer:
        return self.answers[key]

    def put(self, answer: Answer) -> None:
        self.answers[answer.test_id, answer.question_id] = answer
        self._out.put(Record(answer))

    def change(self, key: AnswerKey, **changes: Unpack[AnswerChanges]) -> None:
        """Put down an answer again with something about it changed or added."""
        self.put(replace(self.answers[key], **changes))

    def take_over(self, answers: Iterable[Answer]) -> None:
        """Have answers that are kept already: nobody is told of them."""
        self.answers.update({(answer.test_id, answer.question_id): answer for answer in answers})

    def restore(self, key: AnswerKey, before: Answer | None) -> None:
        """Be as before the last answer, and tell nobody: another one follows at once."""
        if before is None:
            self.answers.pop(key, None)
        else:
            self.answers[key] = before

    def record(
        self,
        key: AnswerKey,
        status: Status,
        meaning: Meant | None = None,
        source: Source = Source.NONE,
        evidence: Understanding | None = None,
    ) -> None:
        """Put down a new answer to a question, in place of the one before."""
        test_id, question_id = key
        self.put(
            Answer(
                test_id=test_id,
                question_id=question_id,
                status=status,
                meaning=meaning,
                source=source,
                evidence=evidence,
            )
        )
