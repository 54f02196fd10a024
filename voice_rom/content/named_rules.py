"""What must hold of the answers that the content names."""

from collections.abc import Iterator, Mapping
from typing import Final

from voice_rom.content.key_path import KeyPath
from voice_rom.content.schema import Mistake
from voice_rom.content.text_rules import spoken_mistakes
from voice_rom.content.wording import banned_words
from voice_rom.core.assessment.content import Assessment, NamedAnswer, NamedAnswers
from voice_rom.core.assessment.named_answers import named_answers
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.language.vocabulary import Vocabulary

_SAID_ANYWHERE: Final = tuple(
    meaning for meaning in Meaning if meaning in COMMANDS | {Meaning.UNSURE}
)


def named_mistakes(named: NamedAnswers, at: KeyPath) -> Iterator[Mistake]:
    """Yield what is wrong with each of these answers by itself, its lines aside."""
    for name, answer in named.items():
        inner = (*at, name)
        if not answer.words:
            yield Mistake((*inner, "words"), "is empty; list what people say for it")
        yield from spoken_mistakes(answer.words, (*inner, "words"))
        if not answer.shown.strip() or not answer.shown.isprintable():
            yield Mistake((*inner, "shown"), "must be a few words for the screen")
        for word in banned_words(answer.shown):
            yield Mistake((*inner, "shown"), f"says {word!r}, which is not allowed in any text")
        if len(answer.key) != 1 or not answer.key.isalnum() or answer.key != answer.key.lower():
            yield Mistake((*inner, "key"), "must be one lower-case letter or digit")


def conflicts(
    assessment: Assessment, scale: NamedAnswers, vocabulary: Vocabulary, keys: Mapping[str, str]
) -> Iterator[Mistake]:
    """Yield where the assessment's `answers` are in the way of what the program has itself.

    `keys` are the keys of the program's own, each with what it means; `scale` has the numbers of
    the language.
    """
    used = named_answers(assessment, scale)
    taken = {**keys, **{answer.key: name for name, answer in scale.items()}}
    for name, answer in assessment.answers.items():
        at: KeyPath = ("answers", name)
        if name in scale:
            yield Mistake(at, "is the name of a number of the scale; choose another")
        if answer.key in taken:
            what = f"{answer.key!r} is the key for '{taken[answer.key]}' already"
            yield Mistake((*at, "key"), what)
        taken[answer.key] = name
        yield from _taken_words(answer, at, vocabulary)
        if name not in used:
            yield Mistake(at, "is in no question's 'choices', so it can never be given")


def _taken_words(answer: NamedAnswer, at: KeyPath, vocabulary: Vocabulary) -> Iterator[Mistake]:
    for number, words in enumerate(answer.words):
        for meaning in _SAID_ANYWHERE:
            if words in vocabulary.phrases.get(meaning, ()):
                what = f"{words!r} means '{meaning}' at any time; leave it out"
                yield Mistake((*at, "words", number), what)
