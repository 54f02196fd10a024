"""Going on with a session that broke off."""

from collections.abc import Sequence

import pytest

from tests.core.conftest import MakePerson
from tests.core.person import Person
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.findings import Answer
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.effects import Record, Resume


class Again:
    """Starts a new session from what one that broke off had recorded."""

    def __init__(self, content: Content, vocabulary: Vocabulary, person: MakePerson) -> None:
        self._content = content
        self._vocabulary = vocabulary
        self._person = person

    def before(self, *sayings: str, **settings: object) -> Person:
        anna = self._person(**settings)
        anna.say(*sayings)
        return anna

    def start(self, answers: Sequence[Answer], **settings: object) -> Person:
        changed: dict[str, object] = {"safety.screening": False}
        changed |= {key.replace("__", "."): value for key, value in settings.items()}
        loaded = load_settings(PACKAGED, changed)
        return Person(Dialogue(self._content, self._vocabulary, loaded, Earlier(tuple(answers))))

    def after(self, *sayings: str, **settings: object) -> Person:
        """Somebody who said these before the session broke off, and starts again."""
        anna = self.before(*sayings, **settings)
        return self.start([record.answer for record in anna.of(Record)], **settings)


@pytest.fixture
def again(content: Content, vocabulary: Vocabulary, person: MakePerson) -> Again:
    return Again(content, vocabulary, person)


TO_THE_QUESTIONS = ("yes", *["ready"] * 5)
LEG_LIFT = ("yes", *["ready"] * 6)
"""One more: the way to the floor."""


def test_it_begins_with_the_offer_to_go_on(again: Again) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no")
    assert anna.said == ["phrases.resume.say"]
    assert anna.is_in(State.RESUMING)


@pytest.mark.parametrize("words", ["yes", "continue"])
def test_yes_goes_on_and_the_answers_count(again: Again, words: str) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no", "no")
    anna.say(words)
    assert anna.said[0] == "phrases.resumed"
    assert anna.of(Resume) == [Resume(accepted=True)]
    assert not anna.of(Record)
    anna.say("stop", "stop")
    anna.go_to(State.ENDED)
    given = [question.answer for question in anna.report.tests[0].questions]
    assert given == [Meaning.NO, Meaning.NO, None]


def test_a_test_that_was_not_finished_begins_with_its_first_step(again: Again) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no")
    anna.say("yes")
    assert anna.said == [
        "phrases.resumed",
        "tests.trunk-rotation.intro",
        "tests.trunk-rotation.steps.sit-tall.say",
    ]


def test_who_may_have_got_up_is_led_to_the_floor_again(again: Again) -> None:
    tests = ["leg-lift", "hip-rotation"]
    answers = ["no", "straight", "yes", "yes", "no"]
    anna = again.after(*LEG_LIFT, *answers, *["ready"] * 7, "no", session__tests=tests)
    anna.say("yes")
    assert anna.said == ["phrases.resumed", "to_floor.say"]
    anna.say("ready")
    assert anna.said[-1] == "tests.hip-rotation.steps.lie-flat.say"


def test_after_the_last_answer_of_a_test_its_end_is_told_again(again: Again) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no", "no", "no")
    anna.say("yes")
    assert anna.said == ["phrases.resumed", "tests.trunk-rotation.nothing_noticed"]
    anna.listen_to_the_end()
    assert anna.said == ["to_floor.say"]


@pytest.mark.parametrize("words", [["yes"], ["yes", "yes"], ["yes", "no"]])
def test_an_answer_that_was_not_said_back_or_has_no_side_is_asked_again(
    again: Again, words: list[str]
) -> None:
    anna = again.after(*TO_THE_QUESTIONS, *words)
    anna.say("yes", *["ready"] * 5)
    assert anna.said[-1] == "tests.trunk-rotation.questions.easier.say"


def test_no_begins_afresh_and_leaves_the_answers_out(again: Again) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no")
    anna.say("no")
    assert anna.said == ["phrases.afresh", "welcome.say"]
    assert anna.of(Resume) == [Resume(accepted=False)]
    anna.say("yes", "stop", "stop")
    anna.go_to(State.ENDED)
    assert {question.answer for question in anna.report.tests[0].questions} == {None}


def test_a_no_that_was_meant_otherwise_can_be_gone_back_on(again: Again) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no")
    anna.say("no", "back")
    assert anna.is_in(State.RESUMING)
    anna.say("yes")
    assert anna.of(Resume)[-1] == Resume(accepted=True)


def test_skipping_the_offer_begins_afresh(again: Again) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no")
    anna.say("skip")
    assert anna.is_in(State.WELCOME)


def test_nobody_who_does_not_answer_is_led_on(again: Again) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no")
    anna.stay_silent(3)
    assert anna.is_in(State.PAUSED)
    assert not anna.of(Resume)


def test_without_an_answer_of_these_tests_there_is_nothing_to_go_on_with(again: Again) -> None:
    assert again.start([]).is_in(State.WELCOME)
    answers = [record.answer for record in again.before(*TO_THE_QUESTIONS, "no").of(Record)]
    assert again.start(answers, session__tests=["leg-lift"]).is_in(State.WELCOME)


