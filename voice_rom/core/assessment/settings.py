"""The shape of the settings.

Every value stands in `settings.toml`, or in `tuning.toml` what no user sets, with its unit and why.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final

_MOST: Final = 1e6
"""Eleven days; of sentences, megabytes or tries more than anybody means. Beyond it is a slip."""
_MOST_DB: Final = 200.0
"""More than lies between silence and pain."""


@dataclass(frozen=True)
class Limits:
    """Between which numbers a setting makes sense, both included."""

    least: float
    most: float
    more_than_least: bool = False
    """Whether `least` itself is too small."""


Seconds = Annotated[float, Limits(0.0, _MOST)]
Duration = Annotated[float, Limits(0.0, _MOST, more_than_least=True)]
"""Seconds of what cannot last no time: a time limit, or the length of a filter."""
Decibels = Annotated[float, Limits(-_MOST_DB, _MOST_DB)]
EarconDecibels = Annotated[float, Limits(0.0, 40.0)]
"""Below the voice: a sound is never louder."""
DecibelsFullScale = Annotated[float, Limits(-_MOST_DB, 0.0)]
IdleNoise = Annotated[float, Limits(-_MOST_DB, -40.0)]
"""dBFS: from there on it is no faint noise any more, and it goes on all the time."""
Probability = Annotated[float, Limits(0.0, 1.0)]
LikelihoodLoss = Annotated[float, Limits(0.0, _MOST)]
Factor = Annotated[float, Limits(1.0, _MOST)]
Count = Annotated[int, Limits(0, _MOST)]
Days = Annotated[int, Limits(0, 36_500)]
Tries = Annotated[int, Limits(1, _MOST)]
Port = Annotated[int, Limits(1, 65_535)]
WordsAMinute = Annotated[int, Limits(50, 500)]
"""Beyond these no voice can be understood."""


class BargeInMode(StrEnum):
    """What is heard while the program's own voice speaks."""

    STOP = "stop"
    """Only "stop", "pause" and corrections: it may be the voice's own echo."""
    EVERYTHING = "everything"
    """Any answer and any command: with headphones there is no echo."""


class Colours(StrEnum):
    """The colours of the page."""

    SYSTEM = "system"
    """As the person's system is set."""
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, kw_only=True)
class SessionSettings:
    language: str
    assessment: str
    """The file of an assessment; empty: the language's own."""
    tests: tuple[str, ...]
    """Ids of the tests to lead through, in this order; empty: all."""
    automatic_wait: bool
    short_welcome: bool
    barge_in: BargeInMode


@dataclass(frozen=True, kw_only=True)
class TimingSettings:
    """Seconds, all of them."""

    no_speech_first: Duration
    no_speech_again: Duration
    tries: Tries
    movement_reminder_first: Duration
    movement_reminder_growth: Factor
    movement_reminders: Count
    welfare_no_answer: Duration
    welfare_tries: Tries
    pause_reminder: Duration
    pause_limit: Duration
    closing_no_speech: Duration
    alarm_reminder: Duration
    alarm_limit: Duration
    revision_seconds: Duration
    correction_seconds: Duration
    early_answer_past_voice: Duration


@dataclass(frozen=True, kw_only=True)
class SoundCheckSettings:
    """Levels in dBFS, RMS of a block."""

    quiet_peak_dbfs: DecibelsFullScale
    noisy_floor_dbfs: DecibelsFullScale
    clipped_share: Probability


@dataclass(frozen=True, kw_only=True)
class VoiceSettings:
    voice: str
    """A voice's id, or a part of its name that fits no other; empty: the best for the language."""
    driver: str
    rates: tuple[WordsAMinute, ...]
    """Words a minute, slowest first."""
    rate: WordsAMinute
    gains_db: tuple[Decibels, ...]
    gain_db: Decibels
    level_dbfs: DecibelsFullScale
    peak_dbfs: DecibelsFullScale
    most_step_db: Decibels
    gap_seconds: Seconds
    earcons: bool
    """Whether short sounds tell what was understood, and when it is listened."""
    earcons_below_db: EarconDecibels
    cache_megabytes: Count
    retry_after_sentences: Count
    read_start_seconds: Seconds
    read_word_seconds: Seconds


@dataclass(frozen=True, kw_only=True)
class HearingSettings:
    """See `voice_rom/tuning.toml` for units and reasons."""

    room_echo_seconds: Seconds
    pre_roll_seconds: Seconds
    voice_begins: Probability
    voice_goes_on: Probability
    clear_over_noise_db: Decibels
    clear_voice_begins: Probability
    clear_voice_goes_on: Probability
    gate_db: Decibels
    gate_lowest_dbfs: DecibelsFullScale
    detector_memory_seconds: Duration
    detector_level_dbfs: DecibelsFullScale
    detector_level_fall_db: Decibels
    detector_most_gain_db: Decibels
    detector_noise_dbfs: DecibelsFullScale
    speech_level_dbfs: DecibelsFullScale
    speech_most_gain_db: Decibels
    answer_seconds: Seconds
    end_after_interruption: Seconds
    end_after_sentence: Seconds
    sentence_in_common: Probability
    end_after_answer: Seconds
    end_after_filler: Seconds
    end_after_foreign: Seconds
    end_after_sound: Seconds
    look_every: Duration
    end_in_noise: Seconds
    word_seconds: Seconds
    second_look_loss: LikelihoodLoss
    command_confidence: Probability
    second_look_over_noise_db: Decibels
    noise_print_seconds: Duration
    talk_window_seconds: Duration
    talk_begins: Probability
    talk_ends: Probability
    over_talk_db: Decibels
    talk_below_person_db: Decibels
    talk_pre_roll_seconds: Duration
    loud_talk_window_seconds: Duration
    loud_talk_share: Probability
    person_varies_db: Decibels
    person_softer_db: Decibels
    person_softer_db_per_second: Decibels
    clear_over_talk_db: Decibels
    limit_seconds: Duration
    noise_window_seconds: Duration
    level_seconds: Duration
    narrow_band_db: Decibels
    narrow_band_fill_dbfs: DecibelsFullScale
    echo_filter_seconds: Duration
    echo_tail_seconds: Seconds
    echo_cancelled_db: Decibels
    echo_fall_db: Decibels
    over_voice_confidence: Probability
    goes_on_seconds: Seconds
    goes_on_softer_db: Decibels
    goes_on_least_seconds: Seconds


