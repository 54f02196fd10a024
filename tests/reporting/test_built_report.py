"""From answers to a report."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import answer, nothing_noticed, tiny_assessment, tiny_report, utterance
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Source, Status
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.outcome.report import Report, ReportedQuestion, build_report

OPEN = [status for status in Status if status is not Status.ANSWERED]


def reported(report: Report, test_id: str, question_id: str) -> ReportedQuestion:
    (test,) = (test for test in report.tests if test.id == test_id)
    (question,) = (question for question in test.questions if question.id == question_id)
    return question


def test_every_question_stands_in_the_report_in_the_order_of_the_tests() -> None:
    report = tiny_report()
    asked = [(test.id, question.id) for test in report.tests for question in test.questions]
    assert asked == [("turn", "easier"), ("lift", "angling"), ("lift", "bending"), ("lift", "pain")]


def test_only_the_tests_that_were_chosen_are_reported_in_their_order() -> None:
    assessment = tiny_assessment()
    chair, floor = assessment.tests
    report = build_report(assessment, (floor, chair), {}, complete=True, advice=())
    assert [test.id for test in report.tests] == ["lift", "turn"]
    report = build_report(assessment, (floor,), {}, complete=True, advice=())
    assert [test.id for test in report.tests] == ["lift"]


def test_a_question_without_an_answer_was_not_asked_and_is_open() -> None:
    report = tiny_report()
    assert reported(report, "turn", "easier").status is Status.NOT_ASKED
    assert len(report.open_questions) == 4
    assert report.findings == ()


def test_a_concerning_answer_is_a_finding_on_its_side() -> None:
    report = tiny_report(answer(Meaning.YES, side=Side.LEFT, confirmed=True))
    question = reported(report, "lift", "pain")
    assert question.concerning
    assert question.finding == "It hurt on the left."
    assert question.side is Side.LEFT
    assert question.confirmed
    assert report.findings == ("Leg lift: It hurt on the left.",)


def test_a_finding_whose_side_was_never_given_has_the_sentence_without_one() -> None:
    report = tiny_report(answer(Meaning.YES))
    assert report.findings == ("Leg lift: It hurt.",)


def test_an_inverted_question_is_a_finding_by_no_and_none_by_yes() -> None:
    no = tiny_report(answer(Meaning.NO, question_id="bending"))
    yes = tiny_report(answer(Meaning.YES, question_id="bending"))
    assert no.findings == ("Leg lift: Your knee bent.",)
    assert yes.findings == ()


def test_a_reassuring_answer_is_neither_a_finding_nor_open() -> None:
    report = tiny_report(*nothing_noticed())
    assert report.findings == ()
    assert report.open_questions == ()


def test_an_open_question_is_listed_with_its_test() -> None:
    report = tiny_report(*nothing_noticed()[:-1], answer(None, status=Status.SKIPPED))
    assert report.open_questions == ("Leg lift: Did it hurt?",)


@given(st.sampled_from(OPEN), st.sampled_from([None, *Meaning]))
def test_an_open_question_is_never_a_finding_and_never_answered(
    status: Status, meaning: Meant | None
) -> None:
    report = tiny_report(answer(meaning, status=status))
    question = reported(report, "lift", "pain")
    assert question.answer is None
    assert question.finding is None
    assert not question.concerning
    assert "Leg lift: Did it hurt?" in report.open_questions


def test_an_answer_by_voice_carries_what_was_heard() -> None:
    given_answer = answer(Meaning.YES, text="yeah", side=Side.LEFT, side_text="my left")
    question = reported(tiny_report(given_answer), "lift", "pain")
    assert question.heard is not None
    assert question.heard.words == "yeah"
    assert (question.heard.level_dbfs, question.heard.noise_dbfs) == (-31.0, -55.0)
    assert question.heard.over_noise_db == 24.0
    assert question.heard.seconds == pytest.approx(0.3)
    assert question.heard.rule == "the whole utterance"
    assert question.side_heard is not None
    assert question.side_heard.words == "my left"


def test_the_confidence_is_that_of_the_least_certain_word() -> None:
    given_answer = answer(Meaning.YES, text="yes")
    assert given_answer.evidence is not None
    heard = utterance("oh yes")
    unsure, sure = replace(heard.words[0], confidence=0.4), heard.words[1]
    evidence = replace(given_answer.evidence, utterance=replace(heard, words=(unsure, sure)))
    question = reported(tiny_report(replace(given_answer, evidence=evidence)), "lift", "pain")
    assert question.heard is not None
    assert question.heard.confidence == 0.4


def test_an_answer_by_key_carries_nothing_heard() -> None:
    question = reported(tiny_report(answer(Meaning.NO, source=Source.KEY)), "lift", "pain")
    assert question.source is Source.KEY
    assert question.heard is None


def test_a_session_that_ended_early_says_so() -> None:
    assert tiny_report(complete=True).complete
    assert not tiny_report(complete=False).complete


def test_the_advice_is_what_was_said() -> None:
    assert tiny_report(advice=("Stretch.", "Rest.")).advice == ("Stretch.", "Rest.")


def test_an_answer_to_a_question_of_no_chosen_test_is_left_out() -> None:
    stray = Answer(test_id="other", question_id="pain", status=Status.ANSWERED)
    assert tiny_report(stray) == tiny_report()
