"""Settings chosen on some speakers and judged on the others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.evaluation.folder import Recording, RecordingKind
from voice_rom.evaluation.folds import cost_of, cross_validated, speaker_of
from voice_rom.evaluation.trial import Outcome

SPEAKERS = tuple(f"s{number}" for number in range(20))


def outcome(
    file: str, decided: Meant | None, kind: RecordingKind = RecordingKind.ANSWER
) -> Outcome:
    """Somebody says yes, or what must give no answer, and it is taken so."""
    group = "answers/yes" if kind is RecordingKind.ANSWER else f"answers/{kind.value}"
    return Outcome(
        recording=Recording(f"{group}/{file}", Path(group, file), group, kind),
        decided=decided,
        words="",
        rule="",
        after_miss=False,
        latency=None,
        sound_seconds=4.0,
        processing_seconds=0.1,
    )


def all_say_yes(taken: Mapping[str, Meaning | None]) -> Sequence[Outcome]:
    """Twice each; who is not among `taken` is understood."""
    return [
        outcome(f"{speaker}_{take}.flac", taken.get(speaker, Meaning.YES))
        for speaker in SPEAKERS
        for take in range(2)
    ]


@pytest.mark.parametrize(
    ("file", "speaker"),
    [
        ("4ab3_left_2.flac", "4ab3"),
        ("4ab3_right_0.flac", "4ab3"),
        ("so_012_7.flac", "so_012"),
        ("so_013_7.flac", "so_013"),
        ("alone.flac", "alone"),
    ],
)
def test_a_file_s_name_tells_who_speaks(file: str, speaker: str) -> None:
    assert speaker_of(outcome(file, None).recording) == speaker


def test_nobody_is_in_two_folds_and_everybody_in_one() -> None:
    folds = cross_validated({"one": all_say_yes({})}, 5).folds
    assert [len(fold.speakers) for fold in folds] == [4] * 5
    assert sorted(speaker for fold in folds for speaker in fold.speakers) == sorted(SPEAKERS)
    for fold in folds:
        assert {speaker_of(each.recording) for each in fold.outcomes} == fold.speakers
        assert len(fold.outcomes) == 2 * len(fold.speakers)


def test_who_is_in_which_fold_does_not_depend_on_the_order() -> None:
    outcomes = all_say_yes({})
    there, back = (cross_validated({"one": each}, 5) for each in (outcomes, outcomes[::-1]))
    assert [fold.speakers for fold in there.folds] == [fold.speakers for fold in back.folds]


def test_settings_are_judged_by_speakers_that_had_no_say_in_choosing_them() -> None:
    """One speaker alone suffers under the first; where that one is left out it is still chosen."""
    first = dict.fromkeys(SPEAKERS[:1])
    second = dict.fromkeys(SPEAKERS[1:3])
    folds = cross_validated({"first": all_say_yes(first), "second": all_say_yes(second)}, 20)
    by_speaker = {min(fold.speakers): fold for fold in folds.folds}
    assert by_speaker["s0"].chosen == "first"
    assert by_speaker["s0"].figures.answers.none == 2
    assert {fold.chosen for fold in folds.folds} == {"first"}
    assert folds.figures.answers.n == 40
    assert folds.figures.answers.right == 38


def test_a_choice_can_differ_from_fold_to_fold() -> None:
    first, second = dict.fromkeys(SPEAKERS[:2]), dict.fromkeys(SPEAKERS[2:4])
    folds = cross_validated({"first": all_say_yes(first), "second": all_say_yes(second)}, 20)
    chosen = {min(fold.speakers): fold.chosen for fold in folds.folds}
    assert chosen["s0"] == "first"
    assert chosen["s2"] == "second"
    assert chosen["s9"] == "first"  # at equal cost


def test_a_wrong_answer_costs_more_than_to_ask_again() -> None:
    asked_again = cost_of([outcome("a1_0.flac", None)])
    assert 0.0 < asked_again < cost_of([outcome("a1_0.flac", Meaning.NO)])
    assert cost_of([outcome("a1_0.flac", Meaning.YES)]) == 0.0


@pytest.mark.parametrize(
    "kind", [RecordingKind.NOISE, RecordingKind.UNKNOWN, RecordingKind.BYSTANDER]
)
def test_what_is_no_answer_costs_when_it_is_taken_for_anything(kind: RecordingKind) -> None:
    nothing, skip, answer = (
        cost_of([outcome("a1_0.flac", decided, kind)])
        for decided in (None, Meaning.SKIP, Meaning.YES)
    )
    assert nothing == 0.0 < skip < answer


def test_a_missed_stop_costs_as_much_as_a_wrong_answer_and_know_nothing() -> None:
    stop = outcome("a1_0.flac", None, RecordingKind.STOP)
    assert cost_of([stop]) == cost_of([outcome("a1_0.flac", Meaning.NO)])
    assert cost_of([replace(stop, decided=Meaning.STOP)]) == 0.0
    assert cost_of([outcome("a1_0.flac", Meaning.NO, RecordingKind.HOMOPHONE)]) == 0.0
