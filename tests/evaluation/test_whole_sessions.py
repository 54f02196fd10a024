"""`voice-rom evaluate --sessions`: the program itself leads people who were recorded."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.evaluation.folders import FIXTURES
from tests.evaluation.test_evaluate_command import (
    evaluate,
    result_of,
)

pytestmark = pytest.mark.real

SHORT = """
[session]
tests = ["trunk-rotation"]
short_welcome = true
[safety]
screening = false
"""
VOICE = "flite-slt.flac"
RECORDED = {
    "anna": {"yes": "yes", "no": "no", "left": "left", "right": "right"},
    "otto": {"yes": "yes", "no": "no", "left": "right", "right": "right"},
    "mute": {"yes": "yes", "no": "no", "right": "right"},
}
"""Who has a recording of which word, and what is heard in it: one has mixed up left and right."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("people")
    for speaker, words in RECORDED.items():
        for word, heard in words.items():
            (top / "answers" / word).mkdir(parents=True, exist_ok=True)
            file = top / "answers" / word / f"{speaker}.flac"
            shutil.copy(FIXTURES / "words" / heard / VOICE, file)
    (top / "short.toml").write_text(SHORT, encoding="utf-8")
    return top


@pytest.fixture(scope="module")
def played(folder: Path) -> subprocess.CompletedProcess[str]:
    """Two sessions, of a test each."""
    return evaluate(
        *(folder, "--sessions", "3", "--settings", folder / "short.toml"),
        *("--json", folder / "out.json", "--misses", folder / "misses.tsv"),
        *("--room", "bedroom", "--gain", "-6"),
    )


def test_what_was_kept_is_told_of_each_and_all(
    folder: Path, played: subprocess.CompletedProcess[str]
) -> None:
    assert played.returncode == 0, played.stderr
    result = result_of(folder / "out.json")
    sessions = result["sessions"]
    assert isinstance(sessions, dict)
    assert {key: sessions[key] for key in ("n", "answers", "right", "wrong", "finished")} == {
        "n": 2,
        "answers": 6,
        "right": 5,
        "wrong": 1,
        "finished": 2,
    }
    assert sessions["without_either"] == 1
    assert sessions["echo_db"] == -24.0
    by_name = {one["speaker"]: one for one in sessions["speakers"]}
    assert by_name.keys() == {"anna", "otto"}
    assert (by_name["anna"]["right"], by_name["anna"]["asked_again"]) == (3, 0)
    assert (by_name["otto"]["wrong"], by_name["otto"]["asked_again"]) == (1, 3)
    assert by_name["otto"]["seconds_mean"] > by_name["anna"]["seconds_mean"] > 60.0
    assert result["folders"] == {}
    assert "answers kept right" in played.stdout
    assert "5 of 6" in played.stdout


def test_that_there_are_fewer_people_than_asked_for_is_told_in_one_line(
    played: subprocess.CompletedProcess[str],
) -> None:
    told, *_wrote = played.stderr.strip().splitlines()
    assert told.startswith("Only 2 of the 3 speakers asked for")
    assert all(line.startswith("Wrote ") for line in _wrote)


def test_who_is_misunderstood_says_no_and_is_asked_again(
    folder: Path, played: subprocess.CompletedProcess[str]
) -> None:
    """It is all in vain here: the word that is said as left is right."""
    assert played.returncode == 0
    with (folder / "misses.tsv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter="\t"))
    wrong = [row for row in rows if row["rule"].startswith("should be")]
    assert [(row["folder"], row["decided"], row["rule"], row["words"]) for row in wrong] == [
        ("sessions/otto/trunk-rotation.farther", "yes right", "should be yes left", "right")
    ]
    assert Path(wrong[0]["file"]) == folder / "answers" / "left" / "otto.flac"
    again = [row for row in rows if row["decided"] == "asked again"]
    assert {row["folder"].rpartition("/")[0] for row in again} == {"sessions/otto"}
    assert {row["words"] for row in again} == {"know"}  # it sounds as "no" does
