"""The tables as they are now, in a room's own file and in a database of many rooms alike.

How a file or a database comes to have them, `migrations/` says.
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

METADATA: Final = MetaData()

ROOMS: Final = Table(
    "room",
    METADATA,
    Column("id", String, primary_key=True),  # random: two rooms may have the same name
    Column("name", String, nullable=False),
)

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
    Column("room_id", String, ForeignKey("room.id")),  # null in a room's own file
    Column("sequence", Integer, nullable=False, server_default=text("0")),  # of its last change
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
    # Of the change of the session by which it was given: the order, whatever the clock does.
    Column("sequence", Integer, nullable=False, server_default=text("0")),
    # One answer to each question of a session: who answers again replaces it.
    PrimaryKeyConstraint("session_id", "test_id", "question_id"),
    Index("answer_order", "session_id", "sequence", unique=True),
)

DELIVERIES: Final = Table(
    "delivery",  # in a room's file: what has been brought elsewhere; elsewhere: what has come
    METADATA,
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), primary_key=True),
    Column("sequence", Integer, nullable=False),  # up to this change of the session
    Column("at", DateTime(timezone=True), server_default=text("CURRENT_TIMESTAMP")),
)

DELETIONS: Final = Table(
    "deletion",  # in a database of many rooms: what comes of these sessions is not taken any more
    METADATA,
    Column("session_id", String, primary_key=True),
    Column("at", DateTime(timezone=True), server_default=text("CURRENT_TIMESTAMP")),
)
