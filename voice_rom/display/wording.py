"""What the displays say, and which keys there are: a file of each language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from voice_rom.content.load import DISPLAY_FILE, load_words
from voice_rom.core.assessment.content import NamedAnswers, Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.language.meanings import Meant


@dataclass(frozen=True, kw_only=True)
class DisplayWording:
    """`display.yaml`; the fields are its keys."""

    voice: str
    voice_silent: str
    listening: str
    listening_commands: str
    a_command: str
    a_command_with_key: str
    word_with_key: str
    command_keys: str
    microphone: str
    level: str
    level_zeros: str
    hearing: str
    two_joined: str
    understood: str
    heard_sound: str
    heard_filler: str
    heard_foreign: str
    heard_not_expected: str
    heard_two_answers: str
    heard_too_long: str
    heard_uncertain: str
    heard_too_early: str
    other_words: str
    no_words: str
    key: str
    key_unknown: str
    noted: str
    noted_side: str
    noted_confirmed: str
    noted_side_confirmed: str
    left_open: str
    complaint_taken_back: str
    nothing_heard: str
    no_reply: str
    paused: str
    quitting: str
    missed: str
    alert_no_answer: str
    alert_help: str
    trouble: str
    alarm_not_started: str
    alarm_failed: str
    alarm_too_slow: str
    staff_told: str
    staff_acknowledged: str
    staff_not_reached: str
    storage_lost: str
    delivery_delayed: str
    delivery_caught_up: str
    voice_stands_in: str
    voice_failed: str
    voice_back: str
    microphone_lost: str
    loudspeaker_lost: str
    reason: str
    was_asleep: str
    microphone_crackles: str
    loudspeaker_muted: str
    loudspeaker_crackles: str
    recogniser_lost: str
    microphone_zeros: str
    microphone_back: str
    loudspeaker_back: str
    other_microphone: str
    other_loudspeaker: str
    recogniser_back: str
    keys_answers: str
    keys_commands: str
    keys_other: str
    keys_ctrl_c: str
    meanings: Mapping[Meant, str]
    sides: Mapping[Side, str]
    status: Mapping[Status, str]
    keys: Mapping[Meant, tuple[str, ...]]
    key_names: Mapping[str, str]

    def with_answers(self, named: NamedAnswers) -> "DisplayWording":
        """The same, with the answers that an assessment names."""
        shown: dict[Meant, str] = {name: answer.shown for name, answer in named.items()}
        keys: dict[Meant, tuple[str, ...]] = {name: (each.key,) for name, each in named.items()}
        return replace(self, meanings={**self.meanings, **shown}, keys={**self.keys, **keys})


@cache
def display_wording(language: str, prompts: Path | None = None) -> DisplayWording:
    """The wording of `language`; raises ContentError like `load_content`."""
    return load_words(language, DISPLAY_FILE, DisplayWording, prompts)
