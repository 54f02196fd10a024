"""Every difference between what a scenario says and what came of it, in plain words."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.builders import understanding
from tests.english import english_content
from tests.simulation.plans import leg_lift_plan
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.outcome.report import Report, build_report
from voice_rom.core.protocol.effects import Prosody, Say, ShowUnderstood
from voice_rom.core.protocol.events import Commanded, ListeningBegan, SpeechFinished
from voice_rom.errors import ScenarioNotMet
from voice_rom.simulation.participant import SpokenAnswer
from voice_rom.simulation.recorder import Recorder
from voice_rom.simulation.verdict import SimulationOutcome, differences, require_met


def report(*answers: Answer, complete: bool = True) -> Report:
    assessment = english_content().assessment
    tests = tuple(test for test in assessment.tests if test.id == "leg-lift")
    by_key = {(given.test_id, given.question_id): given for given in answers}
    return build_report(assessment, tests, by_key, complete=complete, advice=())


def answer(
    question: str,
    meaning: Meant | None,
    *,
    side: Side | None = None,
    status: Status = Status.ANSWERED,
    confirmed: bool = False,
) -> Answer:
    return Answer(
        test_id="leg-lift",
        question_id=question,
        status=status,
        meaning=meaning,
        side=side,
        confirmed=confirmed,
    )


PAIN_LEFT = answer("pain", Meaning.YES, side=Side.LEFT, confirmed=True)


MOMENTS = {
    "phrases.stopped.say": "stopped",
    "tests.leg-lift.questions.pain.short": "leg-lift.pain",
}
"""When these texts are said."""


def recorder(said: Sequence[str] = (), understood: Sequence[tuple[str, Meaning]] = ()) -> Recorder:
    """Somebody who was there when these texts were said and these words understood."""
    seen = Recorder()
    for at, text_id in enumerate(said):
        line, moment = Line(text_id, f"words of {text_id}"), MOMENTS.get(text_id)
        seen.effect(float(at), Say(at, (line,), Prosody(150, 0.0), moment))
    for at, (text, meaning) in enumerate(understood):
        seen.effect(float(at), ShowUnderstood(understanding(meaning, text)))
    return seen


def told(
    folder: Path,
    expect: str,
    given: Report | None = None,
    seen: Recorder | None = None,
    seconds: float = 100.0,
) -> list[str]:
    """The differences, for these expectations."""
    plan = leg_lift_plan(folder, f"expect: {expect}")
    return differences(plan, SimulationOutcome(given or report(), seen or Recorder(), (), seconds))


def test_a_session_that_goes_as_said_has_no_differences(tmp_path: Path) -> None:
    expect = (
        "{answers: {leg-lift.pain: yes left confirmed, leg-lift.higher: not_asked}, "
        "findings: [leg-lift.pain], open: [leg-lift.higher, leg-lift.angling, leg-lift.bending], "
        "said: [stopped, leg-lift.pain], heard: [stop, continue], never: [pause, welfare], "
        "within: 120}"
    )
    seen = recorder(
        ["phrases.stopped.say", "phrases.go_on", "tests.leg-lift.questions.pain.short"],
        [("stop it", Meaning.STOP), ("maybe", Meaning.UNSURE), ("continue", Meaning.CONTINUE)],
    )
    assert told(tmp_path, expect, report(PAIN_LEFT), seen) == []


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ("{answers: {leg-lift.pain: no}}", "leg-lift.pain should be no, but is yes left confirmed"),
        (
            "{answers: {leg-lift.pain: yes right}}",
            "leg-lift.pain should be yes right, but is yes left confirmed",
        ),
        ("{answers: {leg-lift.pain: unsure}}", "leg-lift.pain should be unsure"),
        (
            "{answers: {leg-lift.higher: yes}}",
            "leg-lift.higher should be yes, but is not_asked",
        ),
        ("{answers: {hip-rotation.pain: yes}}", "hip-rotation.pain is not in the report"),
        ("{findings: []}", "leg-lift.pain is a finding, but should not be"),
        (
            "{findings: [leg-lift.pain, leg-lift.higher]}",
            "leg-lift.higher should be a finding, but is not",
        ),
        ("{open: [leg-lift.pain]}", "leg-lift.pain should be open, but is not"),
        ("{complete: false}", "it should have ended early, but reached its last question"),
        ("{within: 60}", "it took 100 s, but should take at most 60 s"),
    ],
)
def test_a_wrong_report_is_told(tmp_path: Path, expect: str, difference: str) -> None:
    found = told(tmp_path, expect, report(PAIN_LEFT))
    assert any(difference in entry for entry in found)


def test_an_unconfirmed_answer_is_not_a_confirmed_one(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        "{answers: {leg-lift.pain: no confirmed}}",
        report(answer("pain", Meaning.NO)),
    )
    assert found == ["leg-lift.pain should be no confirmed, but is no"]


def test_an_early_end_is_told_unless_it_was_expected(tmp_path: Path) -> None:
    assert told(tmp_path, "{}", report(complete=False)) == ["it ended before its last question"]
    assert told(tmp_path, "{complete: false}", report(complete=False)) == []


def test_what_was_said_must_come_in_order(tmp_path: Path) -> None:
    seen = recorder(["phrases.go_on", "phrases.stopped.say"])
    found = told(tmp_path, "{said: [stopped, phrases.go_on]}", seen=seen)
    assert found == ["phrases.go_on was not said after stopped"]


def test_what_is_said_before_the_words_of_a_moment_is_not_said_at_it(tmp_path: Path) -> None:
    seen, lines = Recorder(), (Line("phrases.denied", "Sorry."), Line("phrases.a", "Any pain?"))
    seen.effect(0.0, Say(1, lines, Prosody(150, 0.0), "leg-lift.pain", before=1))
    in_order = told(tmp_path, "{said: [phrases.denied, leg-lift.pain]}", seen=seen)
    assert in_order == []
    found = told(tmp_path, "{said: [leg-lift.pain, phrases.denied]}", seen=seen)
    assert found == ["phrases.denied was not said after leg-lift.pain"]


def test_what_was_said_once_is_not_said_twice(tmp_path: Path) -> None:
    found = told(tmp_path, "{said: [stopped, stopped]}", seen=recorder(["phrases.stopped.say"]))
    assert found == ["stopped was not said after stopped"]


def test_what_was_not_understood_is_told_with_what_was(tmp_path: Path) -> None:
    seen = recorder(understood=[("yeah", Meaning.YES)])
    found = told(tmp_path, "{heard: [yeah, stop]}", seen=seen)
    assert found == ["stop was not understood after yeah; understood: yeah"]


def test_a_key_is_understood_too(tmp_path: Path) -> None:
    seen = Recorder()
    seen.event(1.0, Commanded(Meaning.STOP))
    assert told(tmp_path, "{heard: [stop]}", seen=seen) == []


def test_what_should_never_be_is_told_with_its_time(tmp_path: Path) -> None:
    seen = recorder(["welcome.say", "phrases.stopped.say"], [("stop", Meaning.STOP)])
    found = told(tmp_path, "{never: [stop, stopped]}", seen=seen)
    assert found == [
        "stop was understood at 0.0 s, but never should be",
        'stopped was said at 1.0 s ("words of phrases.stopped.say"), but never should be',
    ]


def test_a_session_ended_by_the_limit_is_told(tmp_path: Path) -> None:
    plan = leg_lift_plan(tmp_path, "limit: 50")
    found = differences(plan, SimulationOutcome(report(), Recorder(), (), 55.0))
    assert found == ["it was still running after 50 s, and was ended"]


def test_a_cue_that_was_never_used_is_told_with_its_line(tmp_path: Path) -> None:
    plan = leg_lift_plan(tmp_path, "cues:", "  - {at: welfare, press: stop}")
    found = differences(plan, SimulationOutcome(report(), Recorder(), plan.cues, 100.0))
    assert found == ["cues[0] (line 5) was never used: it never listened at welfare"]


def test_all_differences_stand_in_the_one_line_of_the_error(tmp_path: Path) -> None:
    plan = leg_lift_plan(tmp_path, "expect: {within: 10, findings: [leg-lift.pain]}")
    with pytest.raises(ScenarioNotMet) as error:
        require_met(plan, SimulationOutcome(report(), Recorder(), (), 20.0))
    assert str(error.value) == (
        "a test: it took 20 s, but should take at most 10 s; "
        "leg-lift.pain should be a finding, but is not."
    )


def test_the_witness_measures_from_the_words_end_to_its_being_understood() -> None:
    seen = recorder(understood=[])
    seen.effect(2.0, ShowUnderstood(understanding(None, "the dog")))
    seen.effect(3.5, ShowUnderstood(understanding(Meaning.YES, "yes")))
    spoken = [SpokenAnswer("words/yes", 2.6, 3.1), SpokenAnswer("words/no", 9.0, 9.5)]
    assert seen.answer_delays(spoken) == [pytest.approx(0.4)]


def test_the_witness_measures_from_the_voices_end_until_it_listens() -> None:
    seen = Recorder()
    seen.event(4.0, SpeechFinished(1))
    seen.event(4.26, ListeningBegan("a microphone"))
    seen.event(9.0, ListeningBegan("a microphone"))
    assert seen.until_listening == [pytest.approx(0.26)]
