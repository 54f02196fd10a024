"""kill -9 at random moments: no answer lost, none twice, no file damaged."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[2]
KILLS = 15


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_sessions_that_are_killed_lose_no_answer() -> None:
    """script/kill_sessions does it 200 times."""
    command = [sys.executable, "-m", "tests.storage.killed_sessions", "--kills", str(KILLS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert figures["kills"] == KILLS
    assert figures["kept"] > 0
