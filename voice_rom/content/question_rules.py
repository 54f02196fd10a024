"""What must hold of a question: which answers it takes, and what is said to each of them."""

from collections.abc import Iterable, Iterator
from typing import Final

from voice_rom.content.key_path import KeyPath
from voice_rom.content.schema import Mistake, nearest
from voice_rom.core.assessment.content import NamedAnswers, Question, QuestionKind, Side
from voice_rom.core.language.meanings import COMMANDS, COMPLAINTS, Meaning, Meant

_FEWEST_CHOICES: Final = 2

_ALWAYS_A_COMMAND: Final = (COMMANDS - COMPLAINTS) | {Meaning.UNSURE}
"""It means the same to every question. (Where pain is asked about, "it hurts" is an answer.)"""


def choice_mistakes(question: Question, at: KeyPath, named: NamedAnswers) -> Iterator[Mistake]:
    """Yield what is wrong with the choices of a question; `named` are those that there are."""
    if question.kind is not QuestionKind.CHOICE:
        if question.choices:
            what = f"belongs to questions of the kind 'choice' only, not '{question.kind}'"
            yield Mistake((*at, "choices"), what)
        return
    if len(question.choices) < _FEWEST_CHOICES:
        what = f"must list at least {_FEWEST_CHOICES} of the 'answers', as the kind is 'choice'"
        yield Mistake((*at, "choices"), what)
    for number, name in enumerate(question.choices):
        if name not in named:
            what = f"{name!r} is not one of the 'answers'{nearest(name, named)}"
            yield Mistake((*at, "choices", number), what)
        elif question.choices.index(name) < number:
            yield Mistake((*at, "choices", number), f"{name!r} is listed twice")
        elif name not in question.confirm and not named[name].heard_as:
            what = f"has no 'heard_as', which it needs where '{question.id}' does not confirm it"
            yield Mistake(("answers", name), what)


def question_mistakes(question: Question, at: KeyPath) -> Iterator[Mistake]:
    """Yield what is wrong with a question's answers, and with what is said to each of them."""
    answers = question.answers
    if not question.concern:
        yield Mistake((*at, "concern"), "is empty; name the answers that count as a finding")
    for number, concern in enumerate(question.concern):
        if concern not in answers:
            what = f"'{concern}' is not one of {_names(answers)}"
            yield Mistake((*at, "concern", number), what)
            return
    yield from _counting_mistakes(question, at)
    for name, said in (("confirm", question.confirm), ("noted", question.noted)):
        for meaning in said:
            if meaning not in answers:
                what = f"is not an answer to this question; the answers are {_names(answers)}"
                yield Mistake((*at, name, meaning), what)
    must_confirm = answers if question.inverted else question.concern
    for meaning in answers:
        if meaning in must_confirm and meaning not in question.confirm:
            yield Mistake((*at, "confirm"), f"has no text for '{meaning}'{_why(question, meaning)}")
        elif (meaning in question.confirm) == (meaning in question.noted):
            both = meaning in question.noted
            what = "both in confirm and here" if both else "neither in confirm nor here"
            yield Mistake((*at, "noted"), f"the answer '{meaning}' has a text {what}")
    yield from _finding_mistakes(question, at)


def _why(question: Question, meaning: Meant) -> str:
    if meaning in question.concern:
        return ", the answer that counts as a finding"
    return "; where 'no' is the finding, both answers are said back"


def _finding_mistakes(question: Question, at: KeyPath) -> Iterator[Mistake]:
    needed: tuple[str, ...] = tuple(Side)
    possible: tuple[str, ...] = tuple(Side)
    if question.side is None:
        needed = (Side.UNKNOWN,) if Side.UNKNOWN in question.finding else question.concern
        possible = (Side.UNKNOWN, *question.concern)
    for key in needed:
        if key not in question.finding:
            yield Mistake((*at, "finding"), f"has no text for '{key}'")
    for key in question.finding:
        if key in set(Side) - {*possible}:
            what = "can never be said, because the question does not ask for a 'side'"
            yield Mistake((*at, "finding", key), what)
        elif key not in possible:
            yield Mistake((*at, "finding", key), f"can never be said; use {_names(possible)}")


def _counting_mistakes(question: Question, at: KeyPath) -> Iterator[Mistake]:
    for other, meaning in question.counts_as.items():
        if other in question.answers or other in _ALWAYS_A_COMMAND:
            yield Mistake((*at, "counts_as", other), "cannot count as another answer here")
        if meaning not in question.answers:
            what = f"'{meaning}' is not one of {_names(question.answers)}"
            yield Mistake((*at, "counts_as", other), what)


def _names(meanings: Iterable[str]) -> str:
    return ", ".join(meanings)
