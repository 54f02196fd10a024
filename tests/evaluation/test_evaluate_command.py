"""`voice-rom evaluate` as a person types it."""

import csv
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from tests.evaluation.folders import FIXTURES, as_stereo_wav, put, small_folder, tone_file
from voice_rom.evaluation.misses import COLUMNS

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs/evaluation.schema.json").read_text("utf-8"))
SHARED = ROOT.parent / "shared" / "audio"

USAGE, NOT_WRITABLE, NO_MODEL, NOT_EVALUABLE = 2, 20, 12, 24
COSTS = ("real_time_factor", "peak_memory_mb")


def evaluate(
    *arguments: str | Path, environ: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "voice_rom", "evaluate", *map(str, arguments)],
        env={**os.environ, **(environ or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def result_of(file: Path) -> dict[str, object]:
    """The JSON of a run, checked against its published schema."""
    result: dict[str, object] = json.loads(file.read_text("utf-8"))
    jsonschema.validate(result, SCHEMA)
    return result


def without_costs(result: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in result.items() if key not in COSTS}


def refused(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert done.returncode == code, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("voice-rom: ")
    for word in words:
        assert word in lines[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small one, and a few that are not what their folder says, or of another format."""
    top = small_folder(tmp_path_factory.mktemp("recordings"))
    put(FIXTURES / "words" / "no" / "flite-rms.flac", top / "answers" / "yes")
    put(FIXTURES / "noise" / "silence.flac", top / "answers" / "left")
    put(FIXTURES / "words" / "right" / "flite-rms.flac", top / "bystander")
    put(FIXTURES / "words" / "skip" / "flite-rms.flac", top / "answers" / "unknown")
    as_stereo_wav(FIXTURES / "words" / "right" / "flite-awb.flac", top / "answers" / "right")
    put(FIXTURES / "words" / "no" / "flite-awb.flac", top / "answers" / "know")
    return top


def test_its_help_names_what_can_be_asked_for() -> None:
    done = evaluate("--help")
    assert done.returncode == 0
    for option in ("--snr", "--room", "--misses", "--listener", "--own-voice"):
        assert option in done.stdout


def test_it_counts_what_was_right_wrong_and_none_whatever_the_jobs(
    folder: Path, tmp_path: Path
) -> None:
    done = evaluate(
        *(folder, "--json", tmp_path / "1.json", "--misses", tmp_path / "misses.tsv"),
        *("--plot", tmp_path / "plot.svg"),
    )
    assert done.returncode == 0, done.stderr
    result = result_of(tmp_path / "1.json")
    again = evaluate(folder, "--json", tmp_path / "2.json", "--jobs", "2")
    assert again.returncode == 0, again.stderr
    assert without_costs(result_of(tmp_path / "2.json")) == without_costs(result)

    right = {"n": 2, "right": 2, "wrong": 0, "none": 0, "commands": 0, "after_miss": 0}
    assert result["folders"] == {
        "answers/bird": {"n": 1, "accepted": 0, "commands": 0},
        "answers/know": {"n": 1, "accepted": 1, "commands": 0},
        "answers/left": {**right, "n": 3, "none": 1},
        "answers/no": right,
        "answers/right": {**right, "n": 3, "right": 3},
        "answers/silence": {"n": 1, "accepted": 0, "commands": 0},
        "answers/stop": right,
        "answers/unknown": {"n": 2, "accepted": 0, "commands": 1},
        "answers/yes": {**right, "n": 3, "wrong": 1},
        "bystander": {"n": 2, "accepted": 1, "commands": 0},
        "noise": {"n": 2, "accepted": 0, "commands": 0},
    }
    assert result["right_rate"] == pytest.approx(9 / 11, abs=1e-6)
    assert result["false_accept_rate"] == {
        "unknown": 0.0,
        "other_words": 0.0,
        "silence": 0.0,
        "bystander": 0.5,
        "noise": 0.0,
    }
    _look_at_misses(tmp_path / "misses.tsv")
    assert ET.parse(tmp_path / "plot.svg").getroot().tag.endswith("svg")  # noqa: S314 - our own
    for shown in ("answers/yes", "answers right", "81.8%", "9 of 11", "real-time factor"):
        assert shown in done.stdout


def _look_at_misses(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text, delimiter="\t")
    assert tuple(header) == COLUMNS
    assert {(row[4], Path(row[1]).name, row[5]) for row in rows} == {
        ("answers/left", "silence.flac", "none"),
        ("answers/unknown", "flite-rms.flac", "skip"),
        ("answers/yes", "flite-rms.flac", "no"),
        ("bystander", "flite-rms.flac", "right"),
    }
    assert {row[4]: row[6] for row in rows}["bystander"] == "right"
    assert all(Path(row[1]).is_file() for row in rows)


def test_several_listeners_are_compared_in_one_run(folder: Path, tmp_path: Path) -> None:
    done = evaluate(
        *(folder, "--stride", "2", "--json", tmp_path / "out.json"),
        *("--listener", "voice-rom", "--listener", "vosk-plain"),
        *("--snr", "10", "--gain", "-6", "--room", "bedroom", "--hiss", "-70"),
        *("--plot", tmp_path / "plot.png"),
    )
    assert done.returncode == 0, done.stderr
    result = result_of(tmp_path / "out.json")
    assert result["listener"] == "voice-rom"
    assert result["conditions"] == {
        "snr_db": 10.0,
        "noise": "kitchen.flac",
        "gain_db": -6.0,
        "room": "bedroom",
        "hiss_dbfs": -70.0,
        "stride": 2,
        "before_s": 1.0,
        "after_s": 3.0,
    }
    compared = result["compared_with"]
    assert isinstance(compared, dict)
    assert compared.keys() == {"vosk-plain"}
    assert compared["vosk-plain"]["stop_rate"] == 0.0
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_settings_of_one_s_own_are_in_force_and_told(folder: Path, tmp_path: Path) -> None:
    settings = tmp_path / "mine.toml"
    settings.write_text("[hearing]\nlimit_seconds = 5.5\n", encoding="utf-8")
    done = evaluate(
        folder, "--stride", "4", "--settings", settings, "--json", tmp_path / "out.json"
    )
    assert done.returncode == 0, done.stderr
    told = result_of(tmp_path / "out.json")["settings"]
    assert isinstance(told, dict)
    assert told["hearing"]["limit_seconds"] == 5.5


def test_folds_choose_among_settings_and_tell_of_those_left_out(
    folder: Path, tmp_path: Path
) -> None:
    hasty = tmp_path / "hasty.toml"
    hasty.write_text("[hearing]\nlimit_seconds = 5.5\n", encoding="utf-8")
    done = evaluate(
        *(folder, "--stride", "2", "--json", tmp_path / "out.json"),
        *("--folds", "2", "--choice", hasty),
    )
    assert done.returncode == 0, done.stderr
    folds = result_of(tmp_path / "out.json")["folds"]
    assert isinstance(folds, dict)
    assert folds["choices"] == ["as given", str(hasty)]
    assert {fold["chosen"] for fold in folds["left_out"]} <= set(folds["choices"])
    numbers = [fold["answers"]["n"] for fold in folds["left_out"]]
    assert len(numbers) == 2
    assert sum(numbers) == folds["all"]["answers"]["n"] > 0
    assert "Speakers left out" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--room", "cathedral"), USAGE, ("cathedral", "bedroom", "living-room")),
        (("--listener", "whisper"), USAGE, ("whisper", "vosk-plain", "pocketsphinx")),
        (("--noise", "x.wav"), USAGE, ("--noise", "--snr")),
        (("--choice", "x.toml"), USAGE, ("--choice", "--folds")),
        (("--room", "noise.txt"), USAGE, ("noise.txt", "impulse response")),
        (("--echo", "-6"), USAGE, ("--echo", "--own-voice")),
        (("--plot", "plot.txt"), USAGE, ("plot.txt", ".png")),
        (("--snr", "nan"), USAGE, ("--snr",)),
        (("--gain", "inf"), USAGE, ("--gain",)),
        (("--snr", "5", "--noise", "/nowhere.flac"), NOT_EVALUABLE, ("/nowhere.flac",)),
        (("--json", "/nowhere/out.json"), NOT_WRITABLE, ("/nowhere/out.json",)),
        (("--model", "/nowhere/model"), NO_MODEL, ("/nowhere/model",)),
    ],
)
def test_what_a_clumsy_user_types_ends_as_one_line(
    folder: Path, arguments: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    refused(evaluate(folder, *arguments), code, *words)


def test_a_folder_that_cannot_be_evaluated_is_told_in_one_line(tmp_path: Path) -> None:
    refused(evaluate(tmp_path / "nowhere"), NOT_EVALUABLE, "nowhere")
    refused(evaluate(tmp_path), NOT_EVALUABLE, "answers/WORD")
    tone_file(tmp_path / "answers/yes/a.flac", 0.5)
    refused(evaluate(tmp_path, "--snr", "5"), NOT_EVALUABLE, "--noise FILE")
    (tmp_path / "answers/yes/b.flac").write_bytes(b"no sound at all")
    refused(evaluate(tmp_path), NOT_EVALUABLE, "b.flac")


@pytest.mark.parametrize("option", ["--stride", "--jobs"])
def test_fewer_than_one_is_a_mistake_in_use(folder: Path, option: str) -> None:
    done = evaluate(folder, option, "0")
    assert done.returncode == USAGE
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("library", "arguments"),
    [
        ("matplotlib", ("--plot", "plot.png")),
        ("pocketsphinx", ("--listener", "pocketsphinx")),
    ],
)
def test_a_missing_library_is_told_with_what_to_type(
    folder: Path, tmp_path: Path, library: str, arguments: tuple[str, ...]
) -> None:
    program = f"import sys; sys.modules['{library}'] = None; from voice_rom.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "evaluate", folder, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    refused(done, USAGE, library, "pip install")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings of people are not here")
def test_people_are_understood(tmp_path: Path) -> None:
    done = evaluate(SHARED, "--stride", "40", "--json", tmp_path / "out.json")
    assert done.returncode == 0, done.stderr
    result = result_of(tmp_path / "out.json")
    right, wrong = result["right_rate"], result["wrong_rate"]
    assert isinstance(right, float)
    assert isinstance(wrong, float)
    assert right >= 0.9
    assert wrong <= 0.1
