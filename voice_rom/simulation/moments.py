"""Where in a session something is said: what a scenario calls the moments of a session.

A moment has the shortest name that is plain: `leg-lift.pain` while that question is asked, `leg-
lift.pain.confirm` and `leg-lift.pain.side` after it, `leg-lift.lie-flat` for a step, `leg-
lift.noticed` for the end of a test, `screening.fracture` for a question before the tests,
`resuming`, `welcome`, `sound_check`, `screened`, `to_floor`, `to_chair`, `complaint`, `sharp`,
`sore_side`, `going_on`, `paused`, `stopped`, `welfare`, `alarm`, `device_lost`, `summary`,
`goodbye` for the rest.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from voice_rom.core.assessment.content import Assessment
from voice_rom.core.assessment.safety import Safety


class MomentKind(StrEnum):
    """What a moment asks of the participant; a scenario may name it in place of a moment."""

    RESUMING = "resuming"
    WELCOME = "welcome"
    SOUND_CHECK = "sound_check"
    SCREENED = "screened"
    """The choice after the questions before the first test, where there is one."""
    STEP = "step"
    QUESTION = "question"
    CONFIRM = "confirm"
    SIDE = "side"
    CHECKED = "checked"
    """ "You said left. Is that right?", where hearing is not to be relied on."""
    NOTICED = "noticed"
    SUMMARY = "summary"
    GOODBYE = "goodbye"
    COMPLAINT = "complaint"
    """ "I understood that something hurts. Is that right?" """
    SHARP = "sharp"
    SORE_SIDE = "sore_side"
    GOING_ON = "going_on"
    PAUSED = "paused"
    STOPPED = "stopped"
    WELFARE = "welfare"
    ALARM = "alarm"
    DEVICE_LOST = "device_lost"


_WAYS: Final = ("to_floor", "to_chair")

_SAFETY: Final = {
    "screening.clear": MomentKind.SCREENED,
    "screening.choice": MomentKind.SCREENED,
    "screening.only_floor": MomentKind.SCREENED,
    "pain.understood": MomentKind.COMPLAINT,
    "numb.understood": MomentKind.COMPLAINT,
    "sharp": MomentKind.SHARP,
    "sore_side": MomentKind.SORE_SIDE,
    "another_test": MomentKind.GOING_ON,
    "go_on_here": MomentKind.GOING_ON,
    "no_other_test": MomentKind.GOING_ON,
}

_PHRASES: Final = {
    "resume": MomentKind.RESUMING,
    "heard_as": MomentKind.CHECKED,
    "paused": MomentKind.PAUSED,
    "stopped": MomentKind.STOPPED,
    "welfare": MomentKind.WELFARE,
    "help_called": MomentKind.ALARM,
    "no_answer": MomentKind.ALARM,
    "microphone_lost": MomentKind.DEVICE_LOST,
    "microphone_muted": MomentKind.DEVICE_LOST,
    "loudspeaker_lost": MomentKind.DEVICE_LOST,
    "recogniser_lost": MomentKind.DEVICE_LOST,
    "summary_closing": MomentKind.SUMMARY,
}

_FORMS: Final = "(say|short|help|more)"
_QUESTION: Final = re.compile(rf"tests\.([^.]+)\.questions\.([^.]+)\.{_FORMS}")
_AFTER_QUESTION: Final = re.compile(r"tests\.([^.]+)\.questions\.([^.]+)\.(confirm|side)\..+")
_STEP: Final = re.compile(rf"tests\.([^.]+)\.steps\.([^.]+)\.{_FORMS}")
_NOTICED: Final = re.compile(r"tests\.([^.]+)\.(nothing_noticed|something_noticed|after)")
_ALONE: Final = re.compile(rf"(welcome|sound_check|to_floor|to_chair|goodbye)\.{_FORMS}")
_SCREENING: Final = re.compile(rf"safety\.screening\.questions\.([^.]+)\.{_FORMS}")
_AFTER_SCREENING: Final = re.compile(r"safety\.screening\.questions\.([^.]+)\.confirm\..+")
_CARE: Final = re.compile(rf"safety\.([a-z_.]+?)(\.{_FORMS})?")
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
    if text_id.startswith("safety."):
        return _safety_moment(text_id)
    match = _PHRASE.fullmatch(text_id)
    return None if match is None else _PHRASES.get(match[1])


def _safety_moment(text_id: str) -> str | None:
    if match := _SCREENING.fullmatch(text_id):
        return f"screening.{match[1]}"
    if match := _AFTER_SCREENING.fullmatch(text_id):
        return f"screening.{match[1]}.confirm"
    match = _CARE.fullmatch(text_id)
    return None if match is None else _SAFETY.get(match[1])


def kinds_of(assessment: Assessment, safety: Safety | None = None) -> Mapping[str, MomentKind]:
    """Every moment of a session with this assessment, and what it asks."""
    kinds: dict[str, MomentKind] = {
        **{
            str(kind): kind
            for kind in (MomentKind.WELCOME, MomentKind.SOUND_CHECK, MomentKind.GOODBYE)
        },
        **{str(kind): kind for kind in _PHRASES.values()},
        **{str(kind): kind for kind in _SAFETY.values()},
        **dict.fromkeys(_WAYS, MomentKind.STEP),
    }
    for test in assessment.tests:
        for step in test.steps:
            kinds[f"{test.id}.{step.id}"] = MomentKind.STEP
        for question in test.questions:
            moment = f"{test.id}.{question.id}"
            kinds[moment] = MomentKind.QUESTION
            kinds[f"{moment}.confirm"] = MomentKind.CONFIRM
            if question.side is not None:
                kinds[f"{moment}.side"] = MomentKind.SIDE
        kinds[f"{test.id}.noticed"] = MomentKind.NOTICED
    for asked in () if safety is None else safety.screening.questions:
        kinds[f"screening.{asked.id}"] = MomentKind.QUESTION
        kinds[f"screening.{asked.id}.confirm"] = MomentKind.CONFIRM
    return kinds


def is_said_at(text_id: str, name: str) -> bool:
    """Whether `name` stands for the text `text_id`: its id, the beginning of it, or its moment."""
    return text_id == name or text_id.startswith(f"{name}.") or moment_of(text_id) == name


def is_known(name: str, kinds: Mapping[str, MomentKind], text_ids: Iterable[str]) -> bool:
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
