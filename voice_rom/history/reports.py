"""The report of a kept session: as it was at its end, or made from what was kept of it."""

import json
from collections.abc import Sequence
from functools import cache

from pydantic import TypeAdapter

from voice_rom.core.assessment.content import Content, Test
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.texts import Texts
from voice_rom.core.outcome.advice import Today, advice_lines, urgent_lines
from voice_rom.core.outcome.emergency import emergency_number
from voice_rom.core.outcome.report import Report, build_report
from voice_rom.core.outcome.screening import chose_to_go_on, is_careful
from voice_rom.errors import NoSuchSession
from voice_rom.storage.kept_sessions import KeptSession


def report_of(session: KeptSession, content: Content, settings: Settings) -> Report:
    """The report of `session`, as it was at its end.

    That of one that broke off is made from its answers, as if it had ended there. So is one that
    an older version wrote in a form that is not read any more.
    """
    kept = None if session.report is None else _read(session.report)
    return kept or _made_from_answers(session, content, settings)


def find_session(sessions: Sequence[KeptSession], beginning: str) -> KeptSession:
    """The session whose id begins so. Raises NoSuchSession when there is none, or several."""
    start = beginning.lower()
    found = [session for session in sessions if start and session.id.startswith(start)]
    if len(found) == 1:
        return found[0]
    shown = beginning if beginning.isprintable() else ascii(beginning)
    if found:
        raise NoSuchSession(f'{len(found)} sessions begin with "{shown}": type more of the id.')
    raise NoSuchSession(f'There is no saved session "{shown}". Type: voice-rom history list')


def _read(text: str) -> Report | None:
    try:
        return _adapter().validate_python(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None


def _made_from_answers(session: KeptSession, content: Content, settings: Settings) -> Report:
    answers = session.by_key
    screened = any(test == SCREENING for test, _ in answers)
    programme = Programme(content, _tests_of(session, content), screening=screened)
    careful = is_careful(programme.screening, answers)
    if careful and chose_to_go_on(programme.choice_key, answers):
        programme.narrow()
    today = Today(
        tests=programme.tests,
        answers=answers,
        clinic=settings.clinic,
        careful=careful,
        emergency=emergency_number(content, settings.safety),
    )
    texts = Texts(content.texts)
    return build_report(
        content.assessment,
        programme.tests,
        answers,
        complete=session.complete,
        advice=tuple(line.text for line in advice_lines(texts, today)),
        urgent=tuple(line.text for line in urgent_lines(texts, today)),
        safety=content.safety,
        screening=programme.screening,
        left_out=programme.left_out,
        named=content.named,
        clinic=settings.clinic.name,
    )


def _tests_of(session: KeptSession, content: Content) -> tuple[Test, ...]:
    by_id = {test.id: test for test in content.assessment.tests}
    return tuple(by_id[test] for test in session.about.tests if test in by_id)


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)
