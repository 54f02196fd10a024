"""What must hold of everything that is said or understood: each line, and each phrase."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, is_dataclass
from typing import Final

from voice_rom.content.key_path import KeyPath
from voice_rom.content.schema import Mistake
from voice_rom.content.wording import line_mistakes
from voice_rom.core.assessment.texts import PHRASES, SAFETY, text_fields

_SPOKEN = re.compile(r"[^\W\d_]+('[^\W\d_]+)*( [^\W\d_]+('[^\W\d_]+)*)*")
"""Words as the recogniser writes them: letters and apostrophes, parted by one space."""

_PLACE: Final = frozenset({"test", "number", "of", "test_number", "tests"})
_MICROPHONE: Final = frozenset({"microphone"})
_EMERGENCY: Final = frozenset({"emergency"})

PLACEHOLDERS: Final[Mapping[str, frozenset[str]]] = {
    f"{PHRASES}.check_nothing": _MICROPHONE,
    f"{PHRASES}.other_microphone": _MICROPHONE,
    f"{PHRASES}.other_loudspeaker": frozenset({"loudspeaker"}),
    f"{PHRASES}.check_muted": _MICROPHONE,
    f"{PHRASES}.check_too_quiet": _MICROPHONE,
    f"{PHRASES}.check_too_noisy": _MICROPHONE,
    f"{PHRASES}.check_distorted": _MICROPHONE,
    f"{PHRASES}.help_called.first": _EMERGENCY,
    f"{PHRASES}.help_called.again": _EMERGENCY,
    f"{PHRASES}.where_screening": frozenset({"number", "of"}),
    f"{PHRASES}.where_step": _PLACE,
    f"{PHRASES}.where_between": frozenset({"test"}),
    f"{PHRASES}.where_question": _PLACE,
    f"{PHRASES}.summary_test": frozenset({"test"}),
    f"{SAFETY}.pain.urgent": _EMERGENCY,
    f"{SAFETY}.numb.urgent": _EMERGENCY,
    "advice.clinic.say": frozenset({"clinic", "contact", "professional"}),
}
"""What the dialogue puts into which text."""


def text_mistakes(value: object, text_id: str, at: KeyPath) -> Iterator[Mistake]:
    """Check every line below `value`, which stands at `at` and whose texts' ids begin `text_id`."""
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            if isinstance(item, str):
                for what in line_mistakes(item, PLACEHOLDERS.get(text_id, frozenset())):
                    yield Mistake((*at, number), what)
            else:
                yield from text_mistakes(item, text_id, (*at, number))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _part_mistakes(item, str(key), text_id, at, needed=True)
    elif is_dataclass(value):
        for field in text_fields(value):
            needed = field.default is MISSING and field.default_factory is MISSING
            item = getattr(value, field.name)
            yield from _part_mistakes(item, field.name, text_id, at, needed=needed)


def _part_mistakes(
    item: object, key: str, text_id: str, at: KeyPath, *, needed: bool
) -> Iterator[Mistake]:
    if item == () and needed:
        yield Mistake((*at, key), "is empty")
    yield from text_mistakes(item, f"{text_id}.{key}" if text_id else key, (*at, key))


def spoken_mistakes(said: Sequence[str], at: KeyPath) -> Iterator[Mistake]:
    for number, phrase in enumerate(said):
        yield from spoken_mistake(phrase, (*at, number))


def spoken_mistake(phrase: str, at: KeyPath) -> Iterator[Mistake]:
    if phrase != phrase.lower() or not _SPOKEN.fullmatch(phrase):
        yield Mistake(at, f"{phrase!r} is not lower-case words separated by single spaces")
