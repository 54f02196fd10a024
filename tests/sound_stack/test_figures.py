"""script/figures still measures what it is there for. How much that is, is asserted nowhere."""

import re
import subprocess
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.sound_stack,
]

SCRIPT = Path(__file__).parents[2] / "script" / "figures"

FIGURES = (
    "first word after the command, nothing rendered yet: N s",
    "memory of all processes together, peak: N MB",
    "processor while waiting for ready, of one core: N %",
    "N s of session in N s: N times faster than real time.",
    "End of word to answer: median N s, 95th percentile N s, of N.",
    "End of voice to listening: median N s, 95th percentile N s, of N.",
)


def test_each_figure_is_told_on_a_line_of_its_own() -> None:
    done = subprocess.run([SCRIPT, "--short"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [re.sub(r"\b\d+(\.\d+)?\b", "N", line) for line in done.stdout.splitlines()]
    assert lines == list(FIGURES)


def test_an_option_that_it_does_not_know_is_refused_with_how_it_is_used() -> None:
    done = subprocess.run([SCRIPT, "--shrt"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "script/figures --short" in done.stdout
