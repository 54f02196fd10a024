"""Kept sessions as FHIR, for a clinic's records."""

from collections.abc import Sequence

from voice_rom.errors import UsageMistake
from voice_rom.fhir.bundle import FinishedSession, to_fhir
from voice_rom.fhir.questionnaire import asks_all_of
from voice_rom.history.opening import Kept, has_tests_of
from voice_rom.history.telling import short_id
from voice_rom.storage.kept_sessions import KeptSession


def as_fhir(kept: Kept, sessions: Sequence[KeptSession]) -> str:
    """A bundle of `sessions`. Raises UsageMistake for one that was asked something else."""
    finished = []
    for session in sessions:
        content, report = kept.content_of(session), kept.dated(session).report
        if not (has_tests_of(content, session) and asks_all_of(content, report)):
            raise UsageMistake(
                f"{short_id(session.id)} was asked other questions than there are now, those of "
                "another assessment: name its file in your settings ([session] assessment)."
            )
        at = session.finished_at or session.last_at
        finished.append(FinishedSession(id=session.id, at=at, report=report, content=content))
    return to_fhir(finished)
