"""What the staff's page says: a file of each language."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from voice_rom.content.load import STAFF_FILE, load_words
from voice_rom.intercom.messages import Activity, OrderKind

_Each = TypeVar("_Each", bound=StrEnum)


class WordsOf(Generic[_Each]):
    """A field for each of an enumeration's values, so that none can be missing."""

    def of(self, each: _Each) -> str:
        words: str = getattr(self, each.value)
        return words


@dataclass(frozen=True, kw_only=True)
class ActivityWords(WordsOf[Activity]):
    waiting: str
    beginning: str
    screening: str
    movement: str
    question: str
    complaint: str
    paused: str
    stopped: str
    welfare: str
    calling: str
    device_lost: str
    summary: str
    checking_sound: str
    fault: str


@dataclass(frozen=True, kw_only=True)
class OrderWords(WordsOf[OrderKind]):
    start: str
    pause: str
    go_on: str
    end: str
    check_sound: str


@dataclass(frozen=True, kw_only=True)
class SettingWords:
    """What a room's settings are called, and what can be said of them."""

    greeting: str
    clinic: str
    contact: str
    professional: str
    emergency_number: str
    tests: str
    screening: str
    languages: str
    rate: str
    rate_value: str
    earcons: str
    answers: str
    not_saved: str
    saved: str
    saved_and_sent: str
    until_deleted: str
    for_days: str
    for_a_day: str
    reports: str
    reports_written: str
    reports_not_written: str
    qr_code: str
    printing: str
    nobody_there: str
    idle_value: str
    reading: str
    reading_value: str
    yes: str
    no: str
    not_set: str


@dataclass(frozen=True, kw_only=True)
class StaffWording:
    """`staff.yaml`; the fields are its keys."""

    title: str
    title_calling: str
    sign_in: str
    name: str
    pin: str
    wrong: str
    wait: str
    busy: str
    not_logged: str
    nobody_yet: str
    no_calls_here: str
    signed_in: str
    sign_out: str
    locked: str
    no_rooms: str
    rooms: str
    one_room: str
    several_rooms: str
    nobody_needs: str
    one_needs: str
    several_need: str
    find: str
    lost: str
    needs_script: str
    sound_blocked: str
    allow_sound: str
    try_sound: str
    sound_on: str
    unreachable: str
    too_fast: str
    just_moved: str
    calls: str
    called: str
    no_answer_call: str
    called_at: str
    called_on: str
    acknowledge: str
    acknowledge_locked: str
    acknowledged: str
    not_kept: str
    log_not_written: str
    calls_damaged: str
    unnamed: str
    needs_you: str
    quiet: str
    away: str
    connecting: str
    device_trouble: str
    microphone: str
    loudspeaker: str
    noise: str
    noise_value: str
    none: str
    not_known: str
    version: str
    details: str
    checked_well: str
    checked_badly: str
    settings: str
    settings_wrong: str
    settings_left: str
    settings_not_told: str
    setting_words: SettingWords
    activities: ActivityWords
    screening_place: str
    movement_place: str
    question_place: str
    movement_test: str
    question_test: str
    orders: OrderWords
    end_ask: str
    end_yes: str
    order_for: str
    order_sent: str
    order_done: str
    order_refused: str
    order_unanswered: str
    order_away: str
    seconds_one: str
    seconds: str
    minutes_one: str
    minutes: str
    hours_one: str
    hours: str
    reports: str
    back_to_rooms: str
    no_reports: str
    reports_away: str
    reports_from: str
    report_what: str
    this_computer: str
    complete: str
    not_complete: str
    as_pdf: str
    as_qr: str
    as_fhir: str
    as_json: str
    as_csv: str
    report_action: str
    delete: str
    delete_ask: str
    delete_yes: str
    deleted: str
    deleted_not_cleaned: str
    report_gone: str
    qr_title: str
    qr_how: str
    qr_name: str
    qr_too_long: str
    hand_over_refused: str


@cache
def staff_wording(language: str, prompts: Path | None = None) -> StaffWording:
    """The wording of `language`; raises ContentError like `load_content`."""
    return load_words(language, STAFF_FILE, StaffWording, prompts)
