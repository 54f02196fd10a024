"""The codes: SNOMED CT for sides, HL7's where there are some, else the program's own."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID, uuid5

from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import SIDES, Status
from voice_rom.core.language.meanings import Meant

Resource = dict[str, object]
"""A resource, or a part of one, as it stands in JSON."""

ANSWER: Final = "urn:voice-rom:answer"
"""The code system of the answers that are no side: `yes`, `no`, `neither`, a named choice."""

QUESTION: Final = "urn:voice-rom:question"
"""The code system of what is asked (`leg-lift.higher`) and of complaints (`pain`, `numb`)."""

SESSION: Final = "urn:voice-rom:session"
"""The system of the identifiers of sessions: the ids of `voice-rom history list`."""

_SNOMED: Final = "http://snomed.info/sct"
_DATA_ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_NAMESPACE: Final = UUID("6f0c1f0e-6a52-5c39-8c0f-2d9d5f3f8a41")

_SNOMED_SIDES: Final[Mapping[Side, tuple[str, str]]] = {
    Side.LEFT: ("7771000", "Left"),
    Side.RIGHT: ("24028007", "Right"),
    Side.BOTH: ("51440002", "Right and left"),
}

_WHY_ABSENT: Final[Mapping[Status, str]] = {
    Status.UNSURE: "asked-unknown",
    Status.SKIPPED: "asked-declined",
    Status.NOT_HEARD: "unknown",
    Status.WITHDRAWN: "unknown",
    Status.NOT_ASKED: "not-asked",
}
"""FHIR's data-absent-reason for everything but an answer."""


def urn_of(*names: str) -> str:
    """The address of a resource within a bundle: the same for the same names, always."""
    return f"urn:uuid:{uuid5(_NAMESPACE, '/'.join(names))}"


def side_coding(side: Side) -> Resource | None:
    """SNOMED CT's code for a side; None for one that is not known."""
    if side not in _SNOMED_SIDES:
        return None
    code, display = _SNOMED_SIDES[side]
    return {"system": _SNOMED, "code": code, "display": display}


def answer_coding(answer: Meant) -> Resource:
    """A side by SNOMED CT, and any other answer by the program's own name for it."""
    side = SIDES.get(answer)
    known = None if side is None else side_coding(side)
    return known or own_coding(ANSWER, str(answer))


def own_coding(system: str, code: str) -> Resource:
    return {"system": system, "code": code, "display": _display(code)}


def absent(why: Status) -> Resource:
    """What stands in the place of an answer that is missing: why it is."""
    return data_absent(_WHY_ABSENT[why])


def data_absent(reason: str) -> Resource:
    """The same, for one of FHIR's own reasons."""
    return {"extension": [{"url": _DATA_ABSENT, "valueCode": reason}]}


def code_system(url: str, title: str, codes: Sequence[str]) -> Resource:
    """Those codes of a system of the program's own that are used beside it."""
    return {
        "resourceType": "CodeSystem",
        "id": urn_of(url).removeprefix("urn:uuid:"),
        "url": url,
        "name": "".join(word.capitalize() for word in title.split()),
        "title": title,
        "status": "active",
        "caseSensitive": True,
        "content": "fragment",
        "concept": [{"code": code, "display": _display(code)} for code in sorted(set(codes))],
    }


def _display(code: str) -> str:
    return code.replace("-", " ").replace(".", ": ")