@dataclass(frozen=True, kw_only=True)
class DeviceSettings:
    """Seconds, and dBFS; the reasons stand in `voice_rom/settings.toml`."""

    microphone: str
    """A part of the device's name; empty: the system's default."""
    loudspeaker: str
    loudspeaker_latency: Seconds
    idle_dbfs: IdleNoise
    lead_in_seconds: Seconds
    sleeps_after: Seconds
    tail_seconds: Seconds
    microphone_latency: Seconds
    gone_after: Seconds
    zeros_after: Seconds
    noise_seconds: Seconds
    crackles: Count
    crackle_seconds: Seconds
    retry_after: Seconds
    backlog_seconds: Seconds
    too_quiet_dbfs: DecibelsFullScale


@dataclass(frozen=True, kw_only=True)
class ClinicSettings:
    name: str
    contact: str
    professional: str
    """Whom to ask for there, in words that can be said."""


@dataclass(frozen=True, kw_only=True)
class SafetySettings:
    screening: bool
    """Whether a few questions are asked before the first test: is it safe today?"""
    country: str
    """ISO 3166 code of two letters, for the emergency number; empty: it is not known."""
    on_no_answer: tuple[str, ...]
    """A program and its arguments, started when nobody answers or help is needed; empty: none."""
    on_no_answer_seconds: Duration
    """How long it may take."""
    emergency_number: str


@dataclass(frozen=True, kw_only=True)
class StorageSettings:
    """Whether and where answers are kept; the reasons stand in `voice_rom/settings.toml`."""

    keep: bool
    folder: str
    """Empty: the user's own data folder."""
    keep_days: Days
    """Days since a session's last answer; 0: until somebody deletes it."""
    resume_within: Seconds
    """Seconds; 0: a session that broke off is never gone on with."""
    busy_timeout: Seconds
    """Seconds."""
    file_timeout: Duration
    """Seconds that the file may take for one answer."""
    url: str = field(repr=False)
    """Of the database of all rooms; empty: there is none. It may hold a password."""
    room: str
    """This room's name there; empty: it has none."""
    server_timeout: Duration
    """Seconds that its server may take to answer."""
    retry_most: Duration
    """Seconds between two tries to reach it, at most."""
    reports: str
    """The folder for the reports of finished sessions; empty: none is written there."""


@dataclass(frozen=True, kw_only=True)
class PageSettings:
    """The page in a browser; the reasons stand in `voice_rom/settings.toml`."""

    address: str
    announce: bool
    """Whether a screen reader is told each sentence as it begins."""
    colours: Colours


@dataclass(frozen=True, kw_only=True)
class KioskSettings:
    """One person after another; the reasons stand in `voice_rom/settings.toml`."""

    greeting: str
    """Said first of all, in a sentence; empty: none."""
    languages: tuple[str, ...]
    """Offered at the start, in this order; empty: the session's own alone."""
    idle_seconds: Duration
    warning_seconds: Duration
    reading_seconds: Duration


class Paper(StrEnum):
    """What a report is printed on; the names are those of CSS."""

    A4 = "A4"
    LETTER = "Letter"


@dataclass(frozen=True, kw_only=True)
class ReportSettings:
    """The report on paper; the reasons stand in `voice_rom/settings.toml`."""

    paper: Paper
    qr_code: bool
    """Whether a kiosk shows the summary's text as a QR code."""
    printing: bool
    """Whether a kiosk offers to print the report."""
    printer: str
    """Its name in the system; empty: the default one."""


@dataclass(frozen=True, kw_only=True)
class StaffSettings:
    """The staff's view of all rooms; the reasons stand in `voice_rom/settings.toml`."""

    url: str
    """Where a room finds the desk; empty: no room tells anything."""
    key_file: str
    """The file with the key that the rooms and the desk share."""
    authority: str
    """The file with the certificates of the clinic's own authority; empty: the system's."""
    address: str
    """Where the desk listens,"""
    port: Port
    """and at which port."""
    certificate: str
    private_key: str
    """The files with the desk's certificate, and with the key of it; empty: unencrypted."""
    folder: str
    """For the PINs and the log of what staff did; empty: in the user's own data folder."""
    lock_seconds: Duration
    """So long without a touch, and the page asks for the PIN again."""
    quiet_seconds: Duration
    """So long without a sign of life, and the page says that nobody answers."""
    keep_log_days: Days


@dataclass(frozen=True, kw_only=True)
class Settings:
    session: SessionSettings
    timing: TimingSettings
    sound_check: SoundCheckSettings
    voice: VoiceSettings
    hearing: HearingSettings
    devices: DeviceSettings
    safety: SafetySettings
    storage: StorageSettings
    clinic: ClinicSettings
    page: PageSettings
    report: ReportSettings
    kiosk: KioskSettings
    staff: StaffSettings
