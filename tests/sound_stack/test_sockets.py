"""A live session opens no socket to anywhere: traced in its own process and all that it starts."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.privacy.tracing import NETWORK, sockets_in, traced
from tests.running_program import running
from tests.sound_stack.hurried import written
from tests.sound_stack.pulse import SoundStack
from voice_rom import model_store

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.sound_stack,
    pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux"),
]


def test_a_live_session_opens_sockets_to_the_sound_server_alone(
    sound_stack: SoundStack, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "voice_rom", "start", "--json-events"]
    command += ["--settings", str(written(sound_stack))]
    environment = {**sound_stack.environment, "PYTHONPATH": os.pathsep.join(sys.path)}
    with running(
        traced([*command, "--model", str(model_store.find())], log),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as tracer:
        kinds = _end_when_the_voice_has_spoken(tracer)
    assert {"Say", "Finish"} <= kinds
    assert sockets_in(log) & NETWORK == set()
    assert sockets_in(log) == {"AF_UNIX"}


def _end_when_the_voice_has_spoken(tracer: subprocess.Popen[str]) -> set[str]:
    """Ctrl-C after the first speech; the kinds of everything that happened until the end."""
    assert tracer.stdout is not None
    kinds: set[str] = set()
    for line in tracer.stdout:
        told = json.loads(line)
        kind = str(told.get("event", told.get("effect")))
        if kind == "SpeechFinished" and kind not in kinds:
            for program in psutil.Process(tracer.pid).children():
                program.send_signal(signal.SIGINT)
        kinds.add(kind)
    return kinds
