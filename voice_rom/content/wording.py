"""The rules of the ear: what a line must be like so that it can be said and understood."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

MOST_WORDS: Final = 20
"""In one sentence. Longer ones are forgotten at the front before they end."""

_BANNED = re.compile(r"\b(?:diagnos|detect|abnormal|fail)\w*|\binjury\s+risk", re.IGNORECASE)
"""Nothing that is said or shown may sound like a verdict on the person."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_ENDS = ".?!\u3002\uff1f\uff01"
_GOES_ON_AFTER_AN_END = re.compile(rf"[{_ENDS}\u2026][\"')\]]*\s+\S")


def banned_words(text: str) -> list[str]:
    """Return the words of `text` that no output may contain."""
    return _BANNED.findall(text)


def placeholders(line: str) -> set[str]:
    """Return the names in braces that the dialogue puts something in place of."""
    return set(_PLACEHOLDER.findall(line))


def line_mistakes(line: str, allowed: AbstractSet[str]) -> Iterator[str]:
    """Yield what is wrong with one line; `allowed` are the placeholders that it may use."""
    if not line.strip():
        yield "is empty"
        return
    if line != " ".join(line.split()) or not line.isprintable():
        yield "contains a line break, a tab, or several spaces in a row"
    if len(line.split()) > MOST_WORDS:
        yield f"has {len(line.split())} words; listeners can follow at most {MOST_WORDS}"
    if _GOES_ON_AFTER_AN_END.search(line):
        yield "contains more than one sentence; put each on its own line"
    if line[-1] not in _ENDS:
        yield "does not end in a full stop or a question mark"
    for word in banned_words(line):
        yield f"says {word!r}, which is not allowed in any text: it sounds like a verdict"
    yield from places_mistakes(line, allowed)


def places_mistakes(line: str, allowed: AbstractSet[str]) -> Iterator[str]:
    """Yield what is wrong with the braces in `line`; `allowed` are the names that may be there."""
    for name in sorted(placeholders(line) - allowed):
        known = ", ".join(f"{{{known}}}" for known in sorted(allowed)) or "none"
        yield f"uses {{{name}}}, which is not known here; known: {known}"
    rest = _PLACEHOLDER.sub("", line)
    if "{" in rest or "}" in rest:
        yield "contains a brace that is not a placeholder such as {test}"
