"""Every text by its id: the path of its keys, list items by their own `id`."""

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Final

from voice_rom.core.assessment.content import JOINED, NO_TEXT, Assessment, Lines
from voice_rom.core.assessment.dialogue_texts import Phrases
from voice_rom.core.assessment.safety import Safety

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PHRASES: Final = "phrases"
"""The ids of the dialogue's own phrases begin with this, the assessment's with their key."""

SAFETY: Final = "safety"
"""The ids of what is said for the person's safety begin with this."""

STAFF_TEXTS: Final = f"{SAFETY}.staff"
"""So do those of what is known of the clinic's staff, once help was called."""

SCREENING_TEXTS: Final = f"{SAFETY}.screening"
"""So do those of the screening, whatever the assessment."""


@dataclass(frozen=True)
class Line:
    """One sentence to say, with the id of the text it belongs to."""

    text_id: str
    text: str


@dataclass(frozen=True)
class Words:
    """The forms of one prompt, as lines to say."""

    say: tuple[Line, ...]
    short: tuple[Line, ...] = ()
    help: tuple[Line, ...] = ()
    more: tuple[Line, ...] = ()


def texts_of(assessment: Assessment, phrases: Phrases, safety: Safety) -> dict[str, Lines]:
    """Every text there is that has at least one line, in the order of the files.

    Ids look like `welcome.say`, `tests.leg-lift.questions.pain.noted.no` or `phrases.paused.say`.
    """
    found = dict(_walk(assessment, ""))
    for way in assessment.ways:
        found.update(_walk(way, way.text_id))
    found.update(_walk(assessment.screening, SCREENING_TEXTS))
    found.update(_walk(phrases, PHRASES))
    found.update(_walk(safety, SAFETY))
    return found


def _walk(value: object, path: str) -> Iterator[tuple[str, Lines]]:
    if isinstance(value, tuple):
        if value and all(isinstance(item, str) for item in value):
            yield path, value
            return
        for item in value:
            if is_dataclass(item):
                yield from _walk(item, f"{path}.{getattr(item, 'id', '')}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _walk(item, f"{path}.{key}")
    elif is_dataclass(value):
        for field in text_fields(value):
            if field.metadata == JOINED:
                continue
            inner = f"{path}.{field.name}" if path else field.name
            yield from _walk(getattr(value, field.name), inner)


def text_fields(value: "DataclassInstance | type[DataclassInstance]") -> Iterator[Field[object]]:
    """The fields of a part of the content that may hold something to say."""
    return (field for field in fields(value) if field.metadata != NO_TEXT)


class Texts:
    """Hands out the lines to say, each with the id of its text."""

    def __init__(self, texts: Mapping[str, Lines], unused: tuple[str, ...] = ()) -> None:
        """`texts`: all that there are, by id (`Content.texts`).

        `unused`: what the ids of those begin with that are not said in this session.
        """
        self._texts = texts
        self._unused = unused

    def lines(self, text_id: str, **values: str) -> tuple[Line, ...]:
        """The lines of a text, its placeholders filled; none for a text that was left empty."""
        return tuple(
            Line(text_id, line.format_map(values) if values else line)
            for line in self._texts.get(text_id, ())
        )

    def phrase(self, name: str, **values: str) -> tuple[Line, ...]:
        return self.lines(f"{PHRASES}.{name}", **values)

    def words(self, prompt_id: str) -> Words:
        """All forms of the prompt with this id."""
        return Words(
            say=self.lines(f"{prompt_id}.say"),
            short=self.lines(f"{prompt_id}.short"),
            help=self.lines(f"{prompt_id}.help"),
            more=self.lines(f"{prompt_id}.more"),
        )

    def all_fixed(self) -> tuple[Line, ...]:
        """Every line without a placeholder: what can be rendered before it is needed."""
        return tuple(
            Line(text_id, line)
            for text_id, lines in self._texts.items()
            for line in lines
            if "{" not in line and not text_id.startswith(self._unused)
        )
