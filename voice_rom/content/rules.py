"""What must hold between the parts of the content, beyond the shape of each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Final

from voice_rom.content.key_path import KeyPath
from voice_rom.content.schema import Mistake
from voice_rom.content.wording import banned_words, line_mistakes
from voice_rom.core.assessment.content import (
    Assessment,
    Phrases,
    Question,
    QuestionKind,
    Side,
    Step,
    Test,
)
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.assessment.safety import Safety
from voice_rom.core.assessment.texts import PHRASES, SAFETY
from voice_rom.core.dialogue.turns import CONFIRMING, SIDE_ANSWERS
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.outcome.complaints import SESSION

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SPOKEN = re.compile(r"[^\W\d_]+('[^\W\d_]+)*( [^\W\d_]+('[^\W\d_]+)*)*")
"""Words as the recogniser writes them: letters and apostrophes, parted by one space."""

_PLACE: Final = frozenset({"test", "number", "of", "test_number", "tests"})
_MICROPHONE: Final = frozenset({"microphone"})
_EMERGENCY: Final = frozenset({"emergency"})

PLACEHOLDERS: Final[Mapping[str, frozenset[str]]] = {
    f"{PHRASES}.check_nothing": _MICROPHONE,
    f"{PHRASES}.other_microphone": _MICROPHONE,
    f"{PHRASES}.other_loudspeaker": frozenset({"loudspeaker"}),
    f"{PHRASES}.check_muted": _MICROPHONE,
    f"{PHRASES}.check_too_quiet": _MICROPHONE,
    f"{PHRASES}.check_too_noisy": _MICROPHONE,
    f"{PHRASES}.help_called.first": _EMERGENCY,
    f"{PHRASES}.help_called.again": _EMERGENCY,
    f"{PHRASES}.where_screening": frozenset({"number", "of"}),
    f"{PHRASES}.where_step": _PLACE,
    f"{PHRASES}.where_between": frozenset({"test"}),
    f"{PHRASES}.where_question": _PLACE,
    f"{PHRASES}.summary_test": frozenset({"test"}),
    f"{SAFETY}.pain.urgent": _EMERGENCY,
    f"{SAFETY}.numb.urgent": _EMERGENCY,
    "advice.clinic.say": frozenset({"clinic", "contact"}),
}
"""What the dialogue puts into which text."""

_REVISABLE: Final = tuple(
    meaning
    for meaning in Meaning
    if meaning in CONFIRMING | SIDE_ANSWERS or meaning in QuestionKind.STRAIGHT_OR_ANGLED.answers
)
"""What a correction can put in place of another answer."""


def assessment_mistakes(assessment: Assessment, language: str) -> Iterator[Mistake]:
    """Yield what is wrong with `range_of_motion.yaml` in the folder of `language`."""
    yield from _language_mistakes(assessment.language, language)
    yield from _text_mistakes(assessment, "", ())
    yield from _id_mistakes([test.id for test in assessment.tests], ("tests",))
    for number, test in enumerate(assessment.tests):
        if test.id in (SCREENING, SESSION):
            yield Mistake(("tests", number, "id"), f"{test.id!r} stands for what is no test")
    yield from _step_mistakes(assessment.to_floor, ("to_floor",))
    yield from _step_mistakes(assessment.to_chair, ("to_chair",))
    for number, test in enumerate(assessment.tests):
        yield from _test_mistakes(test, ("tests", number))


def phrases_mistakes(phrases: Phrases, assessment: Assessment) -> Iterator[Mistake]:
    """Yield what is wrong with `dialogue.yaml`, beside this assessment."""
    yield from _text_mistakes(phrases, PHRASES, ())
    for side in Side:
        if side not in phrases.side_noted:
            yield Mistake(("side_noted",), f"has no text for '{side}'")
    for meaning in _REVISABLE:
        if meaning not in phrases.instead:
            yield Mistake(("instead",), f"has no text for '{meaning}'")
    for meaning in sorted(_said_back(assessment) - phrases.heard_as.keys()):
        yield Mistake(("heard_as",), f"has no text for '{meaning}'")


def _said_back(assessment: Assessment) -> set[Meaning]:
    """The answers that no text of a question's own says back."""
    sides = (SIDE_ANSWERS | CONFIRMING) - {Meaning.UNSURE}
    questions = [question for test in assessment.tests for question in test.questions]
    return set(sides).union(*({*asked.kind.answers} - asked.confirm.keys() for asked in questions))


def safety_mistakes(safety: Safety, language: str) -> Iterator[Mistake]:
    """Yield what is wrong with `safety.yaml` in the folder of `language`."""
    yield from _language_mistakes(safety.language, language)
    yield from _text_mistakes(safety, SAFETY, ())
    at: KeyPath = ("screening", "questions")
    questions = safety.screening.questions
    yield from _id_mistakes([question.id for question in questions], at)
    for number, question in enumerate(questions):
        yield from _question_mistakes(question, (*at, number))
    for side in Side:
        if side not in safety.pain.finding:
            yield Mistake(("pain", "finding"), f"has no text for '{side}'")
    if set(safety.numb.finding) != {Side.UNKNOWN}:
        what = f"must have a text for '{Side.UNKNOWN}' only, because it does not ask for a side"
        yield Mistake(("numb", "finding"), what)
    if not safety.your_emergency_number.strip():
        yield Mistake(("your_emergency_number",), "is empty")


