"""The reason that is found beside the devices stands on the screen of a running session."""

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager

import pytest

from tests.running_program import running
from tests.sound_stack.hurried import written
from tests.sound_stack.pulse import SoundStack
from voice_rom import model_store

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]

ENDED = "Reason: the system ended its stream."


def started(stack: SoundStack) -> AbstractContextManager["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "voice_rom", "start", "--model", str(model_store.find())]
    return running(
        [*command, "--settings", str(written(stack))],
        env={**stack.environment, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_why_both_devices_are_gone_stands_on_the_screen(sound_stack: SoundStack) -> None:
    reasons: list[str] = []
    with started(sound_stack) as program:
        assert program.stdout is not None
        for line in program.stdout:
            if "Listening" in line and not reasons:
                sound_stack.die()
            if line.startswith("Reason: "):
                reasons.append(line.strip())
                if len(reasons) == 2:
                    program.send_signal(signal.SIGTERM)
        assert program.wait() == 130
    assert reasons == [ENDED, ENDED]
