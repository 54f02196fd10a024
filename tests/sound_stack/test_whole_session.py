"""The program as a real process on a real sound stack: somebody hears it, and answers aloud."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import psutil
import pytest

from tests.running_program import running
from tests.sound_stack.hurried import SETTINGS, written
from tests.sound_stack.participant import Ear, Participant
from tests.sound_stack.pulse import SoundStack
from tests.sound_stack.servers import on_both
from voice_rom import model_store
from voice_rom.errors import ModelDamaged

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]

RECORDINGS = Path(__file__).parents[2] / "audio_fixtures" / "words"
VOICE = "flite-slt"

ANSWERS = {
    "sound_check": "yes",
    "tests.trunk-rotation.steps": "ready",
    "tests.trunk-rotation.questions.easier.side": "left",
    "tests.trunk-rotation.questions.easier": "yes",
    "phrases.is_that_right": "yes",
    "tests.trunk-rotation.questions": "no",
    "phrases.summary_closing": "done",
}
"""What is said to which text: the first that the text's id begins with."""


def answer(text_id: str) -> Path | None:
    word = next((said for start, said in ANSWERS.items() if text_id.startswith(start)), None)
    return None if word is None else RECORDINGS / word / f"{VOICE}.flac"


def started(stack: SoundStack, *arguments: str) -> AbstractContextManager["subprocess.Popen[str]"]:
    """`voice-rom start`, in the sound stack's environment and with its empty home folder."""
    command = [sys.executable, "-m", "voice_rom", "start", "--test", "trunk-rotation"]
    command += ["--settings", str(written(stack))]
    return running(
        [*command, "--model", str(model_store.find()), "--json-events", *arguments],
        env={**stack.environment, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def lead(
    stack: SoundStack,
    answers: Callable[[str], Path | None],
    *arguments: str,
) -> tuple[Participant, int, str, float]:
    """The participant, the exit code, what stood on stderr, and seconds to the first word."""
    begin = time.monotonic()
    participant = Participant(stack.environment, answers)
    with started(stack, *arguments) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        participant.take_part(program.stdout)
        errors = program.stderr.read()
        code = program.wait()
    assert participant.first_word is not None
    return participant, code, errors, participant.first_word - begin


@on_both
def test_a_whole_test_is_led_from_the_first_word_to_the_report(
    sound_stack: SoundStack, tmp_path: Path
) -> None:
    file, fetched, clinic = (tmp_path / name for name in ("report.json", "reports", "clinic.toml"))
    fetched.mkdir()
    clinic.write_text(f'{SETTINGS}[storage]\nreports = "{fetched}"\n', encoding="utf-8")
    participant, code, errors, first_word = lead(
        sound_stack, answer, "--report", str(file), "--settings", str(clinic)
    )
    print(f"first word after {first_word:.2f} s")  # noqa: T201 - a figure, asserted nowhere
    assert code == 0, errors
    report = json.loads(file.read_text(encoding="utf-8"))
    questions = {question["id"]: question for question in report["tests"][0]["questions"]}
    assert report["complete"]
    assert datetime.fromisoformat(report["started_at"]).tzinfo is not None
    assert (questions["easier"]["answer"], questions["easier"]["side"]) == ("yes", "left")
    assert questions["easier"]["confirmed"]
    assert questions["farther"]["answer"] == questions["pulling"]["answer"] == "no"
    assert len(report["findings"]) == 1
    assert report["open_questions"] == []
    (handed_over,) = set(fetched.glob("*.json")) - set(fetched.glob("*.fhir.json"))
    assert handed_over.read_text(encoding="utf-8") == file.read_text(encoding="utf-8")
    assert len(list(fetched.iterdir())) == 3
    assert participant.said[0] == "welcome.say"
    assert participant.said[-1] == "goodbye.say"
    assert "advice.next_step.say" in participant.said
    assert "phrases.stopped.say" not in participant.said


def test_ctrl_c_ends_aloud_and_leaves_nothing_running(sound_stack: SoundStack) -> None:
    with started(sound_stack) as program:
        assert program.stdout is not None
        children: list[psutil.Process] = []
        said: list[str] = []
        for line in program.stdout:
            message = json.loads(line)
            if message.get("effect") != "Say":
                continue
            said += [spoken["text_id"] for spoken in message["lines"]]
            if not children:
                children = psutil.Process(program.pid).children(recursive=True)
                program.send_signal(signal.SIGINT)
        assert program.wait() == 130
    assert said[-1] == "goodbye.say"
    assert not [child for child in children if child.is_running()]


def test_a_microphone_that_gives_only_zeros_is_told_aloud(sound_stack: SoundStack) -> None:
    with started(sound_stack) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        said: list[str] = []
        for line in program.stdout:
            message = json.loads(line)
            if message.get("effect") == "Say":
                said += [spoken["text_id"] for spoken in message["lines"]]
            if "phrases.check_muted" in said and program.poll() is None:
                program.send_signal(signal.SIGTERM)
        errors = program.stderr.read()
        assert program.wait() == 130
    assert "phrases.check_muted" in said
    assert "Traceback" not in errors


def test_a_missing_model_is_said_aloud_as_well(sound_stack: SoundStack, tmp_path: Path) -> None:
    other = str(tmp_path)
    with Ear(sound_stack.environment) as ear, started(sound_stack, "--model", other) as failed:
        assert failed.stderr is not None
        errors = failed.stderr.read()
        assert failed.wait() == ModelDamaged.exit_code
        assert ear.first_sound is not None
    assert len(errors.strip().splitlines()) == 1
