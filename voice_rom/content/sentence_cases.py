"""Sentences and what they must mean: tried one by one, and counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from voice_rom.content.asked_kinds import AskedKind, meanings_in
from voice_rom.content.schema import nearest
from voice_rom.content.text_file import read_text, shown
from voice_rom.core.language.meanings import COMPLAINTS, Meaning
from voice_rom.core.language.understanding import Understanding, understand
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.errors import ContentError

NOTHING: Final = "nothing"
"""What is written where a sentence must mean nothing."""

_COLUMNS: Final = 3
_SIDES: Final = (Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH)


class SentenceOutcome(StrEnum):
    RIGHT = "right"
    NOT_UNDERSTOOD = "not understood"
    SOMETHING_ELSE = "something else"


@dataclass(frozen=True, kw_only=True)
class SentenceCase:
    """A sentence, after a kind of question, and what it must mean there."""

    kind: str
    words: str
    meant: frozenset[str]
    """A meaning, or a meaning and a side; empty: nothing."""
    place: str
    """File and line."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    case: SentenceCase
    understanding: Understanding
    outcome: SentenceOutcome

    @property
    def told(self) -> str:
        """One line: what it should mean, and what it means."""
        case = self.case
        should, does = meant_as(case.meant), meant_as(meant_by(self.understanding))
        return (
            f'{case.place}: "{case.words}" after {case.kind} should mean {should}, but means {does}'
        )


def try_case(case: SentenceCase, vocabulary: Vocabulary, kinds: Mapping[str, AskedKind]) -> Tried:
    understanding = understood_after(kinds[case.kind], case.words, vocabulary)
    return Tried(
        case=case,
        understanding=understanding,
        outcome=outcome_of(case.meant, meant_by(understanding)),
    )


def understood_after(kind: AskedKind, words: str, vocabulary: Vocabulary) -> Understanding:
    """What `words`, clearly said, mean after `kind`."""
    return understand(said(words), vocabulary, kind.expected, asked=kind.asked)


def said(words: str) -> Utterance:
    """`words` as an utterance: clear, and at a calm pace."""
    pace, seconds = 0.5, 0.4
    spoken = tuple(
        Word(word, number * pace, number * pace + seconds, 1.0)
        for number, word in enumerate(words.split())
    )
    end = spoken[-1].end if spoken else seconds
    return Utterance(
        words=spoken, start=0.0, end=end, decided=end + seconds, level_dbfs=-25.0, noise_dbfs=-60.0
    )


def meant_by(understanding: Understanding) -> frozenset[str]:
    """The slots as a list of cases has them: `yes` and `left`."""
    slots = understanding.slots
    if slots is None or slots.meaning is None:
        return frozenset()
    return frozenset(str(value) for value in (slots.meaning, slots.side) if value is not None)


def meant_as(meant: frozenset[str]) -> str:
    """As it is written in a list of cases: `yes+left`."""
    return "+".join(sorted(meant, key=lambda value: value in _SIDES)) or NOTHING


def outcome_of(meant: frozenset[str], means: frozenset[str]) -> SentenceOutcome:
    """Judge what a sentence `means` by what it should have `meant`.

    A complaint is as right without its side as with it, where the case names none.
    """
    complaint = meant & COMPLAINTS
    if means == meant or (complaint == meant and complaint and complaint <= means):
        return SentenceOutcome.RIGHT
    return SentenceOutcome.SOMETHING_ELSE if means else SentenceOutcome.NOT_UNDERSTOOD


def read_cases(
    path: Path, kinds: Mapping[str, AskedKind], *, words_first: bool = False
) -> tuple[SentenceCase, ...]:
    """Read lines of kind or question id, sentence and meaning, tabs between them.

    `words_first`: what is said comes first, before the kind, and further columns may follow.
    Raises ContentError with file and line of the first thing that is wrong.
    """
    lines = read_text(path, ContentError).splitlines()
    cases = tuple(_cases(path, lines, kinds, words_first=words_first))
    if not cases:
        raise ContentError(f"{shown(path)}: there is no sentence in it")
    return cases


def _cases(
    path: Path, lines: Sequence[str], kinds: Mapping[str, AskedKind], *, words_first: bool
) -> Iterator[SentenceCase]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        place = f"{shown(path)}:{number}"
        kind, words, meaning = _columns(place, line, words_first=words_first)
        if kind not in kinds:
            raise ContentError(f"{place}: {kind!r} is no kind of question{nearest(kind, kinds)}")
        yield SentenceCase(
            kind=kind, words=words, meant=_meant(place, meaning, meanings_in(kinds)), place=place
        )


def _columns(place: str, line: str, *, words_first: bool) -> tuple[str, str, str]:
    """Kind, words and meaning."""
    columns = [column.strip() for column in line.split("\t")]
    if words_first:
        del columns[_COLUMNS:]
    if len(columns) != _COLUMNS or not all(columns):
        order = "a recording, a kind" if words_first else "a kind, a sentence"
        raise ContentError(f"{place}: needs {order} and its meaning, with a tab between them")
    first, second, meaning = columns
    return (second, first, meaning) if words_first else (first, second, meaning)


def _meant(place: str, meaning: str, known: frozenset[str]) -> frozenset[str]:
    if meaning in {NOTHING, "-"}:
        return frozenset()
    meant = frozenset(meaning.split("+"))
    for value in sorted(meant - known):
        raise ContentError(f"{place}: {value!r} is no meaning{nearest(value, sorted(known))}")
    return meant
