"""What the values of the settings must be like, beyond their types."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from voice_rom.content.key_path import KeyPath
from voice_rom.content.schema import Mistake
from voice_rom.core.assessment.content import Assessment
from voice_rom.core.assessment.settings import Settings
from voice_rom.errors import WrongSetting

_PROBABILITIES = {
    ("hearing", "voice_begins"),
    ("hearing", "voice_goes_on"),
    ("hearing", "clear_voice_begins"),
    ("hearing", "clear_voice_goes_on"),
    ("hearing", "over_voice_confidence"),
}
_AT_LEAST_ONE = {
    ("timing", "tries"),
    ("timing", "movement_reminder_growth"),
    ("timing", "welfare_tries"),
}
_MORE_THAN_NOTHING = ("timing", "safety")
_LENGTHS = {
    ("hearing", name)
    for name in (
        "detector_memory_seconds",
        "echo_filter_seconds",
        "level_seconds",
        "limit_seconds",
        "look_every",
        "noise_print_seconds",
        "noise_window_seconds",
    )
}
"""Of what lasts no time nothing can be heard, and an echo of no length ends the process."""
_MAY_BE_NOTHING = {("timing", "movement_reminders")}
_MOST, _MOST_DB = 1e6, 200.0
"""Eleven days, and more than lies between silence and pain: beyond these a number is a slip."""
_LOUDEST_IDLE = -40.0
"""dBFS: from there on it is no faint noise any more, and it goes on all the time."""
_SLOWEST, _FASTEST = 50, 500
"""Words a minute: beyond these no voice can be understood."""


def settings_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Yield what is impossible about `settings`."""
    for table in fields(settings):
        values = getattr(settings, table.name)
        for field in fields(values):
            at = (table.name, field.name)
            for value in _values(getattr(values, field.name)):
                what = _wrong_number(at, value)
                if what:
                    yield Mistake(at, what)
                    break
    idle = settings.devices.idle_dbfs
    if idle > _LOUDEST_IDLE:
        what = f"{idle:g} would be heard all the time; it must be {_LOUDEST_IDLE:g} or less"
        yield Mistake(("devices", "idle_dbfs"), what)
    voice = settings.voice
    yield from _steps_mistakes(voice.rates, voice.rate, "rates", "rate")
    yield from _steps_mistakes(voice.gains_db, voice.gain_db, "gains_db", "gain_db")
    for rate in voice.rates:
        if not _SLOWEST <= rate <= _FASTEST:
            what = f"{rate} is not between {_SLOWEST} and {_FASTEST} words a minute"
            yield Mistake(("voice", "rates"), what)


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


def _values(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple | list) else (value,)


def _wrong_number(at: KeyPath, value: object) -> str | None:
    """Say what is wrong with a number, judged by the name that it goes by."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    name = str(at[-1])
    most = _MOST_DB if name.endswith(("_db", "_dbfs")) else _MOST
    if abs(value) > most:
        return f"{value:g} is too much; it must be between {-most:g} and {most:g}"
    if name.endswith("_db"):
        return None
    if name.endswith("_dbfs"):
        return f"{value} is above full scale; it must be 0 or less" if value > 0 else None
    if at in _PROBABILITIES:
        return None if 0 <= value <= 1 else f"{value} is not between 0 and 1"
    return _too_little(at, value)


def _too_little(at: KeyPath, value: float) -> str | None:
    if at in _AT_LEAST_ONE:
        return f"{value} is too small; it must be 1 or more" if value < 1 else None
    if at in _LENGTHS or (at[0] in _MORE_THAN_NOTHING and at not in _MAY_BE_NOTHING):
        return f"{value} is too small; it must be more than 0" if value <= 0 else None
    return f"{value} is too small; it must be 0 or more" if value < 0 else None


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
