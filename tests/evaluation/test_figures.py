"""From outcomes to figures."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.evaluation.figures import (
    AnswerCounts,
    OtherCounts,
    Share,
    confusions,
    figures_of,
    spread,
)
from voice_rom.evaluation.folder import Recording, RecordingKind
from voice_rom.evaluation.trial import Outcome

KINDS = {
    "answers/yes": RecordingKind.ANSWER,
    "answers/no": RecordingKind.ANSWER,
    "answers/know": RecordingKind.HOMOPHONE,
    "answers/stop": RecordingKind.STOP,
    "answers/unknown": RecordingKind.UNKNOWN,
    "answers/go": RecordingKind.OTHER_WORDS,
    "answers/silence": RecordingKind.SILENCE,
    "bystander": RecordingKind.BYSTANDER,
    "noise": RecordingKind.NOISE,
}


def outcome(
    group: str,
    decided: Meant | None,
    *,
    latency: float | None = None,
    after_miss: bool = False,
) -> Outcome:
    """A trial of 4 s that took 0.1 s of work."""
    return Outcome(
        recording=Recording(f"{group}/a.flac", Path(f"{group}/a.flac"), group, KINDS[group]),
        decided=decided,
        words="" if decided is None else str(decided),
        rule="",
        after_miss=after_miss,
        latency=latency,
        sound_seconds=4.0,
        processing_seconds=0.1,
    )


def test_an_answer_is_right_wrong_or_none_and_a_command_is_none() -> None:
    figures = figures_of(
        [
            outcome("answers/yes", Meaning.YES),
            outcome("answers/yes", Meaning.YES, after_miss=True),
            outcome("answers/yes", Meaning.NO),
            outcome("answers/yes", Meaning.SKIP),
            outcome("answers/yes", None),
            outcome("answers/no", Meaning.NO),
        ]
    )
    assert figures.groups["answers/yes"] == AnswerCounts(
        n=5, right=2, wrong=1, none=2, commands=1, after_miss=1
    )
    assert figures.answers == AnswerCounts(n=6, right=3, wrong=1, none=2, commands=1, after_miss=1)


def test_stop_is_right_as_stop_and_wrong_as_an_answer() -> None:
    figures = figures_of(
        [
            outcome("answers/stop", Meaning.STOP),
            outcome("answers/stop", Meaning.LEFT),
            outcome("answers/stop", Meaning.PAUSE),
            outcome("answers/stop", None),
        ]
    )
    assert figures.stop == AnswerCounts(n=4, right=1, wrong=1, none=2, commands=1, after_miss=0)
    assert figures.answers.n == 0


def test_whatever_must_give_no_answer_is_counted_by_its_kind() -> None:
    figures = figures_of(
        [
            outcome("answers/go", Meaning.NO),
            outcome("answers/go", None),
            outcome("answers/unknown", Meaning.BACK),
            outcome("bystander", Meaning.YES),
        ]
    )
    assert figures.groups["answers/go"] == OtherCounts(n=2, accepted=1, commands=0)
    assert figures.groups["answers/unknown"] == OtherCounts(n=1, accepted=0, commands=1)
    assert figures.accepted[RecordingKind.OTHER_WORDS] == Share(1, 2)
    assert figures.accepted[RecordingKind.UNKNOWN] == Share(0, 1)
    assert figures.commands[RecordingKind.UNKNOWN] == Share(1, 1)
    assert figures.accepted[RecordingKind.BYSTANDER] == Share(1, 1)
    assert figures.accepted[RecordingKind.NOISE].rate is None


def test_a_homophone_is_told_by_itself_and_in_no_rate() -> None:
    figures = figures_of([outcome("answers/know", Meaning.NO)])
    assert figures.groups["answers/know"] == OtherCounts(n=1, accepted=1, commands=0)
    assert all(share.n == 0 for share in figures.accepted.values())
    assert figures.answers.n == 0


def test_latency_is_of_the_right_answers_only() -> None:
    figures = figures_of(
        [
            outcome("answers/yes", Meaning.YES, latency=0.2),
            outcome("answers/yes", Meaning.NO, latency=9.0),
            outcome("answers/stop", Meaning.STOP, latency=9.0),
            outcome("answers/go", Meaning.NO, latency=9.0),
            outcome("answers/no", Meaning.NO, latency=0.4),
        ]
    )
    latency = figures.latency
    assert (latency.n, latency.longest) == (2, 0.4)
    assert latency.p50 == pytest.approx(0.3)


def test_the_real_time_factor_is_work_over_sound() -> None:
    outcomes = [outcome("answers/yes", None), outcome("noise", None)]
    assert figures_of(outcomes).real_time_factor == pytest.approx(0.025)
    assert figures_of([]).real_time_factor is None


def test_nothing_measured_is_no_figure() -> None:
    empty = spread([])
    assert (empty.n, empty.p50, empty.p95, empty.longest) == (0, None, None, None)


def test_decisions_are_counted_by_folder_and_meaning() -> None:
    outcomes = [
        outcome("answers/yes", Meaning.YES),
        outcome("answers/yes", Meaning.YES),
        outcome("answers/yes", None),
        outcome("bystander", Meaning.SKIP),
    ]
    assert confusions(outcomes) == {
        "answers/yes": {"yes": 2, "none": 1},
        "bystander": {"skip": 1},
    }


def test_the_interval_is_the_one_in_the_books() -> None:
    low, high = Share(10, 100).interval or (0.0, 0.0)
    assert low == pytest.approx(0.0552, abs=1e-4)
    assert high == pytest.approx(0.1744, abs=1e-4)


counts = st.integers(1, 5000).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n)).map(lambda pair: Share(*pair))
)


@given(share=counts)
def test_the_rate_lies_in_its_interval_and_that_between_none_and_all(share: Share) -> None:
    assert share.rate is not None
    assert share.interval is not None
    low, high = share.interval
    assert 0.0 <= low <= share.rate <= high <= 1.0
    assert low < high


@given(share=counts)
def test_the_interval_s_ends_are_where_the_rate_is_as_far_away_as_it_may_be(share: Share) -> None:
    assert share.interval is not None
    assert share.rate is not None
    for end in share.interval:
        if 0.0 < end < 1.0:
            deviation = math.sqrt(end * (1.0 - end) / share.n)
            assert abs(share.rate - end) / deviation == pytest.approx(1.96, abs=0.001)


@given(share=counts)
def test_more_of_the_same_narrows_the_interval(share: Share) -> None:
    more = Share(4 * share.hits, 4 * share.n)
    assert share.interval is not None
    assert more.interval is not None
    assert more.interval[1] - more.interval[0] < share.interval[1] - share.interval[0]
