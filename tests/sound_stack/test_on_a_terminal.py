"""The program on a terminal of its own: its keys, and what stands on the screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.display.windows import Window
from tests.running_program import running
from tests.sound_stack.pulse import SoundStack
from tests.sound_stack.test_left_alone import ON_ITS_TERMINAL, arguments, environment

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]


def test_keys_without_a_meaning_stop_and_end_nothing_and_the_spoken_sentence_is_marked(
    sound_stack: SoundStack, tmp_path: Path
) -> None:
    with (
        Window(80) as window,
        running(
            [sys.executable, "-c", ON_ITS_TERMINAL, *arguments(sound_stack, tmp_path / "told")],
            env={**environment(sound_stack), "TERM": "xterm"},
            stdin=window.inside,
            stdout=window.inside,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as program,
    ):
        os.close(window.inside)
        window.wait_for_row("  > Now say yes, so that I know I can hear you from there.")
        window.wait_for_row("Listening. Say yes (y), or a command (h lists them).")
        offer = "Listening. Say continue (c) or end (e), or a command (h lists them)."
        for times, key in enumerate(("z", "7", "\x1b[A"), start=1):
            window.press(key)
            window.wait_until_written(offer, times)
        window.press("c")
        window.wait_for_row("  > All right, let's carry on.")
        window.resize(40)
        # Whole: the terminal by itself would break the same line at another place.
        shown = window.wait_for_whole_row("Listening. Say yes (y), or a command")
        program.terminate()
        window.look_to_the_end()
        assert program.wait() == 130
    assert "    Say continue to go on, or end to" in shown
    assert max(len(row) for row in shown) <= 40
    assert "Report: Range of motion" in window.written
