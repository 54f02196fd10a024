"""The moments of a session, by name: what is asked, and in which test.

A moment has the shortest name that is plain: `leg-lift.pain` while that question is asked,
`leg-lift.pain.confirm` and `leg-lift.pain.side` after it, `leg-lift.lie-flat` for a step,
`leg-lift.noticed` for the end of a test, `screening.fracture` for a question before the tests,
`to_floor` for the way to a posture, and its kind for the rest.
"""

from enum import StrEnum
from typing import Final

from voice_rom.core.assessment.places import Place


class MomentKind(StrEnum):
    """What a moment asks of the person."""

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


_AT_A_PLACE: Final = {
    MomentKind.STEP: "",
    MomentKind.QUESTION: "",
    MomentKind.NOTICED: "",
    MomentKind.CONFIRM: ".confirm",
    MomentKind.SIDE: ".side",
}
"""What follows the name of the place. Other moments are the same wherever the session stands."""


def is_at_a_place(kind: MomentKind) -> bool:
    """Whether its name is that of a place, or begins with it."""
    return kind in _AT_A_PLACE


def moment_name(kind: MomentKind, place: Place | None) -> str:
    """The name of a moment of this kind, where the session stands at `place`."""
    if place is None or not is_at_a_place(kind):
        return str(kind)
    return f"{place.name}{_AT_A_PLACE[kind]}"
