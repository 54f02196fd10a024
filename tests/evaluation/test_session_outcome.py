"""What came of whole sessions, and what they come to together."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import answer, tiny_report, understanding
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import ShowUnderstood
from voice_rom.core.protocol.events import Commanded
from voice_rom.evaluation.chosen_answers import ChosenAnswer
from voice_rom.evaluation.session_figures import session_figures
from voice_rom.evaluation.session_outcome import (
    AnswerFate,
    AskedAgain,
    FalseReaction,
    JudgedAnswer,
    Said,
    SessionOutcome,
    again,
    false_reactions,
    kept_answers,
)
from voice_rom.simulation.participant import SpokenAnswer
from voice_rom.simulation.recorder import RecordedAsking, Recorder

YES_LEFT = ChosenAnswer(Meaning.YES, Side.LEFT)


def kept(*answers: Answer, chosen: ChosenAnswer = YES_LEFT) -> JudgedAnswer:
    spoken = [SpokenAnswer("left.wav", 9.0, 11.0)]
    (only,) = kept_answers(tiny_report(*answers), {"lift.pain": chosen}, spoken)
    return only


@pytest.mark.parametrize(
    ("given_answer", "fate", "told"),
    [
        (answer(side=Side.LEFT), AnswerFate.RIGHT, "yes left"),
        (answer(side=Side.RIGHT), AnswerFate.WRONG, "yes right"),
        (answer(side=Side.UNKNOWN), AnswerFate.OPEN, "yes unknown"),
        (answer(Meaning.NO), AnswerFate.WRONG, "no"),
        (answer(None, status=Status.UNSURE), AnswerFate.OPEN, "unsure"),
        (answer(None, status=Status.NOT_HEARD), AnswerFate.OPEN, "not_heard"),
    ],
)
def test_an_answer_is_right_with_its_side_wrong_or_open(
    given_answer: Answer, fate: AnswerFate, told: str
) -> None:
    one = kept(given_answer)
    assert (one.question, one.chosen, one.fate, one.kept) == ("lift.pain", "yes left", fate, told)


def test_an_answer_that_was_never_asked_for_is_open() -> None:
    assert kept().fate is AnswerFate.OPEN
    (one,) = kept_answers(None, {"lift.pain": YES_LEFT}, ())
    assert (one.fate, one.kept) == (AnswerFate.OPEN, "not_asked")


def test_a_wrong_answer_is_told_with_the_recording_that_was_heard_so() -> None:
    said = kept(answer(Meaning.NO, text="no")).said
    assert (said.file, said.start, said.end, said.words) == ("left.wav", 9.0, 11.0, "no")


KINDS = {
    "pain": MomentKind.QUESTION,
    "bending": MomentKind.QUESTION,
    "pain.confirm": MomentKind.CONFIRM,
    "pain.side": MomentKind.SIDE,
    "lift": MomentKind.STEP,
    "sound_check": MomentKind.SOUND_CHECK,
    "screened": MomentKind.SCREENED,
    "checked": MomentKind.CHECKED,
    "complaint": MomentKind.COMPLAINT,
}


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        (("sound_check", "lift", "pain", "pain.confirm", "pain.side", "bending"), []),
        (("sound_check", "sound_check", "pain"), [(1.0, "sound_check")]),
        (("pain", "pain", "pain"), [(1.0, "pain"), (2.0, "pain")]),
        (("pain", "pain.confirm", "pain", "bending"), [(2.0, "pain")]),
        (("pain", "complaint", "pain"), [(1.0, "complaint"), (2.0, "pain")]),
        (("lift", "lift"), []),
        (("pain", "checked", "bending", "checked"), []),
        (("pain", "checked", "checked"), [(2.0, "checked")]),
        (("screened",), [(0.0, "screened")]),
    ],
)
def test_what_is_asked_more_than_a_session_that_goes_well_would_ask(
    moments: Sequence[str], expected: list[tuple[float, str]]
) -> None:
    asked = [RecordedAsking(float(second), moment) for second, moment in enumerate(moments)]
    assert [(each.at, each.moment) for each in again(asked, KINDS)] == expected


def test_what_is_understood_while_the_person_speaks_is_theirs() -> None:
    recorder = Recorder()
    for said in (understanding(text="yes"), understanding(None, "bird"), understanding(text="no")):
        recorder.effect(0.0, ShowUnderstood(said))
    recorder.event(0.0, Commanded(Meaning.READY))
    heard = understanding().utterance
    theirs = SpokenAnswer("yes.wav", heard.start - 0.4, heard.end - 0.1)
    before = SpokenAnswer("no.wav", heard.start - 2.0, heard.start - 1.0)
    assert list(false_reactions(recorder, [before, theirs])) == []
    nobody = list(false_reactions(recorder, [before]))
    assert [(one.meaning, one.heard.words) for one in nobody] == [("yes", "yes"), ("yes", "no")]
    assert {one.heard.start for one in nobody} == {heard.start}


def outcome(*fates: AnswerFate, asked_again: int, finished: bool, seconds: float) -> SessionOutcome:
    return SessionOutcome(
        speaker="anna",
        answers=tuple(
            JudgedAnswer(question=f"q{number}", chosen="yes", kept="", fate=fate)
            for number, fate in enumerate(fates)
        ),
        asked_again=(AskedAgain(moment="q0", said=Said()),) * asked_again,
        finished=finished,
        seconds=seconds,
        false_reactions=(FalseReaction(meaning="stop", heard=Said()),) * asked_again,
    )


OUTCOMES = st.builds(
    lambda fates, asked_again, finished, seconds: outcome(
        *fates, asked_again=asked_again, finished=finished, seconds=seconds
    ),
    st.lists(st.sampled_from(AnswerFate)),
    st.integers(0, 3),
    st.booleans(),
    st.floats(1.0, 2000.0),
)


@given(st.lists(OUTCOMES, min_size=1), st.lists(OUTCOMES))
def test_figures_add_up(some: list[SessionOutcome], others: list[SessionOutcome]) -> None:
    one, two, both = (session_figures(each) for each in (some, others, some + others))
    for name in (
        *("n", "answers", "right", "wrong", "open"),
        *("asked_again", "false_reactions", "finished"),
    ):
        assert getattr(both, name) == getattr(one, name) + getattr(two, name)
    assert both.right + both.wrong + both.open == both.answers
    assert both.without_either <= both.finished <= both.n
    assert both.asked_again_mean == both.asked_again / both.n
    lengths = [each.seconds for each in some + others]
    assert both.seconds_mean is not None
    assert min(lengths) - 1e-6 <= both.seconds_mean <= max(lengths) + 1e-6


@pytest.mark.parametrize(
    ("one", "smooth"),
    [
        (outcome(AnswerFate.RIGHT, asked_again=0, finished=True, seconds=1.0), 1),
        (outcome(AnswerFate.WRONG, asked_again=0, finished=True, seconds=1.0), 0),
        (outcome(AnswerFate.OPEN, asked_again=0, finished=True, seconds=1.0), 0),
        (outcome(AnswerFate.RIGHT, asked_again=1, finished=True, seconds=1.0), 0),
        (outcome(AnswerFate.RIGHT, asked_again=0, finished=False, seconds=1.0), 0),
    ],
)
def test_a_session_without_any_trouble(one: SessionOutcome, smooth: int) -> None:
    assert session_figures([one]).without_either == smooth


def test_no_sessions_come_to_nothing() -> None:
    figures = session_figures([])
    assert (figures.n, figures.seconds_mean, figures.asked_again_mean) == (0, None, None)
