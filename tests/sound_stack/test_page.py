"""A live session with its page: served, followed and led on this computer's own sound stack."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.page.serving import Client
from tests.running_program import running
from tests.sound_stack.pulse import SoundStack
from tests.sound_stack.test_left_alone import environment
from voice_rom.errors import MicrophoneSilent

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]

PATIENCE = 60.0

_COMMAND = (sys.executable, "-m", "voice_rom", "start", "--page", "--no-browser", "--quiet")


def wait_for(client: Client, text: str) -> str:
    """The page, as soon as it shows `text`."""
    deadline = time.monotonic() + PATIENCE
    while text not in (html := _shown_to(client)):
        assert time.monotonic() < deadline, html
    return html


def _shown_to(client: Client) -> str:
    """Nothing where the process that took the connection ends: a browser, too, asks again then."""
    try:
        return client.ask("/")[2].decode()
    except ConnectionError:
        return ""


def turn_of(html: str) -> int:
    found = re.search(r'name="turn" value="(\d+)"', html)
    assert found is not None
    return int(found[1])


def test_a_live_session_is_followed_and_ended_from_its_page(
    sound_stack: SoundStack, tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    with running(
        [*_COMMAND, "--report", str(report)],
        env=environment(sound_stack),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stderr is not None
        link = next(line for line in program.stderr if "http://" in line).split()[-1]
        client = Client.with_link(link)
        wait_for(client, "The voice is speaking")
        client.command("stop", 0)
        html = wait_for(client, "We have stopped.")
        assert client.command("end", turn_of(html))[0] == 204
        wait_for(client, "What you noticed")
        client.command("stop", 0)
        program.stderr.read()
        assert program.wait() in (0, MicrophoneSilent.exit_code)  # nobody speaks here
    assert "Report" in report.read_text(encoding="utf-8")
