"""The answers that the content names, put where the answers of the program's own stand."""

from dataclasses import replace
from typing import Final

from voice_rom.core.assessment.content import (
    Assessment,
    Lines,
    NamedAnswers,
    Question,
    QuestionKind,
)
from voice_rom.core.assessment.dialogue_texts import Phrases
from voice_rom.core.language.meanings import SIDES, Meaning, Meant
from voice_rom.core.language.vocabulary import Vocabulary

_ASKED_FOR: Final = SIDES | {Meaning.YES, Meaning.NO, Meaning.UNSURE}


def with_scales(assessment: Assessment, scale: NamedAnswers) -> Assessment:
    """`assessment` with the numbers of the language as the choices of each scale."""
    tests = tuple(
        replace(test, questions=tuple(_scaled(question, scale) for question in test.questions))
        for test in assessment.tests
    )
    return replace(assessment, tests=tests)


def _scaled(question: Question, scale: NamedAnswers) -> Question:
    is_scale = question.kind is QuestionKind.SCALE
    return replace(question, choices=tuple(scale)) if is_scale else question


def named_answers(assessment: Assessment, scale: NamedAnswers) -> NamedAnswers:
    """Every answer that a question of the assessment asks for and the content names."""
    known = {**assessment.answers, **scale}
    asked = {name for test in assessment.tests for each in test.questions for name in each.choices}
    return {name: answer for name, answer in known.items() if name in asked}


def phrases_with(phrases: Phrases, named: NamedAnswers) -> Phrases:
    """`phrases` with what is said to these answers."""
    instead: dict[Meant, Lines] = {name: answer.instead for name, answer in named.items()}
    heard_as: dict[Meant, Lines] = {
        name: answer.heard_as for name, answer in named.items() if answer.heard_as
    }
    return replace(
        phrases,
        instead={**phrases.instead, **instead},
        heard_as={**phrases.heard_as, **heard_as},
    )


def vocabulary_with(vocabulary: Vocabulary, named: NamedAnswers) -> Vocabulary:
    """`vocabulary` with the words for these answers, before those for "ready" and all commands."""
    words: dict[Meant, tuple[str, ...]] = {name: answer.words for name, answer in named.items()}
    own = vocabulary.phrases
    asked = {meaning: said for meaning, said in own.items() if meaning in _ASKED_FOR}
    return replace(vocabulary, phrases={**asked, **words, **own})
