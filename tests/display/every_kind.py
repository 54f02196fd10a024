"""Any event and any effect: made from their unions, so that a new one is never left out."""

from dataclasses import is_dataclass
from typing import get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from voice_rom.core.language.meanings import NamedChoice
from voice_rom.core.protocol.effects import Effect
from voice_rom.core.protocol.events import Event

# A choice is any text that is a name; hypothesis cannot know which.
st.register_type_strategy(
    NamedChoice, st.sampled_from([NamedChoice("straight"), NamedChoice("much-better")])
)

EVENT_KINDS: tuple[type[Event], ...] = get_args(Event)
EFFECT_KINDS: tuple[type[Effect], ...] = get_args(Effect)

EVENTS: st.SearchStrategy[Event] = st.one_of([st.from_type(kind) for kind in EVENT_KINDS])
EFFECTS: st.SearchStrategy[Effect] = st.one_of([st.from_type(kind) for kind in EFFECT_KINDS])

ANY_MACHINE = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
"""A report is a large value to make up: how long that takes is the machine's affair."""

assert all(is_dataclass(kind) for kind in (*EVENT_KINDS, *EFFECT_KINDS))
