"""A session opens no socket to anywhere: traced in its own process and in all that it starts."""

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
from tests.sound_stack.pulse import running_sound_stack
from voice_rom import model_store

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[2]

linux = pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")

COUNTER_PROOF = """
import socket, subprocess, sys
if len(sys.argv) == 1:
    subprocess.run([sys.executable, __file__, "below"], check=True)
else:
    socket.socket(socket.AF_INET).close()
"""


@linux
def test_the_tracing_sees_a_socket_that_a_process_below_opens(tmp_path: Path) -> None:
    program, log = tmp_path / "program.py", tmp_path / "log"
    program.write_text(COUNTER_PROOF, encoding="utf-8")
    subprocess.run(traced([sys.executable, str(program)], log), check=True)
    assert sockets_in(log) == {"AF_INET"}


@linux
@pytest.mark.slow
def test_a_simulated_session_opens_no_socket_that_leads_out_of_the_machine(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "voice_rom", "simulate", "stop-twice-ends", "--json-events"]
    done = subprocess.run(
        traced(command, log), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not sockets_in(log) & NETWORK


@linux
@pytest.mark.slow
@pytest.mark.sound_stack
@pytest.mark.xdist_group("sound_stack")
def test_a_live_session_opens_sockets_to_the_sound_server_alone(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running_sound_stack() as stack:
        command = [sys.executable, "-m", "voice_rom", "start", "--json-events"]
        environment = {**stack.environment, "PYTHONPATH": os.pathsep.join(sys.path)}
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
