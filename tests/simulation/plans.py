"""Scenarios as text, read with the program's own texts and short recordings."""

from pathlib import Path

from tests.english import english_content
from tests.simulation.rooms import short_recordings
from voice_rom.simulation.keys_for_words import KeysForWords
from voice_rom.simulation.plan import Plan
from voice_rom.simulation.reading import read_plan

PARTICIPANT = "participant: {voice: anna, delay: 0.6, movement: 2.0}"


def plan_of(folder: Path, text: str, keys: KeysForWords | None = None) -> Plan:
    """The plan that the scenario `text` makes; its first line gets the number 1."""
    file = folder / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    return read_plan(file, english_content(), short_recordings(), keys)


def leg_lift_plan(folder: Path, *lines: str, keys: KeysForWords | None = None) -> Plan:
    """A plan for the leg lift alone, with these further lines."""
    head = ("title: a test", PARTICIPANT, "settings: {session.tests: [leg-lift]}")
    return plan_of(folder, "\n".join((*head, *lines)), keys)
