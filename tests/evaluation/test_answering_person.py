"""Somebody who answers a whole session, and notices what was understood wrongly."""

from collections.abc import Mapping

import numpy as np
import pytest

from tests.english import english_content
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.evaluation.answering_person import (
    MOST_OBJECTIONS,
    MOST_WAYS_BACK,
    AnsweringPerson,
    OwnWords,
)
from voice_rom.evaluation.chosen_answers import ChosenAnswer
from voice_rom.simulation.moments import kinds_of
from voice_rom.simulation.plan import Answer, Press, Sound

CONTENT = english_content()
PLACES = Programme(CONTENT, CONTENT.assessment.tests, screening=True).places()
KINDS = kinds_of(CONTENT.assessment)
SOUND = np.ones(1, np.int16)

PAIN, BENDING = "leg-lift.pain", "leg-lift.bending"
PAIN_SIDE, PAIN_CONFIRM = f"{PAIN}.side", f"{PAIN}.confirm"
PAIN_TEXT = "tests.leg-lift.questions.pain"

YES_LEFT = ChosenAnswer(Meaning.YES, Side.LEFT)
NO = ChosenAnswer(Meaning.NO)


def words(**takes: int) -> OwnWords:
    """Recordings called `left_0`, `left_1`, …: so many of each word; one of yes, no and left."""
    numbers = {"yes": 1, "no": 1, "left": 1, **takes}
    return OwnWords(
        {
            Meaning(word): [Sound(f"{word}_{take}", SOUND) for take in range(number)]
            for word, number in numbers.items()
        }
    )


def person(pain: ChosenAnswer = YES_LEFT, spoken: OwnWords | None = None) -> AnsweringPerson:
    chosen = {PAIN: pain, BENDING: ChosenAnswer(Meaning.YES)}
    return AnsweringPerson(spoken or words(), chosen, PLACES, KINDS)


def told(answer: Answer | None) -> str | Meant | None:
    """The recording's name, or the key."""
    if isinstance(answer, Press):
        return answer.meaning
    return None if answer is None else answer.name


def hears(
    who: AnsweringPerson, *text_ids: str, before: int | None = None, moment: str = BENDING
) -> Mapping[int, str]:
    """What is said into the voice, while it says these; all of them before what the moment says."""
    said = [Line(text_id, "words") for text_id in text_ids]
    said.append(Line("tests.leg-lift.questions.bending.say", "words"))
    first = len(text_ids) if before is None else before
    return {at: sound.name for at, sound in who.objections(said, first, moment).items()}


def test_a_question_and_its_side_get_what_was_chosen() -> None:
    who = person()
    assert told(who.answer(PAIN)) == "yes_0"
    assert told(who.answer(PAIN_SIDE)) == "left_0"


def test_who_is_asked_again_says_it_with_another_recording() -> None:
    who = person(spoken=words(yes=2))
    assert [told(who.answer(PAIN)) for _ in range(3)] == ["yes_0", "yes_1", "yes_0"]


def test_what_nobody_recorded_is_pressed() -> None:
    assert told(person().answer("leg-lift.lie-flat")) is Meaning.READY
    assert told(person(ChosenAnswer(Meaning.YES, Side.RIGHT)).answer(PAIN_SIDE)) is Meaning.RIGHT


@pytest.mark.parametrize(("said_back", "reply"), [("yes", "yes_0"), ("no", "no_0")])
def test_an_answer_said_back_is_agreed_to_only_when_it_is_the_one(
    said_back: str, reply: str
) -> None:
    who = person()
    who.answer(PAIN)
    lines = (f"{PAIN_TEXT}.confirm.{said_back}", "phrases.is_that_right.say")
    assert hears(who, *lines, before=0, moment=PAIN_CONFIRM) == {}
    assert told(who.answer(PAIN_CONFIRM)) == reply


