"""The process is killed in the middle of a session that keeps its answers, and started again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.running_program import running
from tests.sound_stack.hurried import SETTINGS, written
from tests.sound_stack.participant import Participant
from tests.sound_stack.pulse import SoundStack
from voice_rom import model_store
from voice_rom.errors import EndedEarly

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]

Line = Mapping[str, object]
"""A line of --json-events."""

RECORDINGS = Path(__file__).parents[2] / "audio_fixtures" / "words"

ANSWERS = {
    "sound_check": "yes",
    "phrases.resume": "yes",
    "tests.trunk-rotation.steps": "ready",
    "tests.trunk-rotation.questions": "no",
    "phrases.summary_closing": "done",
}
"""What is said to which text: the first that the text's id begins with."""


def answer(text_id: str) -> Path | None:
    word = next((said for start, said in ANSWERS.items() if text_id.startswith(start)), None)
    return None if word is None else RECORDINGS / word / "flite-slt.flac"


class CutOff:
    """Passes on a program's lines, until something happens in them: then it sends a signal."""

    def __init__(
        self,
        program: subprocess.Popen[str],
        happened: Callable[[Line], bool],
        number: signal.Signals,
    ) -> None:
        self._program = program
        self._happened = happened
        self._signal = number

    def __iter__(self) -> Iterator[str]:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            if self._happened(json.loads(line)):
                self._program.send_signal(self._signal)
                return
            yield line


def first_words_after_an_answer() -> Callable[[Line], bool]:
    seen: list[object] = []

    def happened(line: Line) -> bool:
        seen.append(line.get("effect"))
        return seen[-1] == "Say" and "Record" in seen

    return happened


def says_that_it_goes_on(line: Line) -> bool:
    return line.get("effect") == "Say" and "phrases.resumed" in json.dumps(line)


class Home:
    """`voice-rom` with an empty home folder, on the sound stack."""

    def __init__(self, stack: SoundStack) -> None:
        self._environment = {**stack.environment, "PYTHONPATH": os.pathsep.join(sys.path)}
        self._settings = written(stack, f"{SETTINGS}\n[storage]\nkeep = true\n")

    def start(self) -> AbstractContextManager["subprocess.Popen[str]"]:
        command = ["start", "--test", "trunk-rotation", "--json-events"]
        return running(
            self._command(*command, "--model", str(model_store.find())),
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )

    def history(self, *arguments: str) -> list[str]:
        done = subprocess.run(
            self._command("history", *arguments),
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    def _command(self, *arguments: str) -> list[str]:
        command = [sys.executable, "-m", "voice_rom", *arguments]
        return [*command, "--settings", str(self._settings)]


def test_after_a_power_cut_it_asks_aloud_and_goes_on_in_the_same_session(
    sound_stack: SoundStack,
) -> None:
    home = Home(sound_stack)
    with home.start() as program:
        cut = CutOff(program, first_words_after_an_answer(), signal.SIGKILL)
        Participant(sound_stack.environment, answer).take_part(cut)
    (broken_off,) = home.history("list")
    assert "interrupted" in broken_off

    participant = Participant(sound_stack.environment, answer)
    with home.start() as program:
        participant.take_part(CutOff(program, says_that_it_goes_on, signal.SIGTERM))
        assert program.stdout is not None
        program.stdout.read()
        assert program.wait() == EndedEarly.exit_code
    assert "phrases.resume.say" in participant.said
    (ended,) = home.history("list")
    assert ended.split()[0] == broken_off.split()[0]
    assert "not complete, 0 noticed, 2 open" in ended  # of three: the first answer is still there
