"""The tables as they are now. How a file comes to have them, `migrations/` says."""

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, MetaData, PrimaryKeyConstraint, String, Table

METADATA: Final = MetaData()

SESSIONS: Final = Table(
    "session",
    METADATA,
    Column("id", String, primary_key=True),
    Column("started_at", String, nullable=False),  # UTC, as 2026-11-23T06:40:12.000000Z
    Column("last_at", String, nullable=False),  # the last answer, or the start
    Column("finished_at", String),  # null: it broke off, or goes on
    Column("complete", Boolean(create_constraint=False)),  # null as long as it is not finished
    Column("language", String, nullable=False),
    Column("tests", String, nullable=False),  # the ids, in their order, as a JSON list
    Column("program_version", String, nullable=False),
    Column("report", String),  # JSON; null when the session broke off
)

ANSWERS: Final = Table(
    "answer",
    METADATA,
    Column("session_id", String, ForeignKey("session.id", ondelete="CASCADE"), nullable=False),
    Column("test_id", String, nullable=False),
    Column("question_id", String, nullable=False),
    Column("status", String, nullable=False),
    Column("meaning", String),
    Column("side", String),
    Column("source", String, nullable=False),
    Column("confirmed", Boolean(create_constraint=False), nullable=False),
    Column("evidence", String),  # what was heard, and how it was understood: JSON
    Column("side_evidence", String),
    Column("recorded_at", String, nullable=False),
    # One answer to each question of a session: who answers again replaces it.
    PrimaryKeyConstraint("session_id", "test_id", "question_id"),
)
