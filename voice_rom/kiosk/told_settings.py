"""Those of the room's settings that its clinic's staff look at, as the desk is told them."""

from voice_rom.content.emergency_numbers import load_emergency_numbers
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.places import chosen_tests
from voice_rom.core.assessment.settings import Settings
from voice_rom.intercom.messages import (
    LONGEST_NAME,
    LONGEST_WORDS,
    MOST_LISTED,
    RoomSettings,
    shortened,
)


def told_settings(settings: Settings, content: Content | None, wrong: str = "") -> RoomSettings:
    """Without `content`, neither tests nor languages are known.

    `wrong`: the line of theirs that keeps everybody from starting; then `settings` are what
    survives of them.
    """
    safety, storage, kiosk = settings.safety, settings.storage, settings.kiosk
    tests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    if content is not None:
        chosen = chosen_tests(content.assessment, settings.session.tests)
        tests = tuple(shortened(test.name, LONGEST_NAME) for test in chosen[:MOST_LISTED])
        languages = (kiosk.languages or (settings.session.language,))[:MOST_LISTED]
    number = safety.emergency_number or load_emergency_numbers().get(safety.country, "")
    return RoomSettings(
        wrong=(wrong,) if wrong else (),
        greeting=shortened(kiosk.greeting, LONGEST_WORDS),
        clinic=shortened(settings.clinic.name, LONGEST_WORDS),
        contact=shortened(settings.clinic.contact, LONGEST_WORDS),
        professional=shortened(settings.clinic.professional, LONGEST_WORDS),
        emergency_number=shortened(number, LONGEST_NAME),
        tests=tests,
        screening=safety.screening,
        languages=languages,
        rate=settings.voice.rate,
        earcons=settings.voice.earcons,
        keeps=storage.keep,
        keep_days=storage.keep_days,
        sends=storage.keep and bool(storage.url),
        hands_over=bool(storage.reports),
        qr_code=settings.report.qr_code,
        printing=settings.report.printing,
        idle_seconds=kiosk.idle_seconds,
        warning_seconds=kiosk.warning_seconds,
        reading_seconds=kiosk.reading_seconds,
    )
