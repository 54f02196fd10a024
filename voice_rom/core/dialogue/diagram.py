"""The table of states as a diagram in Mermaid's language, for ARCHITECTURE.md."""

from collections.abc import Iterable, Sequence
from typing import Final

from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.states import INTERRUPTED, TABLE, TALK, DynamicTarget, Row

BEGIN: Final = (
    "<!-- states: begin (script/diagram writes this from voice_rom/core/dialogue/states.py) -->"
)
END: Final = "<!-- states: end -->"

_GROUPS: Final[tuple[tuple[str, tuple[State, ...]], ...]] = (
    ("talk", TALK),
    ("interrupted", INTERRUPTED),
)
"""States drawn inside a box: a row that holds for all of a box is one arrow from the box."""

_FOLLOWING: Final = {
    DynamicTarget.NEXT: "next_place",
    DynamicTarget.PREVIOUS: "place_before",
    DynamicTarget.RETURN: "where_it_was",
    DynamicTarget.UNDISTURBED: "where_it_was_undisturbed",
    DynamicTarget.ANSWERED: "where_it_was_answered",
    DynamicTarget.BROKE_OFF: "where_it_broke_off",
    DynamicTarget.HURT_AT: "where_it_hurt",
    DynamicTarget.ANOTHER: "another_test",
}


def state_diagram() -> str:
    """Every row of the table once, as `stateDiagram-v2`."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.WAITING}"]
    for name, states in _GROUPS:
        lines += [f"    state {name} {{", *(f"        {state}" for state in states), "    }"]
    lines += [f"    state {name} <<choice>>" for name in _FOLLOWING.values()]
    for row in TABLE:
        lines += [f"    {source} --> {_destination(row)} : {_label(row)}" for source in _from(row)]
    lines.append(f"    {State.ENDED} --> [*]")
    return "\n".join(lines)


def with_diagram(document: str) -> str:
    """`document` with the current diagram between its two marks. Raises ValueError without them."""
    before, _, rest = document.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"the marks {BEGIN!r} and {END!r} are missing")
    return f"{before}{BEGIN}\n\n```mermaid\n{state_diagram()}\n```\n\n{END}{after}"


def _from(row: Row) -> Iterable[str]:
    """The sources of a row, whole boxes by the box's name."""
    rest: Sequence[State] = row.sources
    for name, states in _GROUPS:
        if set(states) <= set(rest):
            yield name
            rest = [state for state in rest if state not in states]
    yield from (str(state) for state in rest)


def _destination(row: Row) -> str:
    if isinstance(row.destination, DynamicTarget):
        return _FOLLOWING[row.destination]
    return str(row.destination)


def _label(row: Row) -> str:
    condition = f" [{row.condition}]" if row.condition else ""
    action = f" / {row.action}" if row.action else ""
    return f"{row.trigger}{condition}{action}"
