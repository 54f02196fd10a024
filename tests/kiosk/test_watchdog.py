"""What systemd is told, at a socket of the test's own; and that a stuck loop tells nothing more."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.running_program import running
from voice_rom import model_store
from voice_rom.kiosk.watchdog import NOTIFY_VARIABLE, Watchdog

ROOT = Path(__file__).parents[2]
STARTED = 60.0
STUCK = 4.0
"""Seconds. A loop that goes round tells it once a second."""


class Systemd:
    """The end of the protocol that listens."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(path)

    def told(self, within: float = 1.0) -> str | None:
        self._socket.settimeout(within)
        try:
            return self._socket.recv(1024).decode()
        except TimeoutError:
            return None

    def drain(self) -> None:
        while self.told(0.01) is not None:
            pass

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def systemd() -> Iterator[Systemd]:
    # A socket's path may have 108 bytes.
    with tempfile.TemporaryDirectory(prefix="s-") as folder:
        listening = Systemd(f"{folder}/notify")
        yield listening
        listening.close()


def test_the_first_turn_says_that_it_is_ready_and_each_second_that_it_goes_round(
    systemd: Systemd,
) -> None:
    times = iter([0.0, 0.4, 0.9, 1.0, 1.5, 2.1])
    watchdog = Watchdog(systemd.path, lambda: next(times))
    for _ in range(6):
        watchdog.feed()
    watchdog.stopping()
    told = [systemd.told(0.1) for _ in range(5)]
    assert told == ["READY=1\nWATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1", None]


def test_a_name_in_the_abstract_is_told_too() -> None:
    name = f"voice-rom-test-{os.getpid()}"
    listening = Systemd(f"\0{name}")
    Watchdog.of({NOTIFY_VARIABLE: f"@{name}"}).feed()
    assert listening.told() == "READY=1\nWATCHDOG=1"
    listening.close()


def test_where_nobody_listens_the_loop_goes_on_and_who_listens_later_is_told(
    systemd: Systemd,
) -> None:
    times = iter([0.0, 5.0, 10.0])
    later = Path(f"{systemd.path}-later")
    watchdog = Watchdog(str(later), lambda: next(times))
    watchdog.feed()
    watchdog.stopping()
    listening = Systemd(str(later))
    watchdog.feed()
    assert listening.told() == "WATCHDOG=1"
    listening.close()
    watchdog.feed()  # and gone again
    assert next(times, None) is None


def test_a_systemd_that_does_not_read_holds_nobody_up(systemd: Systemd) -> None:
    times = iter(range(10_000))
    watchdog = Watchdog(systemd.path, lambda: float(next(times)))
    begin = time.monotonic()
    for _ in range(5_000):
        watchdog.feed()
    assert time.monotonic() - begin < 5.0


@pytest.mark.real
@pytest.mark.slow
def test_a_loop_that_is_stuck_feeds_no_more_while_the_kiosk_itself_still_runs(
    systemd: Systemd, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "voice_rom", "kiosk", "--no-browser"]
    command += ["--simulate", "first-look", "--speed", "0.1"]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "VOICE_ROM_MODEL": str(model_store.find()),
        NOTIFY_VARIABLE: systemd.path,
    }
    with running(
        command,
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        assert systemd.told(STARTED) == "READY=1\nWATCHDOG=1"
        assert systemd.told(STUCK) == "WATCHDOG=1"
        (visit,) = psutil.Process(program.pid).children()
        visit.send_signal(signal.SIGSTOP)
        systemd.drain()
        assert systemd.told(STUCK) is None
        assert program.poll() is None
        visit.send_signal(signal.SIGCONT)
        assert systemd.told(STUCK) == "WATCHDOG=1"
        program.terminate()
        said = [systemd.told(STUCK) for _ in range(3)]
        assert "STOPPING=1" in said
