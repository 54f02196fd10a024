"""What the screening says about today: whether to be careful, and what the person then chose."""

from collections.abc import Mapping, Sequence

from voice_rom.core.assessment.content import ScreeningQuestion
from voice_rom.core.assessment.findings import Answer, AnswerKey, Status
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.outcome.complaints import complaints

Answers = Mapping[AnswerKey, Answer]


def told(questions: Sequence[ScreeningQuestion], answers: Answers) -> list[ScreeningQuestion]:
    """The questions that got the answer of concern."""
    return [question for question in questions if _meaning(question, answers) in question.concern]


def left_open(questions: Sequence[ScreeningQuestion], answers: Answers) -> list[ScreeningQuestion]:
    """Asked, and without a plain answer: not sure, skipped, not heard, not confirmed."""
    asked = [question for question in questions if (SCREENING, question.id) in answers]
    return [question for question in asked if _meaning(question, answers) is None]


def hurts_now(answers: Answers) -> bool:
    """Whether something hurt, or was numb or weak, before the first test."""
    return bool(complaints(answers, SCREENING))


def is_careful(questions: Sequence[ScreeningQuestion], answers: Answers) -> bool:
    """Whether anything but plain answers of no concern was given. Without questions: no."""
    if not questions:
        return False
    return bool(told(questions, answers) or left_open(questions, answers) or hurts_now(answers))


def chose_to_go_on(key: AnswerKey, answers: Answers) -> bool:
    """Whether the choice, kept under `key`, was to do what the screening keeps."""
    choice = answers.get(key)
    return choice is not None and choice.meaning is Meaning.YES


def _meaning(question: ScreeningQuestion, answers: Answers) -> Meant | None:
    answer = answers.get((SCREENING, question.id))
    if answer is None or answer.status is not Status.ANSWERED:
        return None
    unconfirmed = answer.meaning in question.confirm and not answer.confirmed
    return None if unconfirmed else answer.meaning
