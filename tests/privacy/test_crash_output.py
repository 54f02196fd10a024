"""A mistake in the program ends a session in one line that holds nothing of what was heard."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.privacy.crashing_session import BREAKS, PLANTED
from voice_rom.unexpected import EXIT_CODE

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[2]


def crash(where: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.privacy.crashing_session", "planted", where],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def heard_in(done: subprocess.CompletedProcess[str]) -> bool:
    return any(word in done.stdout + done.stderr for word in PLANTED.split())


@pytest.mark.parametrize("where", BREAKS)
def test_whatever_breaks_the_words_heard_are_told_nowhere(where: str) -> None:
    done = crash(where)
    assert not heard_in(done)
    (line,) = done.stderr.splitlines()
    assert line.startswith("voice-rom: internal error (BrokenPartError")
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize("where", ["loop", "reason"])
def test_the_exit_code_says_that_it_was_the_programs_mistake(where: str) -> None:
    assert crash(where).returncode == EXIT_CODE


def test_the_line_says_where_in_the_program_it_happened() -> None:
    assert " at session.py:" in crash("loop").stderr


def test_only_who_asks_for_it_is_shown_the_whole_traceback() -> None:
    done = crash("loop", VOICE_ROM_DEBUG="1")
    assert "Traceback" in done.stderr
    assert heard_in(done)
    assert done.returncode == EXIT_CODE
    assert not heard_in(crash("loop", VOICE_ROM_DEBUG="0"))
