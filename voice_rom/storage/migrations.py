"""How a file comes to have the tables of today, version by version.

A step is plain SQL and is never changed once it was released: files out there went through it.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

Step = tuple[str, ...]
"""The statements that lead from one version to the next."""

_FIRST: Final[Step] = (
    """
    CREATE TABLE session (
        id VARCHAR NOT NULL PRIMARY KEY,
        started_at VARCHAR NOT NULL,
        last_at VARCHAR NOT NULL,
        finished_at VARCHAR,
        complete BOOLEAN,
        language VARCHAR NOT NULL,
        tests VARCHAR NOT NULL,
        program_version VARCHAR NOT NULL,
        report VARCHAR
    )
    """,
    """
    CREATE TABLE answer (
        session_id VARCHAR NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        test_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        meaning VARCHAR,
        side VARCHAR,
        source VARCHAR NOT NULL,
        confirmed BOOLEAN NOT NULL,
        evidence VARCHAR,
        side_evidence VARCHAR,
        recorded_at VARCHAR NOT NULL,
        PRIMARY KEY (session_id, test_id, question_id)
    )
    """,
)

STEPS: Final[tuple[Step, ...]] = (_FIRST,)
"""The step at index n leads from version n to n + 1; version 0 is an empty file."""

APPLICATION_ID: Final = 0x564F524D
"""In the file's header: "VORM". Another program's file is not taken for ours."""


def migrate(connection: Connection, version: int, steps: Sequence[Step] = STEPS) -> None:
    """Lead a file of `version` to the newest one: all of the way, or not at all."""
    if version == len(steps):
        return
    with connection.begin():
        for step in steps[version:]:
            for statement in step:
                connection.exec_driver_sql(statement)
        # Both stand in the file's header, and belong to the transaction.
        connection.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
