"""Where in a session something is said: what a scenario calls the moments of a session.

A moment has the shortest name that is plain: `leg-lift.pain` while that question is asked,
`leg-lift.pain.confirm` and `leg-lift.pain.side` after it, `leg-lift.lie-flat` for a step,
`leg-lift.noticed` for the end of a test, `welcome`, `sound_check`, `to_floor`, `to_chair`,
`paused`, `stopped`, `welfare`, `device_lost`, `summary`, `goodbye` for the rest.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from voice_rom.core.assessment import Assessment


class Kind(StrEnum):
    """What a moment asks of the participant; a scenario may name it in place of a moment."""

    WELCOME = "welcome"
    SOUND_CHECK = "sound_check"
    STEP = "step"
    QUESTION = "question"
    CONFIRM = "confirm"
    SIDE = "side"
    NOTICED = "noticed"
    SUMMARY = "summary"
    GOODBYE = "goodbye"
    PAUSED = "paused"
    STOPPED = "stopped"
    WELFARE = "welfare"
    DEVICE_LOST = "device_lost"


_WAYS: Final = ("to_floor", "to_chair")

_PHRASES: Final = {
    "paused": Kind.PAUSED,
    "stopped": Kind.STOPPED,
    "welfare": Kind.WELFARE,
    "microphone_lost": Kind.DEVICE_LOST,
    "loudspeaker_lost": Kind.DEVICE_LOST,
    "summary_closing": Kind.SUMMARY,
}

_FORMS: Final = "(say|short|help|more)"
_QUESTION: Final = re.compile(rf"tests\.([^.]+)\.questions\.([^.]+)\.{_FORMS}")
_AFTER_QUESTION: Final = re.compile(r"tests\.([^.]+)\.questions\.([^.]+)\.(confirm|side)\..+")
_STEP: Final = re.compile(rf"tests\.([^.]+)\.steps\.([^.]+)\.{_FORMS}")
_NOTICED: Final = re.compile(r"tests\.([^.]+)\.(nothing_noticed|something_noticed|after)")
_ALONE: Final = re.compile(rf"(welcome|sound_check|to_floor|to_chair|goodbye)\.{_FORMS}")
_PHRASE: Final = re.compile(r"phrases\.([^.]+)(\..+)?")


def moment_of(text_id: str) -> str | None:
    """The moment at which the text with this id is said; None for one that is said at many."""
    if match := _AFTER_QUESTION.fullmatch(text_id):
        return ".".join(match.groups())
    if match := _QUESTION.fullmatch(text_id) or _STEP.fullmatch(text_id):
        return f"{match[1]}.{match[2]}"
    if match := _NOTICED.fullmatch(text_id):
        return f"{match[1]}.noticed"
    if match := _ALONE.fullmatch(text_id):
        return match[1]
    match = _PHRASE.fullmatch(text_id)
    return None if match is None else _PHRASES.get(match[1])


def kinds_of(assessment: Assessment) -> Mapping[str, Kind]:
    """Every moment of a session with this assessment, and what it asks."""
    kinds: dict[str, Kind] = {
        **{str(kind): kind for kind in (Kind.WELCOME, Kind.SOUND_CHECK, Kind.GOODBYE)},
        **{str(kind): kind for kind in _PHRASES.values()},
        **dict.fromkeys(_WAYS, Kind.STEP),
    }
    for test in assessment.tests:
        for step in test.steps:
            kinds[f"{test.id}.{step.id}"] = Kind.STEP
        for question in test.questions:
            moment = f"{test.id}.{question.id}"
            kinds[moment] = Kind.QUESTION
            kinds[f"{moment}.confirm"] = Kind.CONFIRM
            if question.side is not None:
                kinds[f"{moment}.side"] = Kind.SIDE
        kinds[f"{test.id}.noticed"] = Kind.NOTICED
    return kinds


def is_said_at(text_id: str, name: str) -> bool:
    """Whether `name` stands for the text `text_id`: its id, the beginning of it, or its moment."""
    return text_id == name or text_id.startswith(f"{name}.") or moment_of(text_id) == name


def is_known(name: str, kinds: Mapping[str, Kind], text_ids: Iterable[str]) -> bool:
    """Whether `name` is a moment, or stands for any of these texts."""
    return name in kinds or any(is_said_at(text_id, name) for text_id in text_ids)


def moment_among(text_ids: Iterable[str], before: str | None) -> str | None:
    """The moment that these texts lead to: the last that has one of its own, else `before`.

    The end of a test of which questions are open is told with a text that all tests share.
    """
    moment = before
    for text_id in text_ids:
        found = moment_of(text_id)
        if found is not None:
            moment = found
        elif text_id == "advice.open_questions.say" and before is not None and "." in before:
            moment = f"{before.split('.')[0]}.noticed"
    return moment


def nearest_to(name: str, known: Iterable[str]) -> str:
    """Say "; did you mean …?", or nothing when no name is near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