def test_the_screening_goes_on_with_its_next_question(again: Again) -> None:
    anna = again.after("yes", "no", "no", safety__screening=True)
    anna.say("yes")
    assert anna.said == ["phrases.resumed", "safety.screening.questions.pregnancy.say"]


CAREFUL = ("yes", "yes", "yes", "no", "no", "no", "yes", "yes")


def test_a_choice_that_was_not_made_is_offered_again(again: Again) -> None:
    anna = again.after(*CAREFUL, safety__screening=True)
    anna.say("yes")
    assert anna.said[-1] == "safety.screening.choice.say"


def test_who_had_chosen_the_chair_stays_on_the_chair(again: Again) -> None:
    sayings = (*CAREFUL, "yes", *["ready"] * 5, "no")
    anna = again.after(*sayings, safety__screening=True)
    anna.say("yes")
    assert anna.said[-1] == "tests.trunk-rotation.steps.sit-tall.say"
    anna.go_to(State.ENDED)
    assert [test.id for test in anna.report.tests] == ["trunk-rotation"]


def test_a_test_that_was_left_because_it_hurt_is_not_begun_again(again: Again) -> None:
    anna = again.after("yes", "ready", "ready", "ouch", "yes", "no", "left", "yes")
    anna.say("yes")
    assert anna.said == ["phrases.resumed", "to_floor.say"]


def test_who_felt_numb_is_told_what_is_urgent_and_no_more(again: Again) -> None:
    anna = again.after("yes", "ready", "numbness", "yes")
    anna.say("yes")
    assert anna.is_in(State.SUMMARY)
    assert anna.said[1] == "safety.urgent_first"


def test_pain_at_the_offer_begins_a_session_of_its_own(again: Again) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no")
    anna.say("ouch")
    assert anna.of(Resume) == [Resume(accepted=False)]
    anna.say("no")
    assert anna.said == ["safety.misheard", "welcome.say"]
    anna.say("yes", "back")
    assert not anna.is_in(State.RESUMING)


def test_stop_at_the_offer_stops(again: Again) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no")
    anna.say("stop", "continue")
    assert anna.is_in(State.RESUMING)
    anna.say("stop", "stop")
    assert anna.is_in(State.SUMMARY)


# After something hurt

HURTING = ("yes", "ready", "ready", "ouch")
"""In the second step of the leg lift."""


@pytest.mark.parametrize("more", [[], ["yes"], ["yes", "yes"], ["yes", "yes", "left"]])
def test_what_hurt_is_asked_about_before_anything_goes_on(again: Again, more: list[str]) -> None:
    anna = again.after(*HURTING, *more, session__tests=["leg-lift", "hip-rotation"])
    anna.say("yes")
    assert anna.said == ["phrases.resumed", "safety.pain.understood.short"]
    anna.say("yes", "yes", "left")
    assert anna.said == ["safety.rest_first", "safety.another_test.say"]
    anna.say("no")
    assert "safety.pain.urgent" in anna.said


def test_what_was_misheard_goes_on_with_the_beginning_of_its_test(again: Again) -> None:
    anna = again.after(*HURTING, session__tests=["leg-lift", "hip-rotation"])
    anna.say("yes", "no")
    assert anna.said[0] == "safety.misheard"
    assert anna.is_in(State.STEP)


def test_another_test_is_the_one_after_it(again: Again) -> None:
    anna = again.after(*HURTING, "yes", session__tests=["leg-lift", "hip-rotation"])
    anna.say("yes", "yes", "no", "left", "yes")
    assert anna.said[-1] == "tests.hip-rotation.steps.lie-flat.say"


def test_who_chose_to_end_is_not_led_on(again: Again) -> None:
    sayings = (*HURTING, "yes", "no", "left", "no")
    anna = again.after(*sayings, session__tests=["leg-lift", "hip-rotation"])
    anna.say("yes")
    assert anna.is_in(State.SUMMARY)


@pytest.mark.parametrize("more", [[], ["yes"]])
def test_numbness_in_the_screening_ends_it_again(again: Again, more: list[str]) -> None:
    anna = again.after("yes", "no", "numbness", *more, safety__screening=True)
    anna.say("yes")
    assert anna.is_in(State.SUMMARY)
    assert "safety.numb.urgent" in anna.said


def test_pain_in_the_screening_is_asked_about_and_the_screening_goes_on(again: Again) -> None:
    anna = again.after("yes", "no", "ouch", "yes", safety__screening=True)
    anna.say("yes", "yes", "no", "left", "yes")
    assert anna.said[-1] == "safety.screening.questions.fracture.short"


@pytest.mark.parametrize("rest", ["stop", "pause"])
def test_pain_in_a_rest_at_the_offer_begins_a_session_of_its_own(again: Again, rest: str) -> None:
    anna = again.after(*TO_THE_QUESTIONS, "no")
    anna.say(rest, "ouch")
    assert anna.of(Resume) == [Resume(accepted=False)]
    anna.say("yes", "yes", "left", "yes")
    assert anna.of(Resume) == [Resume(accepted=False)]
    assert anna.state not in (State.RESUMING, State.STEP)
