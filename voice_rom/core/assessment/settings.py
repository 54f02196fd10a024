"""The shape of the settings. Every value stands in `settings.toml`, with its unit and why."""

from dataclasses import dataclass
from enum import StrEnum


class BargeInMode(StrEnum):
    """What is heard while the program's own voice speaks."""

    STOP = "stop"
    """Only "stop", "pause" and corrections: it may be the voice's own echo."""
    EVERYTHING = "everything"
    """Any answer and any command: with headphones there is no echo."""


@dataclass(frozen=True, kw_only=True)
class SessionSettings:
    language: str
    tests: tuple[str, ...]
    """Ids of the tests to lead through, in this order; empty: all."""
    automatic_wait: bool
    short_welcome: bool
    barge_in: BargeInMode


@dataclass(frozen=True, kw_only=True)
class TimingSettings:
    """Seconds, all of them."""

    no_speech_first: float
    no_speech_again: float
    tries: int
    movement_reminder_first: float
    movement_reminder_growth: float
    movement_reminders: int
    welfare_no_answer: float
    welfare_tries: int
    pause_reminder: float
    pause_limit: float
    closing_no_speech: float
    alarm_reminder: float
    alarm_limit: float
    revision_seconds: float
    correction_seconds: float
    early_answer_past_voice: float


@dataclass(frozen=True, kw_only=True)
class SoundCheckSettings:
    """dBFS, RMS of a block."""

    quiet_peak_dbfs: float
    noisy_floor_dbfs: float


@dataclass(frozen=True, kw_only=True)
class VoiceSettings:
    voice: str
    """A voice's id, or a part of its name that fits no other; empty: the best for the language."""
    driver: str
    rates: tuple[int, ...]
    """Words a minute, slowest first."""
    rate: int
    gains_db: tuple[float, ...]
    gain_db: float
    level_dbfs: float
    peak_dbfs: float
    most_step_db: float
    gap_seconds: float
    cache_megabytes: int
    retry_after_sentences: int
    read_start_seconds: float
    read_word_seconds: float


@dataclass(frozen=True, kw_only=True)
class HearingSettings:
    """See `voice_rom/settings.toml` for units and reasons."""

    room_echo_seconds: float
    pre_roll_seconds: float
    voice_begins: float
    voice_goes_on: float
    clear_over_noise_db: float
    clear_voice_begins: float
    clear_voice_goes_on: float
    gate_db: float
    gate_lowest_dbfs: float
    detector_memory_seconds: float
    detector_level_dbfs: float
    detector_level_fall_db: float
    detector_most_gain_db: float
    detector_noise_dbfs: float
    speech_level_dbfs: float
    speech_most_gain_db: float
    answer_seconds: float
    end_after_interruption: float
    end_after_answer: float
    end_after_filler: float
    end_after_foreign: float
    end_after_sound: float
    look_every: float
    end_in_noise: float
    word_seconds: float
    second_look_loss: float
    second_look_over_noise_db: float
    noise_print_seconds: float
    limit_seconds: float
    noise_window_seconds: float
    level_seconds: float
    narrow_band_db: float
    narrow_band_fill_dbfs: float
    echo_filter_seconds: float
    echo_tail_seconds: float
    echo_cancelled_db: float
    echo_fall_db: float
    over_voice_confidence: float


@dataclass(frozen=True, kw_only=True)
class DeviceSettings:
    """Seconds, and dBFS; the reasons stand in `voice_rom/settings.toml`."""

    microphone: str
    """A part of the device's name; empty: the system's default."""
    loudspeaker: str
    loudspeaker_latency: float
    idle_dbfs: float
    lead_in_seconds: float
    sleeps_after: float
    tail_seconds: float
    microphone_latency: float
    gone_after: float
    zeros_after: float
    noise_seconds: float
    crackles: int
    crackle_seconds: float
    retry_after: float
    backlog_seconds: float
    too_quiet_dbfs: float


@dataclass(frozen=True, kw_only=True)
class ClinicSettings:
    name: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class SafetySettings:
    screening: bool
    """Whether a few questions are asked before the first test: is it safe today?"""
    country: str
    """ISO 3166 code of two letters, for the emergency number; empty: it is not known."""
    on_no_answer: tuple[str, ...]
    """A program and its arguments, started when nobody answers or help is needed; empty: none."""
    on_no_answer_seconds: float
    """How long it may take."""
    emergency_number: str


@dataclass(frozen=True, kw_only=True)
class StorageSettings:
    """Whether and where answers are kept; the reasons stand in `voice_rom/settings.toml`."""

    keep: bool
    folder: str
    """Empty: the user's own data folder."""
    resume_within: float
    """Seconds; 0: a session that broke off is never gone on with."""
    busy_timeout: float
    """Seconds."""


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
