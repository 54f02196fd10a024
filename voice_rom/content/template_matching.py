"""Fits words to templates, which hassil has parsed.

hassil's own recogniser tries one way after the other, and templates of many optional parts fit in
thousands of ways: a sentence took up to 6 s (and 0.3 s at p95). Here, whatever begins at a place is
worked out once, so the same sentences take a millisecond or two.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    TextChunk,
)

Filled = tuple[tuple[str, str], ...]
"""Slots and their values, in the order of the words."""
Ends = dict[tuple[int, Filled], None]
"""Where something can end that begins at a place, and what it fills until there; in order."""

_PIECE: Final = re.compile(r"'?[^\W_]+")


def pieces_of(text: str) -> tuple[str, ...]:
    """The words of `text`, those with an apostrophe in two: templates part them there."""
    return tuple(_PIECE.findall(text))


class Pattern(Protocol):
    """A part of a template."""

    @property
    def first(self) -> frozenset[str]:
        """Every piece that it can begin with."""

    @property
    def pieces(self) -> frozenset[str]:
        """Every piece that can stand in it."""

    @property
    def may_be_empty(self) -> bool: ...

    def ends(self, chart: "Chart", start: int) -> Ends: ...


class Chart:
    """The pieces of what was said, and what has been found to begin at each."""

    def __init__(self, pieces: Sequence[str], between: Iterable[tuple[str, ...]] = ()) -> None:
        """`between`: words that may stand between those of a template, each wherever it does."""
        self.pieces = tuple(pieces)
        self._known: dict[tuple[int, int], Ends] = {}
        self._skips = tuple(self._skipped_at(place, between) for place in range(len(pieces)))
        self._after = self._reachable()

    @property
    def needed(self) -> frozenset[str]:
        """The pieces that stand in none of the words between: a template must have them all."""
        left_out = {
            place
            for start, ends in enumerate(self._skips)
            for end in ends
            for place in range(start, end)
        }
        return frozenset(self.pieces[i] for i in range(len(self.pieces)) if i not in left_out)

    def after(self, place: int) -> tuple[int, ...]:
        """`place`, and every place that is reached from there past words between."""
        return self._after[place]

    def ends(self, pattern: Pattern, start: int) -> Ends:
        if not pattern.may_be_empty and (
            start >= len(self.pieces) or self.pieces[start] not in pattern.first
        ):
            return {}
        key = id(pattern), start
        if key not in self._known:
            self._known[key] = pattern.ends(self, start)
        return self._known[key]

    def whole(self, pattern: Pattern) -> Iterator[dict[str, str]]:
        """Yield the slots of each way in which all of the pieces fit `pattern`."""
        for start in self.after(0):
            for end, filled in self.ends(pattern, start):
                if end == len(self.pieces):
                    yield dict(filled)

    def _skipped_at(self, place: int, between: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
        """Where words between end that begin at `place`."""
        ends = (
            place + len(words)
            for words in between
            if self.pieces[place : place + len(words)] == words
        )
        return tuple(dict.fromkeys(ends))

    def _reachable(self) -> tuple[tuple[int, ...], ...]:
        after: list[tuple[int, ...]] = [()] * (len(self.pieces) + 1)
        after[-1] = (len(self.pieces),)
        for place in reversed(range(len(self.pieces))):
            beyond = (there for end in self._skips[place] for there in after[end])
            after[place] = tuple(dict.fromkeys((place, *beyond)))
        return tuple(after)


@dataclass(frozen=True, eq=False)
class _Words:
    words: tuple[str, ...]
    first: frozenset[str]
    pieces: frozenset[str]
    may_be_empty: bool

    def ends(self, chart: Chart, start: int) -> Ends:
        if not self.words:
            return {(start, ()): None}
        end = start + len(self.words)
        if chart.pieces[start:end] != self.words:
            return {}
        return {(after, ()): None for after in chart.after(end)}


@dataclass(frozen=True, eq=False)
class _InOrder:
    parts: tuple[Pattern, ...]
    first: frozenset[str]
    pieces: frozenset[str]
    may_be_empty: bool

    def ends(self, chart: Chart, start: int) -> Ends:
        so_far: Ends = {(start, ()): None}
        for part in self.parts:
            so_far = {
                (end, before + filled): None
                for middle, before in so_far
                for end, filled in chart.ends(part, middle)
            }
        return so_far


@dataclass(frozen=True, eq=False)
class _OneOf:
    choices: tuple[Pattern, ...]
    by_first: Mapping[str, tuple[Pattern, ...]]
    """Those that can begin with a piece, or be nothing at all."""
    if_none: tuple[Pattern, ...]
    """Those that can be nothing at all."""
    first: frozenset[str]
    pieces: frozenset[str]
    may_be_empty: bool

    def ends(self, chart: Chart, start: int) -> Ends:
        there = chart.pieces[start] if start < len(chart.pieces) else ""
        choices = self.by_first.get(there, self.if_none)
        return {end: None for choice in choices for end in chart.ends(choice, start)}


@dataclass(frozen=True, eq=False)
class _Slot:
    name: str
    value: str
    words: Pattern

    @property
    def first(self) -> frozenset[str]:
        return self.words.first

    @property
    def pieces(self) -> frozenset[str]:
        return self.words.pieces

    @property
    def may_be_empty(self) -> bool:
        return self.words.may_be_empty

    def ends(self, chart: Chart, start: int) -> Ends:
        slot = (self.name, self.value)
        return {(end, (*filled, slot)): None for end, filled in chart.ends(self.words, start)}


Join = Callable[[Sequence[Pattern]], Pattern]


class ReferenceMissingError(Exception):
    """A template refers to a rule or a list that there is not, or a rule to itself."""


class Patterns:
    """Makes patterns of one language's expressions, each rule and list once.

    What templates have in common (words, "[the]", "(leg|side)") is one and the same pattern: it is
    made once, and a `Chart` looks for it once at each place, however many templates there are.
    """

    def __init__(
        self,
        rules: Mapping[str, Expression],
        lists: Mapping[str, Sequence[tuple[Expression, str]]],
    ) -> None:
        """`lists`: the words and the value of each entry."""
        self._rules = rules
        self._lists = lists
        self._made: dict[str, Pattern] = {}
        self._words: dict[str, Pattern] = {}
        self._joined: dict[tuple[Join, tuple[int, ...]], Pattern] = {}
        """By what its parts are joined with, and their identities: each of them is kept as well."""
        self._within: list[str] = []

    def of(self, expression: Expression) -> Pattern:
        """Raise ReferenceMissingError where it refers to nothing."""
        if isinstance(expression, TextChunk):
            return self._words_of(expression.text)
        if isinstance(expression, RuleReference):
            return self._rule(expression.rule_name)
        if isinstance(expression, ListReference):
            return self._list(expression.list_name, expression.slot_name)
        if isinstance(expression, Permutation):
            ways = expression.iterate_permutations()
            choices = [self.of(Group([item, rest])) for item, rest in ways]
            return self._join(one_of, choices or [self._join(in_order, [])])
        if isinstance(expression, Alternative):
            return self._join(one_of, [self.of(item) for item in expression.items])
        if isinstance(expression, Group):
            return self._join(in_order, [self.of(item) for item in expression.items])
        raise ReferenceMissingError(f"{expression} has no meaning here")

    def _words_of(self, text: str) -> Pattern:
        if text not in self._words:
            words = pieces_of(text)
            made = _Words(words, frozenset(words[:1]), frozenset(words), not words)
            self._words[text] = made
        return self._words[text]

    def _join(self, join: Join, parts: Sequence[Pattern]) -> Pattern:
        key = join, tuple(map(id, parts))
        if key not in self._joined:
            self._joined[key] = join(parts)
        return self._joined[key]

    def _rule(self, name: str) -> Pattern:
        if name not in self._rules:
            raise ReferenceMissingError(f"there is no expansion rule <{name}>")
        if name in self._within:
            raise ReferenceMissingError(f"the expansion rule <{name}> refers to itself")
        key = f"<{name}>"
        if key not in self._made:
            self._within.append(name)
            self._made[key] = self.of(self._rules[name])
            self._within.pop()
        return self._made[key]

    def _list(self, name: str, slot: str) -> Pattern:
        if name not in self._lists:
            raise ReferenceMissingError(f"there is no list {{{name}}}")
        key = f"{{{name}:{slot}}}"
        if key not in self._made:
            entries = [_Slot(slot, value, self.of(words)) for words, value in self._lists[name]]
            self._made[key] = one_of(entries)
        return self._made[key]


def in_order(parts: Sequence[Pattern]) -> Pattern:
    """All of `parts`, one after the other."""
    if len(parts) == 1:
        return parts[0]
    first: set[str] = set()
    for part in parts:
        first |= part.first
        if not part.may_be_empty:
            break
    may_be_empty = all(part.may_be_empty for part in parts)
    return _InOrder(tuple(parts), frozenset(first), _all_pieces(parts), may_be_empty)


def one_of(choices: Sequence[Pattern]) -> Pattern:
    """Any one of `choices`."""
    if len(choices) == 1:
        return choices[0]
    first = frozenset[str]().union(*(choice.first for choice in choices))
    by_first: dict[str, list[Pattern]] = {piece: [] for piece in first}
    for choice in choices:
        for piece in first if choice.may_be_empty else choice.first:
            by_first[piece].append(choice)
    if_none = tuple(choice for choice in choices if choice.may_be_empty)
    return _OneOf(
        choices=tuple(choices),
        by_first={piece: tuple(those) for piece, those in by_first.items()},
        if_none=if_none,
        first=first,
        pieces=_all_pieces(choices),
        may_be_empty=bool(if_none),
    )


def _all_pieces(patterns: Iterable[Pattern]) -> frozenset[str]:
    return frozenset[str]().union(*(pattern.pieces for pattern in patterns))
