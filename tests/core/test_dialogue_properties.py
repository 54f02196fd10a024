"""Whatever happens, in whatever order: it never raises, never loses an answer, can always end.

VOICE_ROM_EXAMPLES says how many sessions each of these tests goes through, in place of the usual
few: 5000 take a quarter of an hour.
"""

import os
from enum import StrEnum

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.anything import Happening, Watch, anything, talk_of_two
from tests.core.conftest import MakePerson
from tests.core.person import Person
from tests.english import english_vocabulary
from tests.tiers import at_most
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.machine import states_in
from voice_rom.core.dialogue.table import Group
from voice_rom.core.language.meanings import COMPLAINTS, Meaning
from voice_rom.core.outcome.report import ReportedComplaint, ReportedQuestion
from voice_rom.core.protocol.events import QuitAsked

EXAMPLES = int(os.environ.get("VOICE_ROM_EXAMPLES", at_most(100)))

PHRASES = tuple(phrases[0] for phrases in english_vocabulary().phrases.values())
ANYTHING = anything(PHRASES)
TALK = talk_of_two(PHRASES)

MANY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)

MOST_STOPS = 4
"""Stopped, to the summary, to the goodbye, at once."""

LONGEST_SILENCE = 600
"""Ends of speeches and of time limits; an hour beside somebody who called for help has 240."""


class Ending(StrEnum):
    STOP = "stop"
    SILENCE = "silence"
    QUIT = "quit"


@st.composite
def setups(draw: st.DrawFn) -> dict[str, object]:
    """Settings that change how a session goes."""
    return {
        "session__barge_in": draw(st.sampled_from(["stop", "everything"])),
        "session__automatic_wait": draw(st.booleans()),
        "session__tests": draw(st.sampled_from([[], ["trunk-rotation"], ["leg-lift"]])),
        "safety__screening": draw(st.booleans()),
        "safety__on_no_answer": draw(st.sampled_from([[], ["tell-somebody"]])),
        "voice__gain_db": draw(st.sampled_from([-12.0, 0.0, 8.0])),
    }


def watch_over(anna: Person, setup: dict[str, object]) -> Watch:
    return Watch(anna, loudest_db=8.0, echo=setup["session__barge_in"] == "stop")


def end(watch: Watch, ending: Ending) -> None:
    """End it in this way alone, in a bounded number of events."""
    anna = watch.person
    match ending:
        case Ending.STOP:
            for _ in range(MOST_STOPS):
                anna.press(Meaning.STOP)
        case Ending.QUIT:
            anna.tell(QuitAsked())
            anna.tell(QuitAsked())
        case Ending.SILENCE:
            for _ in range(LONGEST_SILENCE):
                if anna.is_in(State.ENDED):
                    break
                watch.wait()
    assert anna.is_in(State.ENDED)


def reported(anna: Person) -> dict[tuple[str, str], ReportedQuestion]:
    return {
        (test.id, question.id): question
        for test in anna.report.tests
        for question in test.questions
    }


def told_of(complaint: ReportedComplaint) -> tuple[object, ...]:
    return (complaint.test, complaint.where, complaint.kind, complaint.side, complaint.confirmed)


def check_complaints(anna: Person) -> None:
    """Whatever was said to hurt, and not taken back, is told; what is urgent, before all else."""
    stand = [
        answer
        for answer in anna.answers.values()
        if answer.meaning in COMPLAINTS and answer.status is Status.ANSWERED
    ]
    kept = [
        (each.test_id, each.question_id.partition("_")[2], each.meaning, each.side, each.confirmed)
        for each in stand
    ]
    told = anna.report.complaints
    assert sorted(map(str, kept)) == sorted(str(told_of(each)) for each in told)
    assert all(each.urgent for each in told if each.kind is Meaning.NUMB)
    assert bool(anna.report.urgent) >= any(each.urgent for each in told)


def check_report(anna: Person) -> None:
    """It says of each question of the assessment what was kept of it last."""
    check_complaints(anna)
    kept = anna.answers
    for key, question in reported(anna).items():
        answer = kept.get(key)
        if answer is None:
            assert question.status is Status.NOT_ASKED
        else:
            told = (question.status, question.answer, question.side, question.confirmed)
            assert told == (answer.status, answer.meaning, answer.side, answer.confirmed)


@given(
    setup=setups(),
    events=st.lists(ANYTHING, min_size=100, max_size=160),
    ending=st.sampled_from(Ending),
)
@MANY
def test_whatever_happens_breaks_no_rule_and_can_be_ended(
    person: MakePerson, setup: dict[str, object], events: list[Happening], ending: Ending
) -> None:
    anna = person(**setup)
    watch = watch_over(anna, setup)
    for event in events:
        watch.tell(event)
    end(watch, ending)
    check_report(anna)


COMPLAINT = states_in(Group.COMPLAINT)
MOMENTS = (
    State.STEP,
    State.QUESTION,
    State.CONFIRMATION,
    State.SIDE,
    State.SUMMARY,
    *COMPLAINT,
)
"""By chance alone hardly anybody comes so far."""


def go_to(anna: Person, moment: State) -> None:
    if moment in COMPLAINT:
        anna.go_to(State.STEP)
        anna.say("it hurts")
    anna.go_to(moment)


@given(
    moment=st.sampled_from(MOMENTS),
    setup=setups(),
    events=st.lists(TALK, min_size=100, max_size=130)
    | st.lists(ANYTHING, min_size=100, max_size=130),
    ending=st.sampled_from(Ending),
)
@MANY
def test_whatever_happens_breaks_no_rule_wherever_it_begins(
    person: MakePerson,
    moment: State,
    setup: dict[str, object],
    events: list[Happening],
    ending: Ending,
) -> None:
    # Whether to go on with another test is asked where there is another.
    tests = ["trunk-rotation", "leg-lift"] if moment in COMPLAINT else ["trunk-rotation"]
    setup = {**setup, "session__tests": tests, "safety__screening": False}
    anna = person(**setup)
    go_to(anna, moment)
    watch = watch_over(anna, setup)
    for event in events:
        watch.tell(event)
    end(watch, ending)
    check_report(anna)


@given(setup=setups(), events=st.lists(TALK | ANYTHING, min_size=0, max_size=60))
@MANY
def test_who_says_nothing_any_more_comes_to_a_report(
    person: MakePerson, setup: dict[str, object], events: list[Happening]
) -> None:
    anna = person(**setup)
    watch = watch_over(anna, setup)
    for event in events:
        watch.tell(event)
    end(watch, Ending.SILENCE)
    check_report(anna)