def vocabulary_mistakes(vocabulary: Vocabulary, language: str) -> Iterator[Mistake]:
    """Yield what is wrong with `vocabulary.yaml` in the folder of `language`."""
    yield from _language_mistakes(vocabulary.language, language)
    for meaning in Meaning:
        if not vocabulary.phrases.get(meaning):
            yield Mistake(("phrases",), f"has no words for '{meaning}'")
    for meaning, said in vocabulary.phrases.items():
        yield from _spoken_mistakes(said, ("phrases", meaning))
    for name, pairs in (("homophones", vocabulary.homophones), ("echoes", vocabulary.echoes)):
        for heard, meant in pairs.items():
            for word in (heard, meant):
                yield from _spoken_mistake(word, (name, heard))
    for name in ("fillers", "corrections", "decoys", "second_look", "second_look_decoys"):
        yield from _spoken_mistakes(getattr(vocabulary, name), (name,))


def _language_mistakes(written: str, language: str) -> Iterator[Mistake]:
    if written != language:
        yield Mistake(("language",), f"is {written!r}, but the folder is {language!r}")


def _spoken_mistakes(said: Sequence[str], at: KeyPath) -> Iterator[Mistake]:
    for number, phrase in enumerate(said):
        yield from _spoken_mistake(phrase, (*at, number))


def _spoken_mistake(phrase: str, at: KeyPath) -> Iterator[Mistake]:
    if phrase != phrase.lower() or not _SPOKEN.fullmatch(phrase):
        yield Mistake(at, f"{phrase!r} is not lower-case words separated by single spaces")


def _test_mistakes(test: Test, at: KeyPath) -> Iterator[Mistake]:
    for word in banned_words(test.name):
        yield Mistake((*at, "name"), f"says {word!r}, which is not allowed in any text")
    for name, parts in (("steps", test.steps), ("questions", test.questions)):
        yield from _id_mistakes([part.id for part in parts], (*at, name))
    for number, step in enumerate(test.steps):
        yield from _step_mistakes(step, (*at, "steps", number))
    for number, question in enumerate(test.questions):
        yield from _question_mistakes(question, (*at, "questions", number))


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


def _question_mistakes(question: Question, at: KeyPath) -> Iterator[Mistake]:
    answers = question.kind.answers
    if question.concern not in answers:
        yield Mistake((*at, "concern"), f"'{question.concern}' is not one of {_names(answers)}")
        return
    for name, said in (("confirm", question.confirm), ("noted", question.noted)):
        for meaning in said:
            if meaning not in answers:
                what = f"is not an answer to this question; the answers are {_names(answers)}"
                yield Mistake((*at, name, meaning), what)
    must_confirm = answers if question.inverted else (question.concern,)
    for meaning in answers:
        if meaning in must_confirm and meaning not in question.confirm:
            yield Mistake((*at, "confirm"), f"has no text for '{meaning}'{_why(question, meaning)}")
        elif (meaning in question.confirm) == (meaning in question.noted):
            both = meaning in question.noted
            what = "both in confirm and here" if both else "neither in confirm nor here"
            yield Mistake((*at, "noted"), f"the answer '{meaning}' has a text {what}")
    yield from _finding_mistakes(question, at)


def _why(question: Question, meaning: Meaning) -> str:
    if meaning is question.concern:
        return ", the answer that counts as a finding"
    return "; where 'no' is the finding, both answers are said back"


def _finding_mistakes(question: Question, at: KeyPath) -> Iterator[Mistake]:
    possible = tuple(Side) if question.side else (Side.UNKNOWN,)
    for side in Side:
        if side in possible and side not in question.finding:
            yield Mistake((*at, "finding"), f"has no text for '{side}'")
        elif side in question.finding and side not in possible:
            what = "can never be said, because the question does not ask for a 'side'"
            yield Mistake((*at, "finding", side), what)


def _text_mistakes(value: object, text_id: str, at: KeyPath) -> Iterator[Mistake]:
    """Check every line below `value`, which stands at `at` and whose texts' ids begin `text_id`."""
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            if isinstance(item, str):
                for what in line_mistakes(item, PLACEHOLDERS.get(text_id, frozenset())):
                    yield Mistake((*at, number), what)
            else:
                yield from _text_mistakes(item, text_id, (*at, number))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _part_mistakes(item, str(key), text_id, at, needed=True)
    elif is_dataclass(value):
        for field in fields(value):
            needed = field.default is MISSING and field.default_factory is MISSING
            item = getattr(value, field.name)
            yield from _part_mistakes(item, field.name, text_id, at, needed=needed)


def _part_mistakes(
    item: object, key: str, text_id: str, at: KeyPath, *, needed: bool
) -> Iterator[Mistake]:
    if item == () and needed:
        yield Mistake((*at, key), "is empty")
    yield from _text_mistakes(item, f"{text_id}.{key}" if text_id else key, (*at, key))


def _names(meanings: Iterable[Meaning]) -> str:
    return ", ".join(meanings)
