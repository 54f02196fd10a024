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
    """From now on a request raises in the main thread: EndAsked, or KeyboardInterrupt for Ctrl-C.

    Both together raise twice at most, however often they come: the first request, and one Ctrl-C
    after it, by which somebody breaks off a tidying up that takes too long. A closed window is told
    twice, by the shell and by the system, and the second time must not break off anything. What is
    ignored ("nohup") stays so.
    """
    raised: list[int] = []

    def ask(number: int, _frame: object) -> None:
        may_raise = not raised or (len(raised) == 1 and number == signal.SIGINT)
        if may_raise:  # noted at once: the next one may come in the middle of this
            raised.append(number)
            raise KeyboardInterrupt if number == signal.SIGINT else EndAsked

    for name in ("SIGINT", *_REQUESTS):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, ask)
