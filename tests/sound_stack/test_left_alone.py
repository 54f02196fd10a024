"""Nobody answers, or the window is closed: the program as a real process on a real sound stack."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.display.windows import Window
from tests.running_program import running
from tests.sound_stack.hurried import HURRIED_VOICE, written
from tests.sound_stack.participant import Ear, Participant
from tests.sound_stack.pulse import SoundStack
from tests.sound_stack.test_whole_session import RECORDINGS, VOICE
from voice_rom import model_store

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]

SETTINGS = f"""
[session]
short_welcome = true
tests = ["trunk-rotation"]
{HURRIED_VOICE}
[timing]
movement_reminder_first = 0.5
movement_reminders = 0
welfare_no_answer = 0.5
[safety]
screening = false
on_no_answer = {{program}}
"""

TELL = """
import os, pathlib, sys
pathlib.Path(sys.argv[1]).write_text(os.environ["VOICE_ROM_REASON"])
"""

ON_ITS_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "voice_rom", *sys.argv[1:]])
"""


def arguments(stack: SoundStack, told: Path) -> list[str]:
    program = [sys.executable, "-c", TELL, str(told)]
    settings = written(stack, SETTINGS.format(program=json.dumps(program)))
    return ["start", "--settings", str(settings), "--model", str(model_store.find())]


def environment(stack: SoundStack) -> dict[str, str]:
    """A terminal's size is its own: readline leaves that of another one to the tests' workers."""
    its_own = {
        name: value for name, value in stack.environment.items() if name not in ("COLUMNS", "LINES")
    }
    return {**its_own, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_who_does_not_answer_is_told_to_others_by_the_owners_program(
    sound_stack: SoundStack, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    with running(
        [sys.executable, "-m", "voice_rom", *arguments(sound_stack, told), "--json-events"],
        env=environment(sound_stack),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None

        def answer(text_id: str) -> Path | None:
            if text_id.startswith("phrases.no_answer"):
                program.send_signal(signal.SIGTERM)
            return RECORDINGS / "yes" / f"{VOICE}.flac" if "sound_check" in text_id else None

        participant = Participant(sound_stack.environment, answer)
        participant.take_part(program.stdout)
        assert program.wait() == 130
    assert participant.said[-1] == "goodbye.say"
    assert participant.said.count("phrases.welfare.help") == 2  # one text of two lines
    assert told.read_text(encoding="utf-8") == "no_answer"


def test_a_closed_window_ends_with_a_last_word_and_the_report(
    sound_stack: SoundStack, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    started = [*arguments(sound_stack, tmp_path / "told"), "--report", str(report)]
    with (
        Ear(sound_stack.environment) as ear,
        Window(80) as window,
        running(
            [sys.executable, "-c", ON_ITS_TERMINAL, *started],
            env={**environment(sound_stack), "TERM": "xterm"},
            stdin=window.inside,
            stdout=window.inside,
            stderr=window.inside,
            start_new_session=True,
        ) as program,
    ):
        os.close(window.inside)
        window.wait_until_written("Listening.", 1)
        before = ear.position
        window.close()
        ear.wait_for_voice(before)
        assert program.wait() == 130
    assert "Any other key stops" in window.written
    assert json.loads(report.read_text(encoding="utf-8"))["complete"] is False