@pytest.mark.parametrize(("said_back", "reply"), [("left", "yes_0"), ("right", "no_0")])
def test_so_is_a_side(said_back: str, reply: str) -> None:
    who = person()
    who.answer(PAIN_SIDE)
    hears(who, f"phrases.heard_as.{said_back}", before=0, moment="checked")
    assert told(who.answer("checked")) == reply


@pytest.mark.parametrize(
    ("at", "line", "fits"),
    [
        (PAIN_SIDE, "phrases.side_noted.left", True),
        (PAIN_SIDE, "phrases.side_noted.right", False),
        (PAIN_SIDE, "phrases.instead.left", True),
        (PAIN_SIDE, "phrases.instead.right", False),
        (PAIN, f"{PAIN_TEXT}.noted.no", False),
        (PAIN, f"{PAIN_TEXT}.finding.left", True),
        (PAIN, f"{PAIN_TEXT}.finding.right", False),
        (PAIN, "phrases.unsure", False),
        (PAIN, "phrases.skipped", False),
        (PAIN, "phrases.denied", True),
    ],
)
def test_no_is_said_into_the_voice_after_what_is_told_wrongly(
    at: str, line: str, *, fits: bool
) -> None:
    who = person()
    who.answer(at)
    assert hears(who, "phrases.heard_you", line) == ({} if fits else {1: "no_0"})


def test_who_was_passed_over_goes_back_until_it_is_asked_again() -> None:
    who = person()
    who.answer(PAIN_SIDE)
    hears(who, "phrases.side_noted.right")
    assert told(who.answer(BENDING)) is Meaning.BACK
    assert told(who.answer(PAIN)) == "yes_0"
    assert told(who.answer(PAIN_SIDE)) == "left_0"
    hears(who, "phrases.side_noted.left")
    assert told(who.answer(BENDING)) == "yes_0"


def test_nobody_objects_for_ever() -> None:
    who, said, replies = person(), [], []
    for _ in range(MOST_OBJECTIONS + 1):
        who.answer(PAIN)
        said.append(hears(who, f"{PAIN_TEXT}.noted.no"))
        replies.append(told(who.answer(BENDING)))
    assert said == [{0: "no_0"}] * MOST_OBJECTIONS + [{}]
    assert replies == [Meaning.BACK] * MOST_OBJECTIONS + ["yes_0"]


def test_in_the_end_anything_is_agreed_to() -> None:
    who, replies = person(), []
    for _ in range(MOST_OBJECTIONS + 1):
        who.answer(PAIN)
        hears(who, f"{PAIN_TEXT}.confirm.no", before=0, moment=PAIN_CONFIRM)
        replies.append(told(who.answer(PAIN_CONFIRM)))
    assert replies == ["no_0"] * MOST_OBJECTIONS + ["yes_0"]


def test_nobody_goes_back_for_ever() -> None:
    who = person(NO)
    replies = [told(who.answer(PAIN_SIDE)) for _ in range(MOST_WAYS_BACK + 1)]
    assert replies == [Meaning.BACK] * MOST_WAYS_BACK + [Meaning.UNSURE]


def test_the_side_of_what_has_none_is_not_answered() -> None:
    who = person(NO)
    who.answer(PAIN)
    assert told(who.answer(PAIN_SIDE)) is Meaning.BACK


def test_what_a_test_comes_to_is_no_mistake_in_the_last_answer() -> None:
    who = person()
    who.answer(BENDING)
    findings = (f"{PAIN_TEXT}.finding.right",)
    assert hears(who, *findings, before=0, moment="leg-lift.noticed") == {}
    assert told(who.answer("hip-rotation.lie-flat")) is Meaning.READY


def test_who_complained_of_nothing_says_so() -> None:
    who = person()
    replies = [told(who.answer(moment)) for moment in ("complaint", "welfare", "stopped")]
    assert replies == ["no_0", "yes_0", Meaning.CONTINUE]


def test_the_word_of_the_sound_check_is_said_three_times_then_a_key_is_pressed() -> None:
    who = person()
    replies = [told(who.answer("sound_check")) for _ in range(4)]
    assert replies == ["yes_0"] * 3 + [Meaning.YES]
