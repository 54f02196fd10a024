"""Reads `prompts/<language>/sentences/`: templates of what people say, recognised by hassil."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from hassil.errors import HassilError
from hassil.expression import Expression
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from voice_rom.content.key_path import KeyPath
from voice_rom.content.spoken_examples import spoken_examples
from voice_rom.content.template_matching import (
    Chart,
    Pattern,
    Patterns,
    ReferenceMissingError,
    pieces_of,
)
from voice_rom.content.text_file import read_text
from voice_rom.content.yaml_file import Document, read_document
from voice_rom.core.language.meanings import Meaning, Meant, meant
from voice_rom.core.language.sentences import (
    WHATEVER_ASKED,
    NoSentences,
    Saying,
    SentenceReader,
)
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.data_files import prompts_folder
from voice_rom.errors import ContentError

SENTENCES_FOLDER: Final = "sentences"
TESTS_SUFFIX: Final = ".tests"
"""`pain.yaml` has its tests in `pain.tests.yaml`."""

VOCABULARY_GROUP: Final = "vocabulary"
"""The group that the phrases of `vocabulary.yaml` make: every one is a template, too."""

_SIDES: Final = frozenset({Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.NEITHER})
_MEANINGS: Final = frozenset(str(meaning) for meaning in Meaning)
_SLOTS: Final = frozenset({"meaning", "side", "about", "found", "part", "hedged", "implied"})
_GLUED: Final = re.compile(r"\w[\[({<](?!')|[\])>}]\w")

Words = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TemplateGroup:
    """Templates that say the same, with the slots that they fill by themselves."""

    sentences: tuple[str, ...]
    slots: Mapping[str, str] = field(default_factory=dict)
    requires_context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """`asked`: only where one of these kinds of question was asked."""


@dataclass(frozen=True, kw_only=True)
class Templates:
    data: tuple[TemplateGroup, ...]


@dataclass(frozen=True, kw_only=True)
class WordList:
    values: tuple[Mapping[str, str], ...]
    """`in`: the words, themselves a template; `out`: the value of the slot."""


@dataclass(frozen=True, kw_only=True)
class SentenceFile:
    """One file of templates, in the form of home-assistant/intents."""

    language: str
    intents: Mapping[str, Templates] = field(default_factory=dict)
    lists: Mapping[str, WordList] = field(default_factory=dict)
    expansion_rules: Mapping[str, str] = field(default_factory=dict)
    skip_words: tuple[str, ...] = ()
    hedge_words: tuple[str, ...] = ()
    """Like `skip_words`, but whoever says one is not quite sure."""
    spelled_out: Mapping[str, str] = field(default_factory=dict)
    """What is short for another word, with its apostrophe: "'s" for "is"."""


@dataclass(frozen=True, kw_only=True)
class _Template:
    """One template, ready to fit, with the slots that its group fills."""

    name: str
    pattern: Pattern
    slots: Mapping[str, str]
    asked: frozenset[str]
    """Empty: wherever it is said."""


class _WordsBetween:
    """The words that may stand anywhere between those of a template."""

    def __init__(self, files: Sequence[SentenceFile]) -> None:
        self._skipped = [pieces_of(words) for file in files for words in file.skip_words]
        self._hedges = [pieces_of(words) for file in files for words in file.hedge_words]
        self._spelled_out = {
            short: words for file in files for short, words in file.spelled_out.items()
        }

    @property
    def pieces(self) -> frozenset[str]:
        words = (*self._skipped, *self._hedges, tuple(self._spelled_out))
        return frozenset(piece for each in words for piece in each)

    def charts(self, pieces: Words) -> Iterator[tuple[Chart, bool]]:
        """What was said, then with more and more that may stand between; and whether hedged."""
        spelled = tuple(self._spelled_out.get(piece, piece) for piece in pieces)
        ways = dict.fromkeys((pieces, spelled))
        yield Chart(pieces), False
        for said in ways:
            yield Chart(said, self._skipped), False
        for said in ways:
            yield Chart(said, (*self._skipped, *self._hedges)), True


class SentenceTemplates:
    """The templates of one language, ready to recognise."""

    def __init__(
        self,
        templates: Sequence[_Template],
        words: _WordsBetween,
        example_files: Sequence[Path] = (),
    ) -> None:
        """`example_files`: the tests beside the templates, read when examples are asked for."""
        self._example_files = tuple(example_files)
        self._templates = tuple(templates)
        self._words = words
        self._known = words.pieces.union(*(template.pattern.pieces for template in templates))
        self._holding = _numbers_by_piece([template.pattern for template in self._templates])
        self._cached = lru_cache(maxsize=512)(self._readings)

    @property
    def templates(self) -> tuple[str, ...]:
        """Every template as `Saying.template` names it, without the phrases of the vocabulary."""
        names = (template.name for template in self._templates)
        return tuple(name for name in names if not name.startswith(f"{VOCABULARY_GROUP}:"))

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """The sentences beside the templates, and every word that stands in one of these."""
        words = sorted(piece for piece in self._known if not piece.startswith("'"))
        return (*spoken_examples(self._example_files), *words)

    def readings(self, words: Sequence[str], kind: str) -> tuple[Saying, ...]:
        return self._cached(" ".join(words), kind)

    def _readings(self, text: str, kind: str) -> tuple[Saying, ...]:
        """As it was said; and where that is no sentence, without the words that change nothing."""
        pieces = pieces_of(text)
        if not self._known.issuperset(pieces):
            return ()
        for chart, hedged in self._words.charts(pieces):
            sayings = dict.fromkeys(self._sayings(chart, kind))
            if sayings:
                return tuple(replace(each, hedged=each.hedged or hedged) for each in sayings)
        return ()

    def _that_may_hold(self, chart: Chart) -> frozenset[int]:
        """The templates that can hold all that is needed; where nothing is, any of it."""
        if not chart.pieces:
            return frozenset()
        needed = [self._holding.get(piece, frozenset()) for piece in chart.needed]
        if needed:
            return frozenset.intersection(*needed)
        return frozenset[int]().union(*(self._holding.get(each, ()) for each in chart.pieces))

    def _sayings(self, chart: Chart, kind: str) -> Iterator[Saying]:
        for number in sorted(self._that_may_hold(chart)):
            template = self._templates[number]
            if template.asked and kind not in {*template.asked, WHATEVER_ASKED}:
                continue
            for filled in chart.whole(template.pattern):
                yield _saying(template.name, {**template.slots, **filled})


def _numbers_by_piece(patterns: Sequence[Pattern]) -> dict[str, frozenset[int]]:
    """Which of `patterns` each piece can stand in: few of hundreds can hold all of a sentence."""
    numbers: dict[str, set[int]] = {}
    for number, pattern in enumerate(patterns):
        for piece in pattern.pieces:
            numbers.setdefault(piece, set()).add(number)
    return {piece: frozenset(those) for piece, those in numbers.items()}


def with_sentences(vocabulary: Vocabulary, prompts: Path | None = None) -> Vocabulary:
    """Return `vocabulary` with the sentences of its language; it takes a third of a second."""
    return replace(vocabulary, sentences=load_sentences(vocabulary.language, vocabulary, prompts))


def load_sentences(
    language: str, vocabulary: Vocabulary, prompts: Path | None = None
) -> SentenceReader:
    """Return the sentences of `language`; none at all where there is no folder of them.

    Those read last are kept for as long as the files and the phrases stay the same: a process that
    leads one session after the other needs them for each. Raises ContentError with file, line and
    key of the first thing that is wrong.
    """
    texts = tuple(read_text(path, ContentError) for path in _files(language, prompts))
    phrases = tuple((meaning, tuple(those)) for meaning, those in vocabulary.phrases.items())
    return _sentences_of(language, prompts, phrases, texts)


@lru_cache(maxsize=1)
def _sentences_of(
    language: str,
    prompts: Path | None,
    phrases: tuple[tuple[Meant, tuple[str, ...]], ...],
    texts: tuple[str, ...],
) -> SentenceReader:
    del texts  # they only tell whether anything has changed
    documents = sentence_documents(language, prompts)
    if not documents:
        return NoSentences()
    for document in documents:
        if document.value.language != language:
            what = f"is {document.value.language!r}, but the folder is {language!r}"
            raise document.mistake(("language",), what)
    patterns = Patterns(_rules_of(documents), _lists_of(documents))
    for document in documents:
        for name in document.value.expansion_rules:
            _pattern_at(document, ("expansion_rules", name), f"<{name}>", patterns)
    templates = [*_phrases_as_templates(dict(phrases), patterns)]
    for document in documents:
        templates += _templates_of(document, patterns)
    words = _WordsBetween([document.value for document in documents])
    tests = [_tests_beside(document.path) for document in documents]
    return SentenceTemplates(templates, words, tests)


def _tests_beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}{TESTS_SUFFIX}.yaml")


def sentence_documents(
    language: str, prompts: Path | None = None
) -> tuple[Document[SentenceFile], ...]:
    """Read every file of templates of `language`, sorted by name."""
    return tuple(read_document(path, SentenceFile) for path in _files(language, prompts))


def _files(language: str, prompts: Path | None) -> list[Path]:
    folder = (prompts_folder() if prompts is None else prompts) / language / SENTENCES_FOLDER
    return sorted(path for path in folder.glob("*.yaml") if not path.stem.endswith(TESTS_SUFFIX))


def _rules_of(documents: Sequence[Document[SentenceFile]]) -> dict[str, Expression]:
    rules: dict[str, Expression] = {}
    for document in documents:
        for name, rule in document.value.expansion_rules.items():
            at = ("expansion_rules", name)
            if name in rules:
                raise document.mistake(at, "there is a rule of this name already")
            rules[name] = _parsed_at(document, at, rule)
    return rules


def _lists_of(
    documents: Sequence[Document[SentenceFile]],
) -> dict[str, list[tuple[Expression, str]]]:
    lists: dict[str, list[tuple[Expression, str]]] = {}
    for document in documents:
        for name, words in document.value.lists.items():
            lists[name] = []
            for number, value in enumerate(words.values):
                at = ("lists", name, "values", number)
                if value.keys() != {"in", "out"}:
                    raise document.mistake(at, "must have 'in' and 'out', and nothing else")
                lists[name].append((_parsed_at(document, at, value["in"]), value["out"]))
    return lists


def _templates_of(document: Document[SentenceFile], patterns: Patterns) -> Iterator[_Template]:
    for name, templates in document.value.intents.items():
        for number, group in enumerate(templates.data):
            at: KeyPath = ("intents", name, "data", number)
            _refuse_slots(document, (*at, "slots"), group.slots)
            for line, text in enumerate(group.sentences):
                yield _Template(
                    name=f"{name}: {text}",
                    pattern=_pattern_at(document, (*at, "sentences", line), text, patterns),
                    slots=group.slots,
                    asked=frozenset(group.requires_context.get("asked", ())),
                )


def _phrases_as_templates(
    phrases: Mapping[Meant, Sequence[str]], patterns: Patterns
) -> Iterator[_Template]:
    for meaning, those in phrases.items():
        for phrase in those:
            yield _Template(
                name=f"{VOCABULARY_GROUP}: {phrase}",
                pattern=patterns.of(_parsed(phrase)),
                slots={"side" if meaning in _SIDES else "meaning": str(meaning)},
                asked=frozenset(),
            )


def _refuse_slots(document: Document[SentenceFile], at: KeyPath, slots: Mapping[str, str]) -> None:
    for name, value in slots.items():
        if name not in _SLOTS:
            known = ", ".join(sorted(_SLOTS))
            raise document.mistake((*at, name), f"is no slot; choose from: {known}")
        if name == "meaning" and value not in _MEANINGS:
            raise document.mistake((*at, name), f"{value!r} is no meaning")
        if name == "side" and value not in _SIDES:
            raise document.mistake((*at, name), f"{value!r} is no side")


def _pattern_at(
    document: Document[SentenceFile], at: KeyPath, text: str, patterns: Patterns
) -> Pattern:
    try:
        return patterns.of(_parsed_at(document, at, text))
    except ReferenceMissingError as wrong:
        raise document.mistake(at, str(wrong)) from None


def _parsed_at(document: Document[SentenceFile], at: KeyPath, text: str) -> Expression:
    if _GLUED.search(text):
        raise document.mistake(at, "a bracket touches a letter: only whole words stand in brackets")
    try:
        return _parsed(text)
    except (HassilError, ParseError, ValueError, AssertionError) as wrong:
        raise document.mistake(at, f"is no template: {wrong}") from None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Expression:
    """Hassil's reading of a template: a quarter of a second for all of a language."""
    return parse_sentence(text).expression


def _saying(template: str, slots: Mapping[str, str]) -> Saying:
    return Saying(
        meaning=meant(slots["meaning"]) if "meaning" in slots else None,
        side=Meaning(slots["side"]) if "side" in slots else None,
        about=slots.get("about", ""),
        found=slots.get("found", "yes") == "yes",
        part=slots.get("part", ""),
        hedged=slots.get("hedged") == "yes",
        implied=slots.get("implied") == "yes",
        template=template,
    )
