"""A real kiosk, in whose session a simulated person calls for help: "help me", and then "help".

The kiosk's process, the person's, the voice, the recogniser and the page are real; the room is not.
"""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tests.page.serving import Client
from tests.running_program import running

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 90.0

_SCENARIO: Final = """\
title: Somebody calls for help as soon as they are greeted
settings: {safety.screening: "false", session.tests: [trunk-rotation],
  session.short_welcome: "true", voice.rate: "200"}
participant: {voice: flite-slt}
answers:
  alarm: [nothing, nothing, nothing, nothing, "yes"]
cues:
  - {at: sound_check, say: help me}
  - {at: welfare, say: help}
"""
_SETTINGS: Final = """\
[staff]
url = "{url}"
key_file = "{key_file}"
[storage]
room = "Room 2"
[kiosk]
reading_seconds = 1
"""


class CallingKiosk:
    """Its page, as a browser would have it."""

    def __init__(self, process: "subprocess.Popen[str]", link: str) -> None:
        self._process = process
        self._client = Client.with_link(link)

    def wait_for(self, sentence: str) -> float:
        """Wait until the page shows this; when that was (s, `time.monotonic`)."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(OSError, http.client.HTTPException):
                if sentence in self._client.ask("/")[2].decode():
                    return time.monotonic()
            time.sleep(0.02)
        raise AssertionError(f"the page never showed {sentence!r}")

    def end(self) -> None:
        self._process.terminate()


@contextmanager
def calling_kiosk(
    folder: Path, url: str, key_file: Path, *, speed: float
) -> Iterator[CallingKiosk]:
    """Start it; `url` is that of the desk."""
    settings, scenario = folder / "clinic.toml", folder / "calls.yaml"
    settings.write_text(_SETTINGS.format(url=url, key_file=key_file), encoding="utf-8")
    scenario.write_text(_SCENARIO, encoding="utf-8")
    command = [sys.executable, "-m", "voice_rom", "kiosk", "--settings", str(settings)]
    command += ["--simulate", str(scenario), "--speed", str(speed), "--people", "1"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    with running(
        [*command, "--no-browser"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        link = next(line for line in process.stderr if "http://" in line).split()[-1]
        try:
            yield CallingKiosk(process, link)
        finally:
            process.terminate()
            process.stderr.read()
