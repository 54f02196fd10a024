"""Recordings of whole sentences, named with what they must mean in `sentences.tsv`."""

from pathlib import Path

import pytest

from tests.english import english_content
from tests.evaluation.candidates import Scripted
from tests.evaluation.folders import tone_file
from voice_rom.content.asked_kinds import asked_kinds
from voice_rom.errors import FolderNotEvaluable
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.figures import SentenceCounts, figures_of
from voice_rom.evaluation.folder import find_recordings
from voice_rom.evaluation.folds import cost_of
from voice_rom.evaluation.sentence_list import find_sentences
from voice_rom.evaluation.trial import Outcome, run_trial

KINDS = asked_kinds(english_content())


def listed(folder: Path, text: str) -> Path:
    tone_file(folder / "a.wav", 1.0)
    (folder / "sentences.tsv").write_text(text, encoding="utf-8")
    return folder


def trial(folder: Path, said: str) -> Outcome:
    (recording,) = find_sentences(folder, KINDS)
    return run_trial(Conditions(), recording, Scripted((2.1, said)))


def test_a_folder_with_nothing_but_sentences_is_enough(tmp_path: Path) -> None:
    folder = listed(tmp_path, "# file, kind, meaning\na.wav\tpain\tyes\nan.wav\tside\tleft\n")
    tone_file(folder / "an.wav", 0.5)
    sentences = find_sentences(folder, KINDS)
    assert find_recordings(folder, beside=sentences) == sentences
    assert [one.file.name for one in sentences] == ["a.wav", "an.wav"]
    assert find_sentences(folder, KINDS, stride=2) == sentences[:1]


def test_without_a_list_there_are_none(tmp_path: Path) -> None:
    assert find_sentences(tmp_path, KINDS) == ()


@pytest.mark.parametrize(
    ("said", "counts", "cost"),
    [
        ("yes the left one", SentenceCounts(n=1, right=1, wrong=0, none=0), 0.0),
        ("yes the right one", SentenceCounts(n=1, right=0, wrong=1, none=0), 5.0),
        ("yes", SentenceCounts(n=1, right=0, wrong=1, none=0), 5.0),
        ("a lovely day", SentenceCounts(n=1, right=0, wrong=0, none=1), 1.0),
    ],
)
def test_a_sentence_is_right_when_all_of_it_is_understood(
    tmp_path: Path, said: str, counts: SentenceCounts, cost: float
) -> None:
    outcome = trial(listed(tmp_path, "a.wav\tdifference\tyes+left\n"), said)
    figures = figures_of([outcome])
    assert figures.sentences == counts
    assert figures.groups == {"sentences": counts}
    assert figures.answers.n == 0
    assert figures.sentence_latency.n == counts.right
    assert cost_of([outcome]) == cost


def test_a_sentence_that_must_mean_nothing_is_right_with_nothing(tmp_path: Path) -> None:
    folder = listed(tmp_path, "a.wav\tpain\tnothing\n")
    assert trial(folder, "a lovely day").as_wanted
    assert not trial(folder, "no pain at all").as_wanted


def test_a_complaint_is_right_with_its_side_and_without(tmp_path: Path) -> None:
    folder = listed(tmp_path, "a.wav\tany\tpain\n")
    assert trial(folder, "it hurts on the left").as_wanted
    assert trial(folder, "it hurts").as_wanted


def test_further_columns_are_for_people(tmp_path: Path) -> None:
    folder = listed(tmp_path, "a.wav\tpain\tyes\tyes it did\n")
    assert trial(folder, "yes it did").as_wanted


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a.wav\tpain", "sentences.tsv:1"),
        ("b.wav\tpain\tyes", "b.wav"),
        ("a.wav\tpainn\tyes", "'painn' is no kind of question"),
        ("a.wav\tpain\tyess", "'yess' is no meaning"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    folder = listed(tmp_path, line)
    with pytest.raises(FolderNotEvaluable) as refused:
        find_sentences(folder, KINDS)
    assert told in str(refused.value)
    assert "sentences.tsv:1" in str(refused.value)
