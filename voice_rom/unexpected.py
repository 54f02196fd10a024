"""What is told of an error that nobody foresaw: where it came from, and never what was heard.

An exception's own text may hold anything that was being worked on, the words that somebody said
too. So nothing of it is shown, unless the owner asks for it.
"""

import os
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

ASKS_FOR_DETAILS: Final = "VOICE_ROM_DEBUG"
"""Set in the environment, to anything but 0: then the whole traceback is shown."""

EXIT_CODE: Final = 70
"""EX_SOFTWARE of sysexits.h: an internal error."""


def line_about(error: BaseException) -> str:
    """What went wrong, in one line without any of the error's own words."""
    return (
        f"internal error ({type(error).__name__}{_place(error.__traceback__)}). "
        f"Please report it with this line. Put {ASKS_FOR_DETAILS}=1 before the command to see "
        "more; that may include words that were heard."
    )


def details_wanted() -> bool:
    return os.environ.get(ASKS_FOR_DETAILS, "0") not in {"", "0"}


def show_details(error: BaseException) -> None:
    """The traceback, if the owner asked for it."""
    if details_wanted():
        traceback.print_exception(error)


def guard_threads() -> None:
    """Have what goes wrong beside the main thread told in the same way."""
    threading.excepthook = lambda told: _tell(told.exc_value)
    sys.unraisablehook = lambda told: _tell(told.exc_value)


def _tell(error: BaseException | None) -> None:
    if error is None or isinstance(error, SystemExit):
        return
    with suppress(OSError, ValueError, AttributeError):  # there may be no stderr any more
        show_details(error)
        sys.stderr.write(f"voice-rom: {line_about(error)}\n")


def _place(trace: TracebackType | None) -> str:
    """File and line of this program's own code in which it happened, or passed through last."""
    here = Path(__file__).parent
    frames = [
        (Path(frame.f_code.co_filename), number) for frame, number in traceback.walk_tb(trace)
    ]
    ours = [(file, number) for file, number in frames if here in file.parents]
    if not ours:
        return ""
    file, number = ours[-1]
    return f" at {file.relative_to(here).as_posix()}:{number}"
