"""The table of states as a diagram in Mermaid's language, for ARCHITECTURE.md."""

from collections.abc import Iterable, Sequence
from typing import Final

from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.machine import TABLE, sources, states_in
from voice_rom.core.dialogue.table import DynamicTarget, Group, Row

BEGIN: Final = "<!-- states: begin (script/diagram writes this from the flows' rows) -->"
END: Final = "<!-- states: end -->"

_GROUPS: Final = {str(group): states_in(group) for group in (Group.TALK, Group.INTERRUPTED)}
"""States drawn inside a box: a row that holds for all of a box is one arrow from the box."""


def state_diagram() -> str:
    """Every row of the table once, as `stateDiagram-v2`."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.WAITING}"]
    for name, states in _GROUPS.items():
        lines += [f"    state {name} {{", *(f"        {state}" for state in states), "    }"]
    lines += [f"    state {name} <<choice>>" for name in DynamicTarget]
    for row in TABLE:
        lines += [f"    {source} --> {row.destination} : {_label(row)}" for source in _from(row)]
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
    rest: Sequence[State] = sources(row)
    for name, states in _GROUPS.items():
        if set(states) <= set(rest):
            yield name
            rest = [state for state in rest if state not in states]
    yield from (str(state) for state in rest)


def _label(row: Row) -> str:
    condition = f" [{row.when.__name__}]" if row.when else ""
    action = f" / {row.do.__name__}" if row.do else ""
    return f"{row.trigger}{condition}{action}"
