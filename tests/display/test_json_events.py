"""The session as JSON lines."""

import io
import json
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.builders import tiny_report, understanding, utterance
from tests.display.every_kind import ANY_MACHINE, EFFECT_KINDS, EFFECTS, EVENT_KINDS, EVENTS
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Effect, Finish, Listen, Prosody, Say, ShowUnderstood
from voice_rom.core.protocol.events import Event, Heard, SpeechFinished, UtteranceBegan
from voice_rom.display.json_events import EVENTS_VERSION, RENAMED, JsonEvents
from voice_rom.ports import RoomLevel

EVENTS_MD = Path(__file__).parents[2] / "docs" / "EVENTS.md"

ALL_KINDS = (*EVENT_KINDS, *EFFECT_KINDS, RoomLevel)


def documented() -> dict[str, set[str]]:
    """The fields that docs/EVENTS.md lists, by the kind whose section they stand in."""
    sections = re.split(r"^### ", EVENTS_MD.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        section.split("\n", 1)[0]: set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
        for section in sections
    }


def written(file: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.getvalue().splitlines()]


def last_line(*, event: Event | None = None, effect: Effect | None = None) -> dict[str, Any]:
    file = io.StringIO()
    display = JsonEvents(file)
    if event is not None:
        display.event(1.5, event)
    if effect is not None:
        display.effect(1.5, effect)
    return written(file)[-1]


def field_names(kind: type[Any]) -> set[str]:
    return {RENAMED.get(field.name, field.name) for field in fields(kind)}


def test_the_first_line_names_the_format_and_its_version() -> None:
    file = io.StringIO()
    display = JsonEvents(file)
    display.event(1.0, SpeechFinished(3))
    display.event(2.0, SpeechFinished(4))
    assert written(file) == [
        {"format": "voice-rom-events", "version": 2},
        {"at": 1.0, "event": "SpeechFinished", "speech": 3},
        {"at": 2.0, "event": "SpeechFinished", "speech": 4},
    ]


def test_what_is_missing_is_counted_where_it_is_missing() -> None:
    file = io.StringIO()
    display = JsonEvents(file)
    display.missed(0.5, 12)
    display.event(2.0, SpeechFinished(4))
    assert written(file)[1:] == [
        {"at": 0.5, "missed": 12},
        {"at": 2.0, "event": "SpeechFinished", "speech": 4},
    ]
    example = json.dumps({"at": 12.5, "missed": 40})
    assert example in EVENTS_MD.read_text(encoding="utf-8")


def test_an_effect_is_told_from_an_event() -> None:
    listen = Listen(frozenset({Meaning.YES, Meaning.NO}), (Meaning.YES, Meaning.NO))
    assert last_line(effect=listen) == {
        "at": 1.5,
        "effect": "Listen",
        "expected": ["no", "yes"],
        "offered": ["yes", "no"],
    }


def test_a_level_is_a_kind_of_its_own() -> None:
    file = io.StringIO()
    JsonEvents(file).level(1.5, RoomLevel(-55.0, -30.0, -40.0, zeros=False))
    assert written(file)[-1] == {
        "at": 1.5,
        "level": "RoomLevel",
        "noise_dbfs": -55.0,
        "peak_dbfs": -30.0,
        "level_dbfs": -40.0,
        "zeros": False,
    }


def test_values_inside_values_are_written_out() -> None:
    line = last_line(effect=Say(2, (Line("welcome.say", "Welcome."),), Prosody(150, -4.0)))
    assert line["lines"] == [{"text_id": "welcome.say", "text": "Welcome."}]
    assert line["prosody"] == {"rate": 150, "gain_db": -4.0}
    assert last_line(event=Heard(utterance("yes")))["utterance"]["words"][0]["text"] == "yes"
    assert last_line(effect=Finish(tiny_report()))["report"]["tests"][0]["id"] == "turn"


def test_what_is_understood_carries_its_duration_and_its_level_over_the_noise() -> None:
    said = replace(utterance("yes", level_dbfs=-31.0, noise_dbfs=-55.0), start=2.0, end=2.25)
    shown = last_line(effect=ShowUnderstood(replace(understanding(), utterance=said)))
    evidence = shown["understanding"]["utterance"]
    assert (evidence["seconds"], evidence["over_noise_db"]) == (0.25, 24.0)


def test_when_speech_began_is_not_taken_for_when_it_was_told() -> None:
    assert last_line(event=UtteranceBegan(1.25)) == {
        "at": 1.5,
        "event": "UtteranceBegan",
        "began_at": 1.25,
    }


def test_a_level_without_a_value_is_null() -> None:
    file = io.StringIO()
    JsonEvents(file).level(1.0, RoomLevel(float("-inf"), float("nan"), -40.0, zeros=True))
    line = written(file)[-1]
    assert (line["noise_dbfs"], line["peak_dbfs"]) == (None, None)


def test_each_line_is_there_at_once_and_pure_ascii() -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(io.BufferedWriter(raw, buffer_size=100_000), encoding="ascii")
    JsonEvents(file).effect(1.0, Say(1, (Line("a", "Café\u2028\u2013"),), Prosody(150, 0.0)))
    line = raw.getvalue().decode("ascii").splitlines()[-1]
    assert json.loads(line)["lines"][0]["text"] == "Café\u2028\u2013"


@ANY_MACHINE
@given(EVENTS)
def test_every_event_is_one_line_with_all_its_fields(event: Event) -> None:
    line = last_line(event=event)
    assert line.keys() == {"at", "event"} | field_names(type(event))
    assert line["event"] == type(event).__name__


@ANY_MACHINE
@given(EFFECTS)
def test_every_effect_is_one_line_with_all_its_fields(effect: Effect) -> None:
    line = last_line(effect=effect)
    assert line.keys() == {"at", "effect"} | field_names(type(effect))
    assert line["effect"] == type(effect).__name__


def test_no_field_takes_the_place_of_what_every_line_has() -> None:
    for kind in ALL_KINDS:
        assert not field_names(kind) & {
            "at",
            "event",
            "effect",
            "level",
            "missed",
            "format",
            "version",
        }


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_is_documented_with_its_fields_and_no_others(kind: type[Any]) -> None:
    assert documented().get(kind.__name__) == field_names(kind)


def test_nothing_is_documented_that_there_is_not() -> None:
    assert documented().keys() == {kind.__name__ for kind in ALL_KINDS}


def test_the_documentation_names_the_version() -> None:
    text = EVENTS_MD.read_text(encoding="utf-8")
    assert f"This is version {EVENTS_VERSION}." in text
