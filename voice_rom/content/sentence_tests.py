"""Reads the tests beside the templates, and finds templates that no test reaches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voice_rom.content.asked_kinds import AskedKind, meanings_in
from voice_rom.content.key_path import KeyPath
from voice_rom.content.sentence_cases import NOTHING, SentenceCase, SentenceOutcome, try_case
from voice_rom.content.sentences import (
    SENTENCES_FOLDER,
    TESTS_SUFFIX,
    SentenceTemplates,
    sentence_documents,
)
from voice_rom.content.text_file import shown
from voice_rom.content.yaml_file import Document, read_document
from voice_rom.core.language.vocabulary import Vocabulary


@dataclass(frozen=True, kw_only=True)
class SentencesThatMean:
    """Sentences that mean the same after each of some kinds of question."""

    asked: tuple[str, ...]
    means: str
    """As in a list of cases: `yes+left`, or `nothing`."""
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SentenceTests:
    """`<name>.tests.yaml`, beside `<name>.yaml`."""

    language: str
    tests: tuple[SentencesThatMean, ...]


def load_sentence_tests(
    language: str, kinds: Mapping[str, AskedKind], prompts: Path | None = None
) -> tuple[SentenceCase, ...]:
    """Return every test of the templates of `language`.

    Raises ContentError with file, line and key of the first thing that is wrong; a file of
    templates without one of tests is such a thing.
    """
    return tuple(
        case
        for document in sentence_documents(language, prompts)
        if document.value.intents
        for case in _cases_of(_tests_beside(document.path), language, kinds)
    )


def _tests_beside(path: Path) -> Document[SentenceTests]:
    return read_document(path.with_name(f"{path.stem}{TESTS_SUFFIX}.yaml"), SentenceTests)


def _cases_of(
    document: Document[SentenceTests], language: str, kinds: Mapping[str, AskedKind]
) -> Iterator[SentenceCase]:
    if document.value.language != language:
        what = f"is {document.value.language!r}, but the folder is {language!r}"
        raise document.mistake(("language",), what)
    for number, test in enumerate(document.value.tests):
        at: KeyPath = ("tests", number)
        for place, kind in enumerate(test.asked):
            if kind not in kinds:
                raise document.mistake((*at, "asked", place), f"{kind!r} is no kind of question")
        meant = frozenset() if test.means == NOTHING else frozenset(test.means.split("+"))
        if not meant <= meanings_in(kinds):
            raise document.mistake((*at, "means"), f"{test.means!r} is no meaning")
        for place, words in enumerate(test.sentences):
            line = document.tree.line((*at, "sentences", place))
            for kind in test.asked:
                yield SentenceCase(
                    kind=kind, words=words, meant=meant, place=f"{shown(document.path)}:{line}"
                )


def broken_sentences(
    cases: Sequence[SentenceCase], vocabulary: Vocabulary, kinds: Mapping[str, AskedKind]
) -> Iterator[str]:
    """Yield a line for each test that does not hold, and for each template that none reaches."""
    reached: set[str] = set()
    for case in cases:
        tried = try_case(case, vocabulary, kinds)
        if tried.outcome is not SentenceOutcome.RIGHT:
            yield tried.told
        elif tried.understanding.slots is not None:
            reached.update(tried.understanding.slots.templates)
            asked = kinds[case.kind].asked.kind
            whole = vocabulary.sentences.readings(case.words.split(), asked)
            reached.update(saying.template for saying in whole)
    if isinstance(vocabulary.sentences, SentenceTemplates):
        for template in vocabulary.sentences.templates:
            if template not in reached:
                yield f'{SENTENCES_FOLDER}: no test reaches the template "{template}"'
