"""The moments that a scenario can name; `core/dialogue/moments.py` says how they are called."""

import difflib
from collections.abc import Iterable, Mapping

from voice_rom.core.assessment.content import Assessment
from voice_rom.core.assessment.places import Place, lay_out
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.machine import SPECS
from voice_rom.core.dialogue.moments import MomentKind, is_at_a_place, moment_name


def kinds_of(assessment: Assessment) -> Mapping[str, MomentKind]:
    """Every moment of a session with this assessment, and what it asks."""
    anywhere = [spec.moment for spec in SPECS.values() if spec.moment is not None]
    anywhere.append(MomentKind.CHECKED)
    kinds = {str(kind): kind for kind in anywhere if not is_at_a_place(kind)}
    kinds |= {way.text_id: MomentKind.STEP for way in assessment.ways}
    screening = assessment.screening
    questions = () if screening is None else screening.questions
    for place in lay_out(assessment, assessment.tests, questions):
        kinds |= {moment_name(kind, place): kind for kind in _kinds_at(place)}
    return kinds


def _kinds_at(place: Place) -> list[MomentKind]:
    """What may be asked there."""
    kind = SPECS[place.state].moment
    kinds = [] if kind is None else [kind]
    if place.state is State.QUESTION:
        kinds.append(MomentKind.CONFIRM)
        if place.asked.side is not None:
            kinds.append(MomentKind.SIDE)
    return kinds


def is_text(text_id: str, name: str) -> bool:
    """Whether `name` stands for the text `text_id`: its id, or the beginning of it."""
    return text_id == name or text_id.startswith(f"{name}.")


def is_known(name: str, kinds: Mapping[str, MomentKind], text_ids: Iterable[str]) -> bool:
    """Whether `name` is a moment, or stands for any of these texts."""
    return name in kinds or any(is_text(text_id, name) for text_id in text_ids)


def nearest_to(name: str, known: Iterable[str]) -> str:
    """Say "; did you mean …?", or nothing when no name is near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
