"""A real terminal whose window changes its size while nothing else happens."""

import os
import subprocess
import sys

import pytest

from tests.display.screens import Screen
from tests.running_program import running

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

import fcntl
import pty
import struct
import termios

SENTENCE = "Slowly turn your upper body to one side, as far as is comfortable for you today."

PROGRAM = f"""
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from voice_rom.core.protocol.effects import Prosody, Say
from voice_rom.core.assessment.texts import Line
from voice_rom.commands.flags import open_live_display, read_flags
with open_live_display(read_flags({{}}), keys=False) as display:
    display.effect(0.0, Say(1, (Line("a.text", "{SENTENCE}"),), Prosody(150, 0.0)))
    sys.stdin.readline()
    display.close()
print("the end", flush=True)
sys.stdin.readline()
print("not laid out again", flush=True)
"""


@pytest.mark.real
def test_its_lines_are_laid_out_anew_at_once_and_no_more_once_it_is_closed() -> None:
    hands, window = pty.openpty()
    _resize(hands, 80)
    environ = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
    with running(
        [sys.executable, "-c", PROGRAM],
        env={**environ, "TERM": "xterm-256color"},
        stdin=window,
        stdout=window,
        start_new_session=True,
    ) as program:
        os.close(window)
        screen = Screen(80, 24)
        screen.show(_read(hands, "today."))
        assert f"    {SENTENCE}"[:80].rsplit(" ", 1)[0] in [row.rstrip() for row in screen.visible]
        screen.resize(40)
        _resize(hands, 40)
        screen.show(_read(hands, "today."))
        shown = [row.strip() for row in screen.visible if row.strip()]
        assert shown[0] == "Voice:"
        assert " ".join(shown[1:]) == SENTENCE
        os.write(hands, b"\n")
        _read(hands, "the end")
        _resize(hands, 60)
        os.write(hands, b"\n")
        assert "Voice:" not in _read(hands, "not laid out again")
        program.wait()
    os.close(hands)


CLOSED = """
import sys
from voice_rom.commands.flags import open_live_display, read_flags
from voice_rom.core.protocol.effects import Silence
with open_live_display(read_flags({}), keys=False) as display:
    display.effect(0.0, Silence())
    display.close()
"""


@pytest.mark.real
def test_an_output_that_was_closed_before_it_began_has_no_window() -> None:
    # The shell closes it, so that Python has None for it.
    command = ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", CLOSED]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def _resize(terminal: int, columns: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def _read(terminal: int, until: str) -> str:
    """What is written up to and with these words, and the end of their row."""
    shown = ""
    while until not in shown or not shown.endswith("\n"):
        shown += os.read(terminal, 4096).decode()
    return shown
