"""Whatever somebody answers: what is said and reported is honest, and leaves nothing out."""

from random import Random

import pytest
import textstat  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.honest_words.answered_sessions import AnsweredSession, answered_session
from tests.honest_words.lexicon import lexicon
from tests.tiers import at_most
from voice_rom.content.wording import banned_words
from voice_rom.core.assessment.findings import Status

WORDS = lexicon()

AGE_ELEVEN = 6.0

sessions = st.builds(
    lambda seed, screening, clinic: answered_session(
        Random(seed),  # noqa: S311 - no secret, but the same again
        safety__screening=screening,
        clinic__name="Lindenhof" if clinic else "",
        clinic__contact="one two three" if clinic else "",
    ),
    st.integers(min_value=0, max_value=1 << 32),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=at_most(40))
@given(sessions)
def test_whatever_is_answered_nothing_told_is_a_verdict_or_medicine(
    session: AnsweredSession,
) -> None:
    for line in session.told:
        assert banned_words(line) == []
        assert WORDS.medical_words(line) <= WORDS.allowed | WORDS.safety, line
        assert line.endswith("?") or WORDS.claims_in(line) == [], line


@settings(max_examples=at_most(40))
@given(sessions)
def test_a_child_of_eleven_can_follow_every_summary(session: AnsweredSession) -> None:
    text = " ".join(line.text for line in session.summary)
    assert textstat.flesch_kincaid_grade(text) <= AGE_ELEVEN


@settings(max_examples=at_most(40))
@given(sessions)
def test_what_is_open_is_never_told_as_nothing_noticed(session: AnsweredSession) -> None:
    said = {line.text_id for line in session.summary}
    statuses = {question.status for test in session.report.tests for question in test.questions}
    if statuses != {Status.ANSWERED}:
        assert "advice.nothing_noticed.say" not in said
        assert "Nothing was noticed in these tests." not in session.screen


@settings(max_examples=at_most(40))
@given(sessions)
def test_every_finding_is_said_and_reported_in_the_same_words(session: AnsweredSession) -> None:
    said = " ".join(line.text for line in session.summary)
    for test in session.report.tests:
        for question in test.questions:
            if question.finding is not None and session.summary:
                assert question.finding in said
                assert question.finding in session.screen
                assert question.finding in session.page


@pytest.mark.parametrize("seed", range(3))
def test_the_same_chance_gives_the_same_session(seed: int) -> None:
    first, second = (answered_session(Random(seed)) for _ in range(2))  # noqa: S311 - no secret, but the same again
    assert first.report == second.report


def test_chance_leads_to_findings_to_open_questions_and_to_complaints() -> None:
    reports = [answered_session(Random(seed)).report for seed in range(30)]  # noqa: S311 - no secret, but the same again
    assert sum(bool(report.findings) for report in reports) > 5
    assert sum(bool(report.open_questions) for report in reports) > 5
    assert any(report.complete for report in reports)
    assert sum(bool(report.complaints) for report in reports) > 5
