"""How long sessions are kept: what is older than the settings say is deleted for good."""

from datetime import datetime, timedelta

from voice_rom.storage.database import Database
from voice_rom.storage.deleting import delete_for_good
from voice_rom.storage.faults import faults_told
from voice_rom.storage.kept_sessions import session_ids_before
from voice_rom.storage.outbox import undelivered_ids
from voice_rom.storage.setting_aside import all_set_aside
from voice_rom.storage.times import text_of


def delete_expired(
    database: Database, keep_days: int, now: datetime, *, unless_waiting: bool = False
) -> int:
    """Delete what had its last answer more than `keep_days` days before `now`; 0: nothing.

    With `unless_waiting`, what is still to be brought elsewhere stays: a clock that jumps loses
    nothing. Damaged files that were written last so long ago, too. Returns how many sessions there
    were. Raises StorageUnavailable.
    """
    if keep_days == 0:
        return 0
    limit = now - timedelta(days=keep_days)
    with database.read() as connection:
        waiting = undelivered_ids(connection) if unless_waiting else set()
        ids = session_ids_before(connection, text_of(limit))
    expired = [each for each in ids if each not in waiting]
    if expired:
        delete_for_good(database, expired)
    with faults_told(database.file):
        for aside in all_set_aside(database.file):
            if aside.stat().st_mtime < limit.timestamp():
                aside.unlink()
    return len(expired)
