"""A polite request of the system, or a closed window, ends a command as Ctrl-C does."""

import signal
from typing import Final

_REQUESTS: Final = ("SIGTERM", "SIGHUP")
"""Windows has no SIGHUP."""


class EndAsked(BaseException):
    """No `Exception`: whatever is ready for any mistake must let it pass, as with Ctrl-C."""


def ask_no_more() -> None:
    """It ends already: from now on neither Ctrl-C nor a request breaks off its last line."""
    for name in ("SIGINT", *_REQUESTS):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def end_when_asked() -> None:
    """From now on such a request raises EndAsked in the main thread: once, however often it comes.

    A closed window is told twice, by the shell and by the system, and the second time must not
    break off the tidying up. What is ignored ("nohup") stays so.
    """
    numbers = [getattr(signal, name) for name in _REQUESTS if hasattr(signal, name)]
    asked: list[int] = []

    def ask(number: int, _frame: object) -> None:
        first = not asked  # before it is noted: the next one may come in the middle of this
        asked.append(number)
        if first:
            raise EndAsked

    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, ask)
