"""Processes in place of a person: they end, crash or stay as they are told."""

import os
import signal
import sys
import time
from pathlib import Path

from voice_rom.kiosk.order import PIPE_VARIABLE, end_with, read_order


def main() -> None:
    """Take the order; its model says what to do, its settings file where to write that it came."""
    pipe = os.fdopen(int(os.environ[PIPE_VARIABLE]), "rb")
    order = read_order(pipe)
    end_with(pipe)
    with Path(order.settings_file).open("a") as came:
        came.write(f"{os.getpid()}\n")
    what = order.model
    if what == "leave":
        sys.exit(0)
    if what == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "end":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    while True:
        time.sleep(1.0)
