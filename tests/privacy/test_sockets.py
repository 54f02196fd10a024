"""A session opens no socket to anywhere: traced in its own process and in all that it starts."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.privacy.tracing import NETWORK, sockets_in, traced

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
