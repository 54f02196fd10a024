"""Answers as rows of the table, and back."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Source, Status
from voice_rom.core.language.meanings import meant
from voice_rom.core.language.understanding import Understanding

Row = Mapping[str, Any]

KEY: Final = ("session_id", "test_id", "question_id")


def row_of(answer: Answer) -> dict[str, object]:
    """The columns of `answer`, but for whose and of when it is."""
    return {
        "test_id": answer.test_id,
        "question_id": answer.question_id,
        "status": answer.status.value,
        "meaning": None if answer.meaning is None else str(answer.meaning),
        "side": None if answer.side is None else answer.side.value,
        "source": answer.source.value,
        "confirmed": answer.confirmed,
        "evidence": _evidence_text(answer.evidence),
        "side_evidence": _evidence_text(answer.side_evidence),
    }


def answer_of(row: Row) -> Answer:
    """The answer in a row. Raises ValueError or TypeError when it is none.

    What an answer rests on is left out when it cannot be read: the answer still holds.
    """
    return Answer(
        test_id=_name(row["test_id"]),
        question_id=_name(row["question_id"]),
        status=Status(row["status"]),
        meaning=None if row["meaning"] is None else meant(_name(row["meaning"])),
        side=None if row["side"] is None else Side(row["side"]),
        source=Source(row["source"]),
        confirmed=bool(row["confirmed"]),
        evidence=_evidence(row["evidence"]),
        side_evidence=_evidence(row["side_evidence"]),
    )


def _name(value: object) -> str:
    if not isinstance(value, str):  # SQLite keeps bytes in a column of texts, too
        raise TypeError(f"{value!r} is no name")
    return value


def _evidence_text(evidence: Understanding | None) -> str | None:
    # By way of Python's own JSON, which knows the level of a room without any sound: -Infinity.
    return None if evidence is None else json.dumps(_adapter().dump_python(evidence, mode="json"))


def _evidence(text: str | None) -> Understanding | None:
    if text is None:
        return None
    try:
        return _adapter().validate_python(json.loads(text))
    except (TypeError, ValueError, RecursionError, ValidationError):
        return None


@cache
def _adapter() -> TypeAdapter[Understanding]:
    return TypeAdapter(Understanding)
