"""Kept sessions as files for other programs: JSON with everything, CSV with a line an answer."""

import csv
import io
import json
import math
from collections.abc import Sequence
from typing import Final

from voice_rom.core.language.understanding import Understanding
from voice_rom.history.question_outcome import Dated, questions_of
from voice_rom.storage.answer_rows import row_of
from voice_rom.storage.kept_sessions import KeptAnswer, KeptSession
from voice_rom.storage.times import text_of

FORMAT: Final = "voice-rom-history"

EXPORT_VERSION: Final = 1
"""Raised when a field loses its meaning or goes; new fields do not raise it."""

COLUMNS: Final = (
    "session",
    "started_at",
    "complete",
    "test",
    "question",
    "text",
    "status",
    "answer",
    "side",
    "source",
    "confirmed",
    "noticed",
    "heard",
    "side_heard",
    "recorded_at",
    "room",
)


def to_json(sessions: Sequence[tuple[KeptSession, Dated]]) -> str:
    """Everything that is kept of these sessions. What has no number, as no sound has, is null."""
    value = {
        "format": FORMAT,
        "version": EXPORT_VERSION,
        "sessions": [_session(session) for session, _ in sessions],
    }
    return json.dumps(_plain(value), indent=2, allow_nan=False) + "\n"


def to_csv(sessions: Sequence[tuple[KeptSession, Dated]]) -> str:
    """A line for each answer, with names in the first line. Times are in UTC."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for session, dated in sessions:
        for kept in session.answers:
            table.writerow(_columns(session, dated, kept))
    return text.getvalue()


def _session(session: KeptSession) -> dict[str, object]:
    finished = session.finished_at
    return {
        "id": session.id,
        "started_at": text_of(session.started_at),
        "last_at": text_of(session.last_at),
        "finished_at": None if finished is None else text_of(finished),
        "complete": session.complete,
        "language": session.about.language,
        "tests": list(session.about.tests),
        "program_version": session.about.program_version,
        "room": session.room,
        "answers": [_answer(kept) for kept in session.answers],
        "report": None if session.report is None else _loaded(session.report),
    }


def _answer(kept: KeptAnswer) -> dict[str, object]:
    row = row_of(kept.answer)
    for name in ("evidence", "side_evidence"):
        held = row[name]
        row[name] = _loaded(held) if isinstance(held, str) else None
    return {**row, "recorded_at": text_of(kept.recorded_at)}


def _columns(session: KeptSession, dated: Dated, kept: KeptAnswer) -> list[object]:
    answer = kept.answer
    asked = questions_of(dated.report).get((answer.test_id, answer.question_id))
    return [
        session.id,
        text_of(session.started_at),
        _yes_no(value=session.complete),
        answer.test_id,
        answer.question_id,
        "" if asked is None else asked[1].text,
        answer.status.value,
        answer.meaning or "",
        answer.side or "",
        answer.source.value,
        _yes_no(value=answer.confirmed),
        "" if asked is None else _yes_no(value=asked[1].concerning),
        _heard(answer.evidence),
        _heard(answer.side_evidence),
        text_of(kept.recorded_at),
        session.room or "",
    ]


def _heard(evidence: Understanding | None) -> str:
    return "" if evidence is None else evidence.utterance.text


def _yes_no(*, value: bool) -> str:
    return "yes" if value else "no"


def _loaded(text: str) -> object:
    try:
        loaded: object = json.loads(text)
    except ValueError:
        return None
    return loaded


def _plain(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
