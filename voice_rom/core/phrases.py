"""Cutting the words of an utterance into the phrases of a vocabulary."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from voice_rom.core.meanings import Meaning
from voice_rom.core.vocabulary import Vocabulary

Tokens = tuple[str, ...]


class PartKind(StrEnum):
    KNOWN = "known"
    """A phrase with meanings, a correction or a filler, or several of these at once."""
    FOREIGN = "foreign"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Words that belong together, and everything they may be."""

    text: str
    kind: PartKind
    meanings: tuple[Meaning, ...] = ()
    """In the order of the vocabulary."""
    may_correct: bool = False
    may_be_filler: bool = False


def parse(words: Sequence[str], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Cut `words` into parts, the longest phrase first, from left to right.

    Hesitations (fillers of one word that stand in no phrase, such as "uh") are left out wherever
    they stand; they come back as one part when there is nothing else.
    """
    book = _book(_Key(vocabulary))
    tokens = [book.homophones.get(word, word) for word in words]
    spoken = [token for token in tokens if token not in book.hesitations]
    parts: list[Part] = []
    while spoken:
        length, part = _longest(spoken, book)
        parts.append(part)
        spoken = spoken[length:]
    if not parts and tokens:
        parts.append(Part(text=tokens[0], kind=PartKind.KNOWN, may_be_filler=True))
    return tuple(parts)


def after_correction(parts: Sequence[Part]) -> tuple[Sequence[Part], bool]:
    """Return the parts that count, and whether others were taken back."""
    for index in range(len(parts) - 1, -1, -1):
        if not parts[index].may_correct:
            continue
        before = any(part.meanings and not part.may_be_filler for part in parts[:index])
        after = any(part.meanings for part in parts[index + 1 :])
        if before or after or not parts[index].meanings:
            return parts[index + 1 :], before
    return parts, False


def _longest(tokens: Sequence[str], book: "_Book") -> tuple[int, Part]:
    for length in range(min(book.longest, len(tokens)), 0, -1):
        part = book.parts.get(tuple(tokens[:length]))
        if part is not None:
            return length, part
    return 1, Part(text=tokens[0], kind=PartKind.FOREIGN)


@dataclass(frozen=True)
class _Book:
    """A vocabulary, laid out for looking up."""

    parts: Mapping[Tokens, Part]
    homophones: Mapping[str, str]
    hesitations: frozenset[str]
    longest: int


class _Key:
    """Makes a vocabulary hashable by its identity, so that its book is made once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.vocabulary is self.vocabulary


@lru_cache(maxsize=4)
def _book(key: _Key) -> _Book:
    vocabulary = key.vocabulary
    homophones = vocabulary.homophones
    meanings: dict[Tokens, tuple[Meaning, ...]] = {}
    for meaning, phrases in vocabulary.phrases.items():
        for tokens in _tokenised(phrases, homophones):
            known = meanings.get(tokens, ())
            if meaning not in known:
                meanings[tokens] = (*known, meaning)
    corrections = set(_tokenised(vocabulary.corrections, homophones))
    fillers = set(_tokenised(vocabulary.fillers, homophones))
    parts = {
        tokens: Part(
            text=" ".join(tokens),
            kind=PartKind.KNOWN,
            meanings=meanings.get(tokens, ()),
            may_correct=tokens in corrections,
            may_be_filler=tokens in fillers,
        )
        for tokens in (*meanings, *corrections, *fillers)
    }
    in_phrases = {token for tokens in (*meanings, *corrections) for token in tokens}
    hesitations = {tokens[0] for tokens in fillers if len(tokens) == 1} - in_phrases
    longest = max((len(tokens) for tokens in parts), default=1)
    return _Book(parts, homophones, frozenset(hesitations), longest)


def _tokenised(phrases: Iterable[str], homophones: Mapping[str, str]) -> Iterable[Tokens]:
    for phrase in phrases:
        tokens = tuple(homophones.get(token, token) for token in phrase.split())
        if tokens:
            yield tokens
