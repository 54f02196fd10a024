"""A real kiosk, in whose session a simulated person calls for help: "help me", and then "help".

The kiosk's process, the person's, the voice, the recogniser and the page are real; the room is not.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
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
    """Its page, as a browser would have it: followed from the start screen on."""

    def __init__(self, link: str) -> None:
        self._link = link
        self._seen: list[str] = []
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def wait_for(self, sentence: str) -> None:
        """Wait until the page has shown this, however short that was."""
        with self._changed:
            shown = self._changed.wait_for(
                lambda: any(sentence in each for each in self._seen), PATIENCE
            )
        assert shown, f"the page never showed {sentence!r}"

    def close(self) -> None:
        """Its process has ended, and the page's stream with it."""
        self._thread.join(PATIENCE)

    def _follow(self) -> None:
        stream = None
        deadline = time.monotonic() + PATIENCE
        while stream is None and time.monotonic() < deadline:
            with suppress(OSError, KeyError):  # until the person's process serves it
                stream = Client.with_link(self._link).stream()
        if stream is None:
            return
        with closing(stream), suppress(OSError, AssertionError):  # until it is over
            while True:
                regions = stream.next("state")["regions"]
                with self._changed:
                    self._seen.append(str(regions))
                    self._changed.notify_all()


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
        kiosk = CallingKiosk(link)
        try:
            yield kiosk
        finally:
            process.terminate()
            process.stderr.read()
            kiosk.close()
