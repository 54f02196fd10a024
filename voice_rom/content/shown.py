"""What must hold for a text that is shown: no verdict, and no place that nothing is put into."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from voice_rom.content.key_path import KeyPath
from voice_rom.content.schema import Mistake
from voice_rom.content.wording import banned_words, placeholders, places_mistakes


def words_mistakes(words: object, reference: object) -> Iterator[Mistake]:
    """Yield what is wrong with `words`, a dataclass of texts; `reference` is that of English."""
    known = dict(_texts(reference, ()))
    for at, text in _texts(words, ()):
        if not text.strip():
            yield Mistake(at, "is empty")
        for word in banned_words(text):
            what = f"says {word!r}, which is not allowed in any text: it sounds like a verdict"
            yield Mistake(at, what)
        for what in places_mistakes(text, placeholders(known.get(at, ""))):
            yield Mistake(at, what)


def _texts(value: object, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Every text with its place. A list, such as of keys, may be of another length elsewhere."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*at, str(key)))
    elif isinstance(value, Sequence):
        for number, item in enumerate(value):
            yield from _texts(item, (*at, number))
    else:
        for field in fields(value):  # type: ignore[arg-type]
            yield from _texts(getattr(value, field.name), (*at, field.name))
