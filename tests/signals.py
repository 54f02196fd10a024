"""Programs that tests start can be asked to end, also where the tests themselves cannot.

What is ignored stays ignored in every program that is started: with "nohup", or in the background
of a script, nobody whom the tests start would hear of a closed window or of Ctrl-C.
"""

import signal
from types import FrameType

_REQUESTS = ("SIGHUP", "SIGINT", "SIGTERM")


def _stay(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: as good as ignored here, and not passed on."""


def pytest_configure() -> None:
    for name in _REQUESTS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, _stay)
