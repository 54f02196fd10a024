"""Going on with a session that broke off: from its answers to the place where it goes on.

Who is asked about a movement must just have done it: so a test that was not finished begins again
with its first step, and only what was answered in full is not asked again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from voice_rom.core.assessment.content import Question
from voice_rom.core.assessment.findings import Answer, AnswerKey, Status
from voice_rom.core.assessment.places import Place
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.outcome.complaints import Complained, Interrupted, complaints
from voice_rom.core.outcome.screening import chose_to_go_on, is_careful


@dataclass(frozen=True)
class Earlier:
    """What is left of a session that broke off."""

    answers: tuple[Answer, ...]
    """Every `Answer` that was recorded, in order; of several for one question the last counts."""

    @property
    def by_key(self) -> dict[AnswerKey, Answer]:
        return {(answer.test_id, answer.question_id): answer for answer in self.answers}


@dataclass(frozen=True)
class Resumption:
    """Where a session goes on, and on which way."""

    places: tuple[Place, ...]
    index: int
    narrowed: bool
    """Only the tests that the screening keeps are done."""
    hurt: Interrupted | None = None
    """What hurt, and was not asked about to its end: that comes before going on."""

    @property
    def state(self) -> State:
        return State.COMPLAINT if self.hurt else self.places[self.index].state


def resumption(programme: Programme, earlier: Earlier) -> Resumption | None:
    """Where to go on after these answers; None when none of them belongs to this programme."""
    answers = earlier.by_key
    places = programme.places()
    if not any(key in answers for key in _asked(places)) and not complaints(answers):
        return None
    if _must_end(answers):
        return Resumption(places, len(places) - 1, narrowed=False)
    unsettled = _unsettled(answers)
    if unsettled is None:
        return _going_on(programme, places, answers)
    told = unsettled.answer
    others = {key: answer for key, answer in answers.items() if answer is not told}
    there = _going_on(programme, places, others)
    return replace(there, hurt=_complaint_again(unsettled, there))


def _must_end(answers: Mapping[AnswerKey, Answer]) -> bool:
    """Whether something was numb, or somebody chose to end because it hurt."""
    return any(
        each.answer.meaning is Meaning.NUMB
        or (each.going_on is not None and each.going_on.meaning is not Meaning.YES)
        for each in complaints(answers)
    )


def _unsettled(answers: Mapping[AnswerKey, Answer]) -> Complained | None:
    """The last complaint after which nobody has said whether to go on."""
    unsettled = [each for each in complaints(answers) if each.going_on is None]
    return unsettled[-1] if unsettled else None


def _complaint_again(told: Complained, there: Resumption) -> Interrupted:
    return Interrupted(
        kind=told.answer.meaning or Meaning.PAIN,
        test_id=told.answer.test_id,
        where=told.where,
        at=there.state,
        index=there.index,
        interrupted=None,
        number=told.number,
    )


def _going_on(
    programme: Programme, places: tuple[Place, ...], answers: Mapping[AnswerKey, Answer]
) -> Resumption:
    screened = _after_screening(programme, places, answers)
    if screened is not None:
        return Resumption(places, screened, narrowed=False)
    narrowed = is_careful(programme.screening, answers)
    if narrowed:
        places = programme.narrow_places()
    index = _where(programme, places, answers)
    return Resumption(programme.with_way_again(places, index), index, narrowed)


def is_settled(question: Question, answer: Answer) -> bool:
    """Whether it needs no more asking: said back where it must be, and its side asked."""
    if answer.status is not Status.ANSWERED:
        return answer.status is not Status.WITHDRAWN
    if answer.meaning in question.confirm and not answer.confirmed:
        return False
    needs_side = question.side is not None and answer.meaning in question.concern
    return not needs_side or answer.side is not None


def _asked(places: tuple[Place, ...]) -> set[AnswerKey]:
    return {place.key for place in places if place.question is not None}


def _after_screening(
    programme: Programme, places: tuple[Place, ...], answers: Mapping[AnswerKey, Answer]
) -> int | None:
    """The first of the screening's places that is still to come; None when it is over."""
    if not programme.screening:
        return None
    for index, place in enumerate(places):
        if place.state is State.SCREENED:
            careful = is_careful(programme.screening, answers)
            return index if careful and not chose_to_go_on(programme.choice_key, answers) else None
        if place.question is None or not _is_answered(place.question, answers.get(place.key)):
            return index
    return None


def _is_answered(question: Question, answer: Answer | None) -> bool:
    return answer is not None and is_settled(question, answer)


def _where(
    programme: Programme, places: tuple[Place, ...], answers: Mapping[AnswerKey, Answer]
) -> int:
    """The place after the last that was answered, or the beginning of its test."""
    last = len(places) - 1
    done = [index for index, place in enumerate(places) if _is_done(place, answers)]
    index = min(max(done, default=-1) + 1, last)
    place = places[index]
    if place.state is not State.QUESTION:
        return index
    return _beginning(programme, places, place)


def _is_done(place: Place, answers: Mapping[AnswerKey, Answer]) -> bool:
    """A question that was answered, or the end of a test that was left because something hurt."""
    if place.question is not None:
        return _is_answered(place.question, answers.get(place.key))
    if place.test is None:
        return place.state is State.SCREENED
    return place.state is State.NOTICED and bool(complaints(answers, place.test.id))


def _beginning(programme: Programme, places: tuple[Place, ...], of: Place) -> int:
    """The first step of a test; or the way to its posture, where who begins with it needs one."""
    steps = [
        index
        for index, place in enumerate(places)
        if place.step is not None and place.test_number == of.test_number
    ]
    with_way = programme.begins_with_a_way(of)
    return next((i for i in steps if with_way or places[i].number == 1), steps[0])
