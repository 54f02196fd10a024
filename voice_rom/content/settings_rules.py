"""What the values of the settings must be like, beyond their types."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Annotated, get_args, get_origin, get_type_hints

from voice_rom.content.database_url import url_mistakes
from voice_rom.content.desk_url import desk_url_mistakes
from voice_rom.content.schema import Mistake
from voice_rom.content.wording import line_mistakes
from voice_rom.core.assessment.content import Assessment
from voice_rom.core.assessment.settings import Limits, Settings
from voice_rom.errors import WrongSetting


def settings_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Yield what is impossible about `settings`."""
    for table in fields(settings):
        values = getattr(settings, table.name)
        for name, kind in get_type_hints(type(values), include_extras=True).items():
            for what in _beyond(limits_of(kind), getattr(values, name)):
                yield Mistake((table.name, name), what)
    greeting = settings.kiosk.greeting
    for what in line_mistakes(greeting, frozenset()) if greeting else ():
        yield Mistake(("kiosk", "greeting"), what)
    for what in url_mistakes(settings.storage.url):
        yield Mistake(("storage", "url"), what)
    for what in desk_url_mistakes(settings.staff.url):
        yield Mistake(("staff", "url"), what)
    voice = settings.voice
    yield from _steps_mistakes(voice.rates, voice.rate, "rates", "rate")
    yield from _steps_mistakes(voice.gains_db, voice.gain_db, "gains_db", "gain_db")


def limits_of(kind: object) -> Limits | None:
    """What a setting's type, or that of its values, says of numbers; None: it is no number."""
    if get_origin(kind) is Annotated:
        return next((said for said in get_args(kind)[1:] if isinstance(said, Limits)), None)
    return limits_of(get_args(kind)[0]) if get_origin(kind) is tuple else None


def refuse_unknown_tests(settings: Settings, assessment: Assessment) -> None:
    """Raise WrongSetting when `session.tests` names a test that there is not, or one twice."""
    known = [test.id for test in assessment.tests]
    for test in settings.session.tests:
        if test not in known:
            raise WrongSetting("session.tests", _no_test(test, known))
        if settings.session.tests.count(test) > 1:
            raise WrongSetting("session.tests", f"{test!r} is listed twice; list it once")


def _no_test(written: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(written.casefold(), known, n=1)
    meant = f"did you mean {near[0]}? The tests are" if near else "choose from"
    return f"there is no test {written!r}; {meant}: {', '.join(known)}"


def _beyond(limits: Limits | None, value: float | tuple[float, ...]) -> Iterator[str]:
    """Yield what is wrong with the numbers in `value`."""
    if limits is None:
        return
    for number in value if isinstance(value, tuple) else (value,):
        if number > limits.most:
            yield f"{number:g} is too much; it must be {limits.most:.15g} or less"
        elif limits.more_than_least and number <= limits.least:
            yield f"{number:g} is too small; it must be more than {limits.least:g}"
        elif number < limits.least:
            yield f"{number:g} is too small; it must be {limits.least:g} or more"


def _steps_mistakes(
    steps: Sequence[float], start: float, steps_name: str, start_name: str
) -> Iterator[Mistake]:
    if not steps:
        yield Mistake(("voice", steps_name), "is empty")
    elif list(steps) != sorted(set(steps)):
        yield Mistake(("voice", steps_name), "must be in ascending order, without repeats")
    elif start not in steps:
        known = ", ".join(str(step) for step in steps)
        yield Mistake(("voice", start_name), f"{start} is not one of the {steps_name}: {known}")
