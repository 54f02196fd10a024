"""A room's settings in plain words, a row each."""

from dataclasses import dataclass

from voice_rom.intercom.messages import RoomSettings
from voice_rom.staff.durations import in_words
from voice_rom.staff.wording import StaffWording


@dataclass(frozen=True)
class SettingRow:
    name: str
    value: str
    is_off: bool = False
    """It is not set, or switched off."""


def setting_rows(settings: RoomSettings, wording: StaffWording) -> tuple[SettingRow, ...]:
    """Whom people meet first, then what is asked, what is kept, and what they may take along."""
    words = wording.setting_words

    def written(name: str, value: str) -> SettingRow:
        return SettingRow(name, value or words.not_set, is_off=not value)

    def switched(name: str, *, on: bool) -> SettingRow:
        return SettingRow(name, words.yes if on else words.no, is_off=not on)

    idle = words.idle_value.format(
        idle=in_words(settings.idle_seconds, wording),
        warning=in_words(settings.warning_seconds, wording),
    )
    reading = words.reading_value.format(time=in_words(settings.reading_seconds, wording))
    handed_over = words.reports_written if settings.hands_over else words.reports_not_written
    return (
        written(words.greeting, settings.greeting),
        written(words.clinic, settings.clinic),
        written(words.contact, settings.contact),
        written(words.professional, settings.professional),
        written(words.emergency_number, settings.emergency_number),
        *_listed(words.tests, settings.tests),
        switched(words.screening, on=settings.screening),
        *_listed(words.languages, settings.languages),
        SettingRow(words.rate, words.rate_value.format(rate=settings.rate)),
        switched(words.earcons, on=settings.earcons),
        SettingRow(words.answers, _kept(settings, wording), is_off=not settings.keeps),
        SettingRow(words.reports, handed_over, is_off=not settings.hands_over),
        switched(words.qr_code, on=settings.qr_code),
        switched(words.printing, on=settings.printing),
        SettingRow(words.nobody_there, idle),
        SettingRow(words.reading, reading),
    )


def _listed(name: str, values: tuple[str, ...]) -> tuple[SettingRow, ...]:
    """No row where they are not known."""
    return (SettingRow(name, ", ".join(values)),) if values else ()


def _kept(settings: RoomSettings, wording: StaffWording) -> str:
    words = wording.setting_words
    if not settings.keeps:
        return words.not_saved
    if settings.sends:
        return words.saved_and_sent
    days = settings.keep_days
    until = words.for_a_day if days == 1 else words.for_days.format(days=days)
    return words.saved.format(time=until if days else words.until_deleted)
