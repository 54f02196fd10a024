"""What must hold between the parts of the content, beyond the shape of each."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from voice_rom.content.key_path import KeyPath
from voice_rom.content.named_rules import named_mistakes
from voice_rom.content.posture_rules import posture_mistakes
from voice_rom.content.question_rules import choice_mistakes, question_mistakes
from voice_rom.content.schema import Mistake, nearest
from voice_rom.content.text_rules import spoken_mistake, spoken_mistakes, text_mistakes
from voice_rom.content.wording import banned_words
from voice_rom.core.assessment.content import (
    Assessment,
    QuestionKind,
    Screening,
    Side,
    Step,
    Test,
)
from voice_rom.core.assessment.dialogue_texts import Phrases
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.assessment.safety import Safety
from voice_rom.core.assessment.texts import PHRASES, SAFETY
from voice_rom.core.dialogue.turns import CONFIRMING, SIDE_ANSWERS
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.outcome.complaints import SESSION

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_REVISABLE: Final = tuple(meaning for meaning in Meaning if meaning in CONFIRMING | SIDE_ANSWERS)
"""What a correction can put in place of another answer, beside those that the content names."""

_SAID_BACK: Final = (SIDE_ANSWERS | CONFIRMING) - {Meaning.UNSURE}
"""What is said back where hearing is not to be relied on."""


def assessment_mistakes(
    assessment: Assessment, language: str, whose: str = "folder"
) -> Iterator[Mistake]:
    """Yield what is wrong with an assessment; `whose` language is `language`."""
    yield from _language_mistakes(assessment.language, language, whose)
    yield from text_mistakes(assessment, "", ())
    yield from _id_mistakes([test.id for test in assessment.tests], ("tests",))
    for number, test in enumerate(assessment.tests):
        if test.id in (SCREENING, SESSION):
            yield Mistake(("tests", number, "id"), f"{test.id!r} stands for what is no test")
    yield from named_mistakes(assessment.answers, ("answers",))
    for sign, kind in assessment.signs.items():
        if not _ID.fullmatch(sign) or not _ID.fullmatch(kind):
            yield Mistake(("signs", sign), "must be names in lower-case letters and hyphens")
    yield from posture_mistakes(assessment)
    for number, way in enumerate(assessment.ways):
        yield from _step_mistakes(way, ("ways", number))
    yield from _id_mistakes([way.id for way in assessment.ways], ("ways",))
    if assessment.screening is not None:
        yield from _screening_mistakes(assessment.screening)
    for number, test in enumerate(assessment.tests):
        yield from _test_mistakes(test, ("tests", number), assessment)


def _screening_mistakes(screening: Screening) -> Iterator[Mistake]:
    at: KeyPath = ("screening", "questions")
    ids = [question.id for question in screening.questions]
    yield from _id_mistakes(ids, at)
    for number, question in enumerate(screening.questions):
        yield from question_mistakes(question, (*at, number))
        if question.kind is not QuestionKind.YES_NO:
            yield Mistake((*at, number, "kind"), "must be yes_no before the first test")
    if not _ID.fullmatch(screening.choice_id) or screening.choice_id in ids:
        what = f"{screening.choice_id!r} must be an id that no question of the screening has"
        yield Mistake(("screening", "choice_id"), what)


def phrases_mistakes(phrases: Phrases) -> Iterator[Mistake]:
    """Yield what is wrong with `dialogue.yaml`."""
    yield from text_mistakes(phrases, PHRASES, ())
    for side in Side:
        if side not in phrases.side_noted:
            yield Mistake(("side_noted",), f"has no text for '{side}'")
    for meaning in _REVISABLE:
        if meaning not in phrases.instead:
            yield Mistake(("instead",), f"has no text for '{meaning}'")
    for said_back in sorted(_SAID_BACK - phrases.heard_as.keys()):
        yield Mistake(("heard_as",), f"has no text for '{said_back}'")
    yield from _foreign_mistakes(phrases.instead, ("instead",))
    yield from _foreign_mistakes(phrases.heard_as, ("heard_as",))
    yield from _scale_mistakes(phrases)


def _foreign_mistakes(by_meaning: Mapping[Meant, object], at: KeyPath) -> Iterator[Mistake]:
    """Only an assessment names answers; what a language has is for those of the program."""
    for written in by_meaning:
        if not isinstance(written, Meaning):
            what = f"{str(written)!r} is not an answer or command of the program's own"
            yield Mistake((*at, written), f"{what}{nearest(written, Meaning)}")


def _scale_mistakes(phrases: Phrases) -> Iterator[Mistake]:
    if not phrases.scale:
        yield Mistake(("scale",), "is empty; name the numbers of a scale, the least first")
    yield from named_mistakes(phrases.scale, ("scale",))
    for number, spec in phrases.scale.items():
        if not spec.heard_as:
            yield Mistake(("scale", number), "has no 'heard_as'")


def safety_mistakes(safety: Safety, language: str) -> Iterator[Mistake]:
    """Yield what is wrong with `safety.yaml` in the folder of `language`."""
    yield from _language_mistakes(safety.language, language)
    yield from text_mistakes(safety, SAFETY, ())
    for side in Side:
        if side not in safety.pain.finding:
            yield Mistake(("pain", "finding"), f"has no text for '{side}'")
    if set(safety.numb.finding) != {Side.UNKNOWN}:
        what = f"must have a text for '{Side.UNKNOWN}' only, because it does not ask for a side"
        yield Mistake(("numb", "finding"), what)
    if not safety.your_emergency_number.strip():
        yield Mistake(("your_emergency_number",), "is empty")


_LISTS_OF_WORDS: Final = (
    "fillers",
    "corrections",
    "decoys",
    "binding",
    "second_look",
    "second_look_decoys",
)


def vocabulary_mistakes(vocabulary: Vocabulary, language: str) -> Iterator[Mistake]:
    """Yield what is wrong with `vocabulary.yaml` in the folder of `language`."""
    yield from _language_mistakes(vocabulary.language, language)
    foreign = list(_foreign_mistakes(vocabulary.phrases, ("phrases",)))
    yield from foreign
    for meaning in () if foreign else Meaning:  # a misspelt name is told, and not what it leaves
        if not vocabulary.phrases.get(meaning):
            yield Mistake(("phrases",), f"has no words for '{meaning}'")
    for meant, said in vocabulary.phrases.items():
        yield from spoken_mistakes(said, ("phrases", meant))
    for group, pairs in (("homophones", vocabulary.homophones), ("echoes", vocabulary.echoes)):
        for heard, replaced in pairs.items():
            for word in (heard, replaced):
                yield from spoken_mistake(word, (group, heard))
    for name in _LISTS_OF_WORDS:
        yield from spoken_mistakes(getattr(vocabulary, name), (name,))


def _language_mistakes(written: str, language: str, whose: str = "folder") -> Iterator[Mistake]:
    if written != language:
        yield Mistake(("language",), f"is {written!r}, but the {whose} is {language!r}")


def _test_mistakes(test: Test, at: KeyPath, assessment: Assessment) -> Iterator[Mistake]:
    for word in banned_words(test.name):
        yield Mistake((*at, "name"), f"says {word!r}, which is not allowed in any text")
    for name, parts in (("steps", test.steps), ("questions", test.questions)):
        yield from _id_mistakes([part.id for part in parts], (*at, name))
    for number, step in enumerate(test.steps):
        yield from _step_mistakes(step, (*at, "steps", number))
    for number, question in enumerate(test.questions):
        inner = (*at, "questions", number)
        yield from choice_mistakes(question, inner, assessment.answers)
        if question.kind is not QuestionKind.SCALE:  # see `scale_mistakes`
            yield from question_mistakes(question, inner)
        if question.sign not in assessment.signs:
            what = f"{question.sign!r} is not one of the 'signs'"
            yield Mistake((*inner, "sign"), f"{what}{nearest(question.sign, assessment.signs)}")


def scale_mistakes(assessment: Assessment) -> Iterator[Mistake]:
    """Yield what is wrong with its scales, once they have the numbers of the language."""
    for test_number, test in enumerate(assessment.tests):
        for number, question in enumerate(test.questions):
            if question.kind is QuestionKind.SCALE:
                at: KeyPath = ("tests", test_number, "questions", number)
                yield from question_mistakes(question, at)


def _id_mistakes(ids: Sequence[str], at: KeyPath) -> Iterator[Mistake]:
    seen: Counter[str] = Counter()
    for number, written in enumerate(ids):
        seen[written] += 1
        if not _ID.fullmatch(written):
            what = f"{written!r} must be lower-case letters and hyphens, such as leg-lift"
            yield Mistake((*at, number, "id"), what)
        elif seen[written] > 1:
            yield Mistake((*at, number, "id"), f"{written!r} is used a second time")


def _step_mistakes(step: Step, at: KeyPath) -> Iterator[Mistake]:
    if step.seconds <= 0:
        yield Mistake((*at, "seconds"), "must be more than 0")
