"""Each change of a session has a number: it can be brought elsewhere once, and in order."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
    )
    # Alembic alone would add the reference by itself, which SQLite cannot.
    op.execute("ALTER TABLE session ADD COLUMN room_id VARCHAR REFERENCES room (id)")
    op.add_column(
        "session", sa.Column("sequence", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    op.add_column(
        "answer", sa.Column("sequence", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    # Until now the time alone told the order.
    op.execute(
        "UPDATE answer SET sequence = (SELECT count(*) FROM answer AS earlier"
        " WHERE earlier.session_id = answer.session_id"
        " AND (earlier.recorded_at, earlier.test_id, earlier.question_id)"
        " <= (answer.recorded_at, answer.test_id, answer.question_id))"
    )
    op.execute(
        "UPDATE session SET sequence = 1 +"
        " (SELECT count(*) FROM answer WHERE answer.session_id = session.id)"
    )
    op.create_index("answer_order", "answer", ["session_id", "sequence"], unique=True)
    op.create_table(
        "delivery",
        sa.Column(
            "session_id",
            sa.String,
            sa.ForeignKey("session.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP")),
    )
    op.create_table(
        "deletion",
        sa.Column("session_id", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP")),
    )
