"""Cutting the words of an utterance into the phrases of a vocabulary."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.vocabulary import Vocabulary

Tokens = tuple[str, ...]


class PartKind(StrEnum):
    KNOWN = "known"
    """A phrase with meanings, a correction or a filler, or several of these at once."""
    FOREIGN = "foreign"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Words that belong together, and everything they may be."""

    text: str
    """As the vocabulary writes it, whatever the recogniser wrote."""
    kind: PartKind
    meanings: tuple[Meant, ...] = ()
    """In the order of the vocabulary."""
    may_correct: bool = False
    may_be_filler: bool = False
    ending: "Part | None" = None
    """The answer that a correction ends in: the "no" of "wait no"."""


def parse(words: Sequence[str], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Cut `words` into parts: as few foreign ones as can be, then as few as can be at all.

    Where that leaves a choice, the longer phrase is the later one, as the end of what is said
    counts: "no i don't know" is "no", "i don't know", and not "no i don't", "no" (for "know").

    Hesitations (fillers of one word that stand in no phrase, such as "uh") are left out wherever
    they stand; they come back as one part when there is nothing else.
    """
    book = _book(_Key(vocabulary))
    tokens = [book.homophones.get(word, word) for word in words]
    spoken = [token for token in tokens if token not in book.hesitations]
    if tokens and not spoken:
        return (Part(text=tokens[0], kind=PartKind.KNOWN, may_be_filler=True),)
    return _cut(spoken, book)


def spelled(words: Sequence[str], vocabulary: Vocabulary) -> str:
    """Write `words` as people read what they were taken for: "no" where "know" was written.

    A phrase stands as the vocabulary has it, so "i don't know" keeps its "know".
    """
    book = _book(_Key(vocabulary))
    tokens = [book.homophones.get(word, word) for word in words]
    parts = _cut([token for token in tokens if token not in book.hesitations], book)
    meant = iter([word for part in parts for word in part.text.split()])
    return " ".join(token if token in book.hesitations else next(meant, token) for token in tokens)


def after_correction(parts: Sequence[Part]) -> tuple[Sequence[Part], bool]:
    """Return the parts that count, and whether others were taken back.

    When nothing is said after a correction that ends in an answer, that answer counts.
    """
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if not part.may_correct:
            continue
        before = any(each.meanings and not each.may_be_filler for each in parts[:index])
        after = any(each.meanings for each in parts[index + 1 :])
        if part.ending is not None and not after:
            return (part.ending, *parts[index + 1 :]), before
        if before or after or not part.meanings:
            return parts[index + 1 :], before
    return parts, False


@dataclass(frozen=True)
class _Way:
    """A way to cut some tokens."""

    parts: tuple[Part, ...] = ()
    foreign: int = 0
    """How many of the parts are foreign."""
    unclear: int = 0
    """How many are corrections that end in an answer: "no wait", "no" is clearer than "wait no"."""

    def after(self, part: Part) -> "_Way":
        return _Way(
            (part, *self.parts),
            self.foreign + (part.kind is PartKind.FOREIGN),
            self.unclear + (part.ending is not None),
        )

    @property
    def cost(self) -> tuple[int, int, int]:
        return self.foreign, len(self.parts), self.unclear


def _cut(tokens: Sequence[str], book: "_Book") -> tuple[Part, ...]:
    """Cut from the end: "no wait a moment" is "no", "wait a moment", not "no wait" and more."""
    ways = [_Way()]
    """How to cut the tokens from each place on, the last place first."""
    for start in range(len(tokens) - 1, -1, -1):
        possible = [ways[-length].after(part) for part, length in _beginning(tokens[start:], book)]
        ways.append(min(possible, key=lambda way: way.cost))
    return ways[-1].parts


def _beginning(tokens: Sequence[str], book: "_Book") -> Iterator[tuple[Part, int]]:
    """Every part that `tokens` can begin with, the shortest first, with how many they are."""
    known = False
    for length in range(1, min(book.longest, len(tokens)) + 1):
        part = book.parts.get(tuple(tokens[:length]))
        if part is not None:
            known = True
            yield part, length
    if not known:
        yield Part(text=tokens[0], kind=PartKind.FOREIGN), 1


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


@lru_cache(maxsize=1)
def _book(key: _Key) -> _Book:
    vocabulary = key.vocabulary
    homophones = vocabulary.homophones
    meanings: dict[Tokens, tuple[Meant, ...]] = {}
    known_phrases = (
        *(phrase for phrases in vocabulary.phrases.values() for phrase in phrases),
        *vocabulary.corrections,
        *vocabulary.fillers,
    )
    spellings = _spellings(known_phrases, homophones)
    for meaning, phrases in vocabulary.phrases.items():
        for tokens in _tokenised(phrases, homophones):
            known = meanings.get(tokens, ())
            if meaning not in known:
                meanings[tokens] = (*known, meaning)
    corrections = set(_tokenised(vocabulary.corrections, homophones))
    fillers = set(_tokenised(vocabulary.fillers, homophones))
    parts = {
        tokens: Part(
            text=spellings[tokens],
            kind=PartKind.KNOWN,
            meanings=meanings.get(tokens, ()),
            may_correct=tokens in corrections,
            may_be_filler=tokens in fillers,
            ending=_ending(tokens, meanings, corrections) if tokens in corrections else None,
        )
        for tokens in (*meanings, *corrections, *fillers)
    }
    in_phrases = {token for tokens in (*meanings, *corrections) for token in tokens}
    hesitations = {tokens[0] for tokens in fillers if len(tokens) == 1} - in_phrases
    longest = max((len(tokens) for tokens in parts), default=1)
    return _Book(parts, homophones, frozenset(hesitations), longest)


def _ending(
    tokens: Tokens, meanings: Mapping[Tokens, tuple[Meant, ...]], corrections: AbstractSet[Tokens]
) -> Part | None:
    """The longest phrase that `tokens` end in; a word of correction ends no correction."""
    for start in range(1, len(tokens)):
        end = tokens[start:]
        if end in meanings and end not in corrections:
            return Part(text=" ".join(end), kind=PartKind.KNOWN, meanings=meanings[end])
    return None


def _spellings(phrases: Iterable[str], homophones: Mapping[str, str]) -> Mapping[Tokens, str]:
    """How the vocabulary writes each phrase; of two that sound the same, the first."""
    spellings: dict[Tokens, str] = {}
    for phrase in phrases:
        for tokens in _tokenised((phrase,), homophones):
            spellings.setdefault(tokens, phrase)
    return spellings


def _tokenised(phrases: Iterable[str], homophones: Mapping[str, str]) -> Iterable[Tokens]:
    for phrase in phrases:
        tokens = tuple(homophones.get(token, token) for token in phrase.split())
        if tokens:
            yield tokens
