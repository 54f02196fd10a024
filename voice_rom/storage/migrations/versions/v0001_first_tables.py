"""Sessions, and the answers given in them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("started_at", sa.String, nullable=False),
        sa.Column("last_at", sa.String, nullable=False),
        sa.Column("finished_at", sa.String),
        sa.Column("complete", sa.Boolean(create_constraint=False)),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("tests", sa.String, nullable=False),
        sa.Column("program_version", sa.String, nullable=False),
        sa.Column("report", sa.String),
    )
    op.create_table(
        "answer",
        sa.Column(
            "session_id", sa.String, sa.ForeignKey("session.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("test_id", sa.String, nullable=False),
        sa.Column("question_id", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("meaning", sa.String),
        sa.Column("side", sa.String),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("confirmed", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("evidence", sa.String),
        sa.Column("side_evidence", sa.String),
        sa.Column("recorded_at", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "test_id", "question_id"),
    )
