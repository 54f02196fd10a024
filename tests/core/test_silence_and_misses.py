"""What silence, noise and other people's talk lead to."""

import pytest

from tests.core.conftest import MakePerson
from tests.core.person import Person, utterance
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import AlertOwner, AlertReason
from voice_rom.core.protocol.events import Heard, Timer, UtteranceBegan


def test_silence_after_a_question_brings_its_short_form_then_help_and_the_keys(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    assert anna.seconds == (Timer.NO_SPEECH, 8.0)
    anna.stay_silent()
    easier = "tests.trunk-rotation.questions.easier"
    assert anna.said == ["phrases.not_heard.first", f"{easier}.short"]
    anna.listen_to_the_end()
    assert anna.seconds == (Timer.NO_SPEECH, 15.0)
    anna.stay_silent()
    assert anna.said == [
        "phrases.not_heard.again",
        f"{easier}.help",
        "phrases.offer_keys",
        f"{easier}.short",
    ]


def test_repeated_silence_asks_whether_all_is_well_and_yes_goes_on(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    assert anna.said == ["phrases.welfare.say"]
    anna.say("yes")
    assert anna.said[0] == "phrases.welfare_yes"
    assert anna.is_in(State.QUESTION)


def test_a_question_that_stays_unanswered_is_left_open(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    anna.say("yes")
    anna.stay_silent(3)
    assert anna.said[0] == "phrases.left_open"
    assert anna.answers["trunk-rotation", "easier"].status is Status.NOT_HEARD


def test_nobody_answering_at_all_is_told_to_others_and_ends_with_the_summary(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(6)
    assert anna.is_in(State.ALARM)
    assert anna.of(AlertOwner) == [AlertOwner(AlertReason.NO_ANSWER)]
    anna.stay_silent(8)
    assert anna.is_in(State.SUMMARY)
    anna.stay_silent()
    anna.listen_to_the_end()
    assert anna.is_in(State.ENDED)
    assert len(anna.of(AlertOwner)) == 1


def test_a_question_asked_in_vain_is_not_heard_even_if_the_session_ends_there(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    assert anna.answers["trunk-rotation", "easier"].status is Status.NOT_HEARD
    anna.say("yes", "no")
    assert anna.answers["trunk-rotation", "easier"].meaning is Meaning.NO


def test_a_movement_is_reminded_at_growing_distances_and_never_hurried(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.STEP)
    assert anna.seconds == (Timer.MOVEMENT, 45.0)
    anna.stay_silent()
    assert anna.said == ["phrases.take_your_time"]
    anna.listen_to_the_end()
    assert anna.seconds == (Timer.MOVEMENT, 90.0)
    anna.stay_silent(2)
    assert anna.is_in(State.WELFARE)


def test_stop_to_the_welfare_question_stops(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.stay_silent(3)
    anna.say("stop")
    assert anna.is_in(State.STOPPED)


def test_words_that_are_no_answer_are_told_so_and_counted_apart_from_silence(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("seven")
    easier = "tests.trunk-rotation.questions.easier"
    assert anna.said == ["phrases.not_understood.first", f"{easier}.short"]
    anna.stay_silent()
    assert anna.said == ["phrases.not_heard.first", f"{easier}.short"]
    anna.say("seven")
    assert anna.said == ["phrases.not_understood.again", f"{easier}.short"]


def test_bystanders_who_go_on_talking_are_answered_three_times_and_then_no_more(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("seven", "seven", "seven")
    before = anna.last_speech
    anna.say("seven", "seven")
    assert anna.last_speech == before
    anna.say("no")
    assert anna.is_in(State.QUESTION)
    assert anna.last_speech > before


@pytest.mark.parametrize("words", ["", "uh"])
def test_a_cough_or_a_filler_holds_the_turn_open(person: MakePerson, words: str) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    before = anna.last_speech
    anna.say(words)
    assert anna.last_speech == before
    assert anna.is_in(State.QUESTION)


def test_no_noise_can_hold_a_turn_open_for_ever(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    timers = sum(bool(anna.tell(UtteranceBegan(1.0))) for _ in range(10))
    assert timers == 2


def test_talk_beside_a_movement_is_passed_over(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.STEP)
    before = anna.last_speech
    anna.say("seven", "seven")
    assert anna.last_speech == before


def test_an_utterance_that_is_too_long_is_no_answer(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.tell(Heard(utterance("yes", too_long=True)))
    assert anna.said[0] == "phrases.too_long"


def test_two_answers_at_once_are_asked_about_again(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.say("left right")
    assert anna.said[0] == "phrases.two_answers"


def test_what_the_room_says_while_the_voice_speaks_is_no_miss(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("seven")
    before = anna.last_speech
    anna.say_over_the_voice("seven")
    assert anna.last_speech == before


Levels = tuple[float, float]
"""Of what was said, and of the room's noise, in dBFS."""

PLAIN = (-25.0, -60.0)
SOFT = (-52.0, -70.0)
NEAR_THE_NOISE = (-41.0, -44.0)
LOUD_ROOM = (-20.0, -35.0)
EASIER = "tests.trunk-rotation.questions.easier.short"


def hear(anna: Person, words: str, levels: Levels) -> None:
    level, noise = levels
    anna.tell(Heard(utterance(words, level_dbfs=level, noise_dbfs=noise)))


@pytest.mark.parametrize(
    ("levels", "phrase"),
    [
        (SOFT, "phrases.too_quiet"),
        (NEAR_THE_NOISE, "phrases.too_noisy"),
        (LOUD_ROOM, "phrases.too_noisy"),
    ],
)
def test_what_is_not_understood_is_told_its_reason_when_the_levels_give_one(
    person: MakePerson, levels: Levels, phrase: str
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    hear(anna, "seven", levels)
    assert anna.said == [f"{phrase}.first", EASIER]
    anna.listen_to_the_end()
    hear(anna, "seven", levels)
    assert anna.said == [f"{phrase}.again", EASIER]


@pytest.mark.parametrize("words", ["", "the"])
def test_a_sound_so_soft_that_it_may_have_been_an_answer_is_told_so(
    person: MakePerson, words: str
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    hear(anna, words, SOFT)
    assert anna.said == ["phrases.too_quiet.first", EASIER]


def test_talk_without_end_in_a_loud_room_is_noise_and_nobodys_long_answer(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    level, noise = LOUD_ROOM
    anna.tell(Heard(utterance("yes", too_long=True, level_dbfs=level, noise_dbfs=noise)))
    assert anna.said == ["phrases.too_noisy.first", EASIER]


DISTORTED = 0.02
"""The share of samples that are cut off where a microphone is turned up too far."""


def test_what_a_microphone_distorts_is_told_so_however_loud_the_room_seems(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    level, noise = LOUD_ROOM
    for form in ("first", "again"):
        anna.listen_to_the_end()
        anna.tell(Heard(utterance("seven", level_dbfs=level, noise_dbfs=noise, clipped=DISTORTED)))
        assert anna.said == [f"phrases.distorted.{form}", EASIER]


def test_an_answer_that_a_microphone_distorts_counts(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SIDE)
    anna.tell(Heard(utterance("left", clipped=DISTORTED)))
    assert not anna.is_in(State.SIDE)


def test_a_distorted_word_in_the_sound_check_is_told_so(person: MakePerson) -> None:
    anna = person()
    anna.listen_to_the_end()
    anna.tell(Heard(utterance("seven", clipped=DISTORTED)))
    assert anna.said == ["phrases.check_distorted", "sound_check.short"]


def test_a_soft_sound_after_the_summary_is_passed_over(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.SUMMARY)
    before = anna.last_speech
    hear(anna, "", SOFT)
    assert anna.last_speech == before


def test_a_noise_is_no_miss_but_says_why_nothing_was_heard(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    before = anna.last_speech
    hear(anna, "", NEAR_THE_NOISE)
    assert anna.last_speech == before
    anna.stay_silent()
    assert anna.said == ["phrases.too_noisy.first", EASIER]


def test_every_reason_is_counted_by_itself(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    for levels, phrase in (
        (SOFT, "too_quiet"),
        (LOUD_ROOM, "too_noisy"),
        (PLAIN, "not_understood"),
    ):
        anna.listen_to_the_end()
        hear(anna, "seven", levels)
        assert anna.said[0] == f"phrases.{phrase}.first"
    assert anna.said[1] == "phrases.offer_keys"


def test_an_answer_to_another_question_is_told_so_however_soft_it_is(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    for _ in range(2):
        hear(anna, "left", SOFT)
        assert anna.said == ["phrases.not_expected", EASIER]
        anna.listen_to_the_end()


def test_a_soft_word_in_the_sound_check_is_told_to_be_louder(person: MakePerson) -> None:
    anna = person()
    anna.listen_to_the_end()
    hear(anna, "", SOFT)
    assert anna.said == ["phrases.check_too_quiet", "sound_check.short"]


def test_every_word_about_a_miss_gets_shorter_when_it_comes_again(content: Content) -> None:
    phrases = content.phrases
    for remark in (
        phrases.not_heard,
        phrases.not_understood,
        phrases.too_quiet,
        phrases.too_noisy,
        phrases.distorted,
    ):
        assert len(" ".join(remark.again)) < len(" ".join(remark.first))


def test_the_short_form_of_every_question_ends_by_saying_what_to_say(content: Content) -> None:
    for test in content.assessment.tests:
        for question in test.questions:
            for prompt in (question, question.side):
                assert prompt is None or prompt.short[-1].startswith("Say ")
